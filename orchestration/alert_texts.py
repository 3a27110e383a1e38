"""What alerts say, in Swedish and English: a subject, a line per detail, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Detail = Mapping[str, str | int | None]

_TEXTS: dict[str, dict[str, tuple[str, str, str]]] = {
    "source_failing": {
        "sv": (
            "{n} källa/källor har inte gått att läsa flera nätter i rad",
            "{source}: {nights} nätter i rad. {problem}",
            "Det som redan är hämtat finns kvar. Kör `finsam sources check ID` för att se vad sidan svarar nu.",
        ),
        "en": (
            "{n} source(s) could not be read for several nights running",
            "{source}: {nights} nights running. {problem}",
            "What was fetched before is kept. Run `finsam sources check ID` to see what the page answers now.",
        ),
    },
    "run_failed": {
        "sv": (
            "en körning misslyckades",
            "{job}, körning {run}: {steps} {problem}",
            "Det publicerade lagret är som det var. Kör `finsam status` och se körningen i Dagster.",
        ),
        "en": (
            "a run failed",
            "{job}, run {run}: {steps} {problem}",
            "The published warehouse is as it was. Run `finsam status`, and look at the run in Dagster.",
        ),
    },
    "overdue": {
        "sv": (
            "{n} sak(er) har inte uppdaterats i tid",
            "{what}: senast {since}, skulle ha skett inom {hours} timmar",
            "Går Dagsters daemon? Är schemat påslaget? Se docs/operations.md.",
        ),
        "en": (
            "{n} thing(s) not brought up to date in time",
            "{what}: last {since}, should have been within {hours} hours",
            "Is Dagster's daemon running? Is the schedule switched on? See docs/operations.md.",
        ),
    },
}


def written(kind: str, details: Sequence[Detail], language: str) -> tuple[str, str]:
    """Subject and text; Swedish when the language is not known. Raises KeyError for an unknown kind."""
    texts = _TEXTS[kind]
    subject, line, advice = texts.get(language) or texts["sv"]
    lines = ["- " + " ".join(line.format(**{key: "" if value is None else value for key, value in one.items()}).split()) for one in details]
    return subject.format(n=len(details)), "\n".join([*lines, "", advice, ""])
