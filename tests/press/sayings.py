"""Counts told in sentences: a voice of labels/voices.yml, its figures filled in from the crowd, each with what it claims."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.press import document as doc
from tests.press.crowd import Crowd, Span, whole

WORDS = ["noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"]
FIGURE = re.compile(r"\[\[(%?)(\w+?)(?::(\w+))?(?:\.(\w+))?(?:#(\w+))?(?:@(\w+))?(?:/(\w))?\]\]")
CLAUSE = re.compile(r"[,;.()]\s|\s[–-]\s")


@dataclass
class Context:
    """What a sentence is about: the period, one initiative or ("all") all, and the words it may name."""

    period: str
    first: int
    initiative: str
    words: Mapping[str, str]


def worded(value: Decimal, form: str, *, starts: bool) -> str:
    """A count as a figure, or as a word when it is small and the author writes words."""
    if form != "w" or value >= len(WORDS):
        return f"{value:f}".replace(".", ",")
    word = WORDS[int(value)]
    return word.capitalize() if starts else word


class Speaker:
    """Tells the counts of a crowd in one voice."""

    def __init__(self, crowd: Crowd, voice: Mapping[str, list[str]], by: random.Random):
        self.crowd, self.voice, self.by = crowd, voice, by
        self.used: set[tuple[str, str]] = set()  # no author says the same thing twice in a report

    def paragraph(self, about: Context, most: int) -> doc.Para:
        """Up to `most` sentences about the context, in the voice's order, with one aside that counts no participants."""
        kind = "all" if about.initiative == "all" else "each"
        made = [(t, self.sentence(t, about)) for t in self.voice[kind] if (about.initiative, t) not in self.used]
        told = [(t, m) for t, m in made if m is not None]
        keep = sorted(self.by.sample(range(len(told)), min(most, len(told))))
        parts = [told[n][1] for n in keep]
        self.used |= {(about.initiative, told[n][0]) for n in keep}
        if self.by.random() < 0.5:
            aside = self.sentence(self.by.choice(self.voice["aside"]), about)
            parts.insert(self.by.randint(0, len(parts)), aside) if aside else None
        return joined(parts)

    def sentence(self, template: str, about: Context) -> doc.Para | None:
        """The template with its figures; None when a figure is too small to be said like this, or a part does not add up."""
        text = re.sub(r"\{n:(\d+)-(\d+)\}", lambda m: str(self.by.randint(int(m[1]), int(m[2]))), template)
        text = re.sub(r"\{Y([+-]\d+)?\}", lambda m: str(int(about.period[:4]) + int(m[1] or 0)), text)
        if not set(re.findall(r"\{(\w+)\}", text)) <= set(about.words):
            return None
        text = re.sub(r"\{(\w+)\}", lambda m: about.words[m[1]], text)
        found: list[tuple[int, str, Any]] = []
        out, at = "", 0
        for match in FIGURE.finditer(text):
            out += text[at : match.start()]
            claim = self.claim(match, about, starts=not out or out.endswith(". "))
            if claim is None:
                return None
            found.append((len(out), claim.printed, claim))
            out += claim.printed
            at = match.end()
        out += text[at:]
        if not self.adds_up([c for _, _, c in found]):
            return None
        for start, printed, claim in found:
            claim.label, claim.at = clause(out, start, start + len(printed)), start
        return doc.Para(out, [c for _, _, c in found])

    def claim(self, match: re.Match[str], about: Context, *, starts: bool) -> doc.Claim | None:
        percent, measure, reason, gender, town, when, form = match.groups()
        year = int(about.period[:4])
        period = {"prev": f"{year - 1}{about.period[4:]}", "since": f"{about.first}-{year}", None: about.period}[when]
        select = {"measure": measure, "period": period, "gender": gender or "all", "initiative": about.initiative}
        if reason:
            select["exit_reason"] = reason
        if town:
            select["municipality"] = town
        count = self.crowd.count(select)
        if count < 2 or (when == "since" and year == about.first):
            return None
        start, end = Span(period).dates
        told = {k: v for k, v in select.items() if k not in ("period", "measure")}
        dimension = ";".join(f"{k}={v}" for k, v in sorted(told.items()))
        if percent:
            value = whole(self.crowd.share(select, "exit_reason" if reason else "gender"))
            return doc.Claim(worded(value, "", starts=False), value, "percent", f"{measure}_share", dimension, start, end)
        value = Decimal(count)
        return doc.Claim(worded(value, form or "", starts=starts), value, "persons", measure, dimension, start, end)

    @staticmethod
    def adds_up(claims: list[doc.Claim]) -> bool:
        """Where women, men and all are told of the same thing, the sum must hold: nobody else may be in it."""
        sums: dict[tuple[Any, ...], dict[str, Decimal]] = {}
        for c in claims:
            told = dict(p.split("=") for p in c.dimension.split(";"))
            gender = told.pop("gender")
            sums.setdefault((c.measure, c.unit, c.start, c.end, *sorted(told.items())), {})[gender] = c.value or Decimal(0)
        return all(len(s) < 3 or s["women"] + s["men"] == s["all"] for s in sums.values())


def clause(text: str, start: int, end: int) -> str:
    """The words around a figure, from the mark before it to the mark behind it."""
    before = max([m.end() for m in CLAUSE.finditer(text) if m.end() <= start], default=0)
    after = min([m.start() for m in CLAUSE.finditer(text) if m.start() >= end], default=len(text.rstrip(".")))
    return text[before:after].strip()


def joined(parts: list[doc.Para]) -> doc.Para:
    """Sentences as one paragraph; the places of their figures move along."""
    text, claims = "", []
    for part in parts:
        text += " " if text else ""
        for claim in part.claims:
            claim.at += len(text)
            claims.append(claim)
        text += part.text
    return doc.Para(text, claims)
