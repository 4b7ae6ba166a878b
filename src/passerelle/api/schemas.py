"""What the API tells. Names of fields are part of the contract: one is added, none is renamed within a version."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from ninja import Schema
from pydantic import Field


class Language(StrEnum):
    """The languages of the interface."""

    EN = "en"
    FR = "fr"
    IT = "it"
    SV = "sv"
    AR = "ar"


class Order(StrEnum):
    NAME = "name"
    NEWEST = "newest"


Code = Annotated[str, Field(pattern=r"^[a-z0-9]{1,12}$")]
Partial = Annotated[str, Field(description="ISO 8601: a year, a month or a day; empty when not known.")]


class Country(Schema):
    code: str = Field(description="ISO 3166-1, two letters.")
    name: str = Field(description="In the language of the answer.")


class Organisation(Schema):
    code: str
    name: str
    kind: str = Field(
        description="municipality, association, culture, university, authority, nonprofit, business or other."
    )
    town: str
    country: Country


class Partner(Organisation):
    lead: bool


class Project(Schema):
    code: str
    acronym: str
    title: str
    title_language: str
    starts: Partial
    ends: Partial
    months: int | None
    state: str = Field(description="running, ended, begins or untold, as of today.")
    programme: str
    grant_number: str
    lead: str
    countries: list[Country] = Field(description="By their names in the language of the answer.")
    partners: int
    page: str = Field(description="The project's page for people.")


class ProjectInFull(Project):
    organisations: list[Partner] = Field(description="The lead first, the others by name.")


class News(Schema):
    code: str
    day: date
    title: str
    title_language: str
    opening: str = Field(description="The first paragraph, as Markdown.")
    opening_language: str
    project: str | None = Field(description="The code of the project it is about.")
    page: str


class Projects(Schema):
    count: int
    page: int
    pages: int
    results: list[Project]


class Organisations(Schema):
    count: int
    page: int
    pages: int
    results: list[Organisation]


class AllNews(Schema):
    count: int
    page: int
    pages: int
    results: list[News]


class Block(Schema):
    number: int
    at: datetime
    head: str


class Journal(Schema):
    newest: int
    public_key: str
    blocks: list[Block] = Field(description="Oldest first.")
    next: int | None = Field(description="What to ask for as `after`; null when these are the newest.")


class Problem(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
