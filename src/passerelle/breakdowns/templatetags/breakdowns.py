"""Sentences about breakdowns in templates."""

from django import template

from passerelle.breakdowns import reading

register = template.Library()
register.filter("residents_from", reading.sources_note)
