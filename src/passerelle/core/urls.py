"""Addresses of the house itself. They have no language: a machine keeps the heads, a file is what it is."""

from django.urls import path

from passerelle.core import views

urlpatterns = [
    path("files/<uuid:file>/", views.file, name="file"),
    path("journal/heads.json", views.journal_heads, name="journal_heads"),
]
