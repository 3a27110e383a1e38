"""What a file of `sources/` may say: who an association is, and where and when it publishes. Never how a page looks.

`ingest/source_files.py` reads the files against these models; a wrong file is named with line and fix.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Kind = Literal[
    "annual_report", "interim_report", "plan_budget", "audit_report", "indicator_report", "participant_statistics", "other"
]  # fmt: skip


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from error
    return text


def _month_day(text: str) -> str:
    if not re.fullmatch(r"\d\d-\d\d", text):
        raise ValueError(f"{text!r} is no month and day; write it as 04-15")
    date.fromisoformat(f"2024-{text}")
    return text


def _web(text: str) -> str:
    if not re.match(r"https?://[^/\s]+", text):
        raise ValueError(f"{text!r} is no web address; it starts with https://")
    return text


def _organisation_number(text: str) -> str:
    if not re.fullmatch(r"\d{6}-\d{4}", text):
        raise ValueError(f"{text!r} is no organisation number; write it as 222000-0000, in quotes")
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]
Web = Annotated[str, AfterValidator(_web)]


class Strict(BaseModel):
    """Unknown keys are errors: a misspelt key must not be dropped in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Member(Strict):
    """One member of an association, and for how long. `code` is the municipality's four digits."""

    kind: Literal["municipality", "region", "state"]
    name: str
    code: Annotated[str, Field(pattern=r"^\d{4}$")] | None = None
    since: date | None = None
    until: date | None = None


class Expected(Strict):
    """When a kind of document is due: `due` in the year of the report's period plus `years_after`."""

    due: Annotated[str, AfterValidator(_month_day)]
    years_after: Annotated[int, Field(ge=-1, le=2)] = 0
    every_years: Annotated[int, Field(ge=1, le=5)] = 1


class Place(Strict):
    """Where documents are found. Exactly one of `listing`, `sitemap`, `urls`, `folder` and `store`."""

    listing: Web | None = None  # a page with links
    pages: Pattern | None = None  # links there that lead to (further) listing pages of the same site
    sitemap: Web | None = None  # an XML sitemap, or an index of them
    urls: tuple[Web, ...] = ()  # the documents themselves
    folder: str | None = None  # a drop folder on disk, absolute or from where the command is run
    store: str | None = None  # a folder in any fsspec store: s3://…, sftp://…
    title: tuple[str, ...] = ()  # words of which one must stand in the link's text or file name
    link: Pattern | None = None  # what the address must look like

    @model_validator(mode="after")
    def _one_place(self) -> Place:
        given = [name for name in ("listing", "sitemap", "urls", "folder", "store") if getattr(self, name)]
        if len(given) != 1:
            raise ValueError(f"name exactly one of listing, sitemap, urls, folder, store (given: {', '.join(given) or 'none'})")
        if self.pages and not (self.listing or self.sitemap):
            raise ValueError("pages leads on from a listing or sitemap; without one it means nothing")
        if self.store and (not re.match(r"[a-z][a-z0-9+]*://", self.store) or re.match(r"https?:|ftp:|file:|local:", self.store)):
            raise ValueError(
                f"store is {self.store!r}; write a store such as s3://bucket/folder, and what lies on the web as listing or urls"
            )
        if self.store and "::" in self.store:
            raise ValueError("store names one place; chains with '::' are not followed")
        return self


class Publication(Strict):
    """One kind of document an association publishes."""

    kind: Kind
    at: Place
    since: Annotated[int, Field(ge=2004, le=2100)] | None = None
    expected: Expected | None = None
    least_facts: Annotated[int, Field(ge=0)] | None = None  # fewer facts than this stops the document


class ByHand(Strict):
    """When a person last looked at the sources of this file, and what for."""

    on: date
    every_days: Annotated[int, Field(ge=1, le=3650)] = 365
    look_at: str = ""


class Source(Strict):
    """One association and its publications."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    name: str
    aliases: tuple[str, ...] = ()
    organisation_number: Annotated[str, AfterValidator(_organisation_number)] | None = None
    county: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor_id: str | None = None
    members: tuple[Member, ...] = ()
    site: Web | None = None
    basis: Literal["report", "public_page", "general_knowledge"] = "report"  # where what is said of the association was seen
    is_confirmed: bool = False  # whether the publications were seen to work; others are fetched only when asked for
    allows_private_addresses: bool = False  # for sites on an inner network
    publishes: tuple[Publication, ...] = ()
    checked_by_hand: ByHand | None = None
    note: str = ""

    @model_validator(mode="after")
    def _hangs_together(self) -> Source:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to is before valid_from")
        if self.is_confirmed and not self.publishes:
            raise ValueError("is_confirmed is about publications; there are none under publishes")
        return self
