"""Participant tables of any shape: two axes of any order, turned, with totals anywhere. What is said of a cell stays the same."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.pages import LEFT, Text, width_of
from tests.unit.test_people import people

GENDERS = {
    "women": ("Kvinnor", "Kv", "Kvinna"),
    "men": ("Män", "MÄN", "Man"),
    "nonbinary": ("Ickebinära", "Annat kön"),
    "unknown": ("Okänt kön", "Ej angivet"),
}
MEASURES = {
    "participants": ("Deltagare", "Individer", "Deltagande"),
    "started": ("Nya", "Inskrivna under året", "Inträden", "Påbörjade"),
    "exits": ("Avslutade", "Utskrivna", "Utträden", "Lämnat"),
    "ongoing_end": ("Pågående vid årets slut", "Fortfarande i insats", "Kvarvarande"),
}  # fmt: skip
NAMES = ("Solrosen", "Nya Vägar", "IT-spåret", "Framsteg", "Lotsen", "Porten", "Resurscenter Väst")
REASONS = {"work": "Arbete", "study": "Studier", "illness": "Sjukdom", "moved": "Flytt", "own_request": "Egen begäran"}
SUPPORT = {
    "sickness_benefit": "Sjukpenning",
    "social_assistance": "Försörjningsstöd",
    "study_support": "Studiestöd",
    "none_public": "Ingen offentlig försörjning",
}
AGES = {"16-24": "16–24 år", "25-34": "25–34 år", "35-49": "35–49 år", "50-": "50 år och äldre"}
TOTALS = ("Totalt", "Summa", "Samtliga")
AXES = ("gender", "measure", "initiative", "reason", "support", "age")
TITLES = {"reason": "Avslutsorsaker", "support": "Deltagarnas försörjning", "age": "Deltagare efter ålder"}


@dataclass(frozen=True, slots=True)
class Axis:
    """The labels of one axis with their codes, None for a total."""

    kind: str
    labels: tuple[tuple[str, str | None], ...]


def _options(kind: str) -> dict[str, tuple[str, ...]]:
    if kind == "gender":
        return GENDERS
    if kind == "measure":
        return MEASURES
    if kind == "initiative":
        return {name: (name,) for name in NAMES}
    return {code: (label,) for code, label in {"reason": REASONS, "support": SUPPORT, "age": AGES}[kind].items()}


@dataclass(frozen=True, slots=True)
class Look:
    """Where cells stand under their heads, the points between heads, the words over the labels."""

    align: str
    gap: int
    corner: str


CORNERS = {"initiative": "Insats", "gender": "Kön", "reason": "Orsak", "support": "Försörjning", "age": "Ålder"}


@st.composite
def axes(draw: st.DrawFn, kind: str) -> Axis:
    """An axis of this kind; genders are women and men at least, and a total may stand first or last."""
    options = _options(kind)
    must = ["women", "men"] if kind == "gender" else []
    more = draw(
        st.lists(
            st.sampled_from([code for code in options if code not in must]), unique=True, min_size=0 if must else 2, max_size=4 - len(must)
        )
    )
    codes = draw(st.permutations([*must, *more]))
    labels: list[tuple[str, str | None]] = [(draw(st.sampled_from(options[code])), code) for code in codes]
    if kind != "measure" and draw(st.booleans()):
        labels.insert(draw(st.sampled_from([0, len(labels)])), (draw(st.sampled_from(TOTALS)), None))
    return Axis(kind, tuple(labels))


@st.composite
def shapes(draw: st.DrawFn) -> tuple[str, Axis, Axis, Look]:
    """Title, axis of the rows, axis of the columns, and how it is drawn."""
    kinds = draw(st.sampled_from([(a, b) for a in AXES for b in AXES if a != b and {a, b} & {"gender", "measure"} and {a, b} not in _ODD]))
    title = next((TITLES[kind] for kind in kinds if kind in TITLES), "Antal deltagare")
    rows, columns = draw(axes(kinds[0])), draw(axes(kinds[1]))
    corner = draw(st.sampled_from(["", CORNERS.get(rows.kind, "")]))
    return title, rows, columns, Look(draw(st.sampled_from(["left", "right", "centre"])), draw(st.sampled_from([6, 12, 24])), corner)


_ODD = [{"measure", "reason"}, {"measure", "support"}]  # of those who started no reason is printed


def _draw(title: str, rows: Axis, columns: Axis, look: Look) -> list[Text]:
    size = 7.5
    x = LEFT + max(width_of(label, size) for label in [look.corner, *(label for label, _ in rows.labels)]) + 2 * look.gap
    edges = []
    for label, _ in columns.labels:
        width = max(width_of(label, size), 24.0)
        edges.append(x + {"left": 0, "right": width, "centre": width / 2}[look.align])
        x += width + look.gap
    texts = [Text(title, LEFT, 200, 12), *([Text(look.corner, LEFT, 222, size)] if look.corner else [])]
    texts += [Text(label, x, 222, size, look.align) for (label, _), x in zip(columns.labels, edges, strict=True)]
    for i, (label, _) in enumerate(rows.labels):
        texts.append(Text(label, LEFT, 236 + 13 * i, size))
        texts += [Text(str(_value(i, j)), x, 236 + 13 * i, size, look.align) for j, x in enumerate(edges)]
    return texts


def _value(i: int, j: int) -> int:
    return 11 + 7 * i + 3 * j


@settings(max_examples=120)
@given(shapes())
def test_what_is_said_of_a_cell_does_not_hang_on_the_shape(shape: tuple[str, Axis, Axis, Look]) -> None:
    title, rows, columns, look = shape
    found = {(row.row_no, row.column_no): row for row in people(_draw(title, rows, columns, look))}
    for i, (row_label, row_code) in enumerate(rows.labels):
        for j, (column_label, column_code) in enumerate(columns.labels):
            row = found.get((i + 1, j + 1))
            told = {rows.kind: row_code, columns.kind: column_code}
            assert row, (title, row_label, column_label)
            assert (row.value, row.label_printed, row.column_printed) == (Decimal(_value(i, j)), row_label, column_label), (
                row.column_printed
            )
            assert row.gender == (told.get("gender") or "all"), (row_label, column_label)
            assert row.measure == (told.get("measure") or ("exits" if told.get("reason") else row.measure)), (
                row_label,
                column_label,
            )
            assert row.initiative_printed == told.get("initiative"), (row_label, column_label, row.initiative_printed)
            assert (row.exit_reason, row.support_type, row.age_band) == (told.get("reason"), told.get("support"), told.get("age"))
            assert row.doubt is None
