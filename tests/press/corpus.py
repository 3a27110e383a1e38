"""A corpus: invented associations in every style, drawn in parallel, with the truth beside.

    DIR/reports/<doc_id>.pdf    DIR/golden/<doc_id>.csv    DIR/corpus.csv (doc_id, style, producer, kind)

`doc_id` is style_number_kind_year. Scans are `<doc_id>_<dpi>_scanned.pdf`, with a truth of their own name.
"""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.press.compose import Composer
from tests.press.document import Document
from tests.press.draw import Drawer
from tests.press.faults import Site, harmless, plant_drawn
from tests.press.invent import LABELS, Inventor, association_names, labels
from tests.press.locate import locate
from tests.press.locate_text import locate_claims
from tests.press.plant import FIELDS as PLANTED
from tests.press.scan import scan
from tests.press.styles import style
from tests.press.styles.office import batch
from tests.press.truth import BOXED, truth_rows, write

LISTED = ["doc_id", "style", "producer", "kind", "rows"]
SCAN_OF = ("plain", "sheet", "ledger")  # styles of which scans are made
DPI = (150, 200, 300)


@dataclass(frozen=True)
class Order:
    """One association in one style."""

    style: str
    number: int
    years: tuple[int, ...]
    seed: int
    kinds: tuple[str, ...]
    scans: bool
    target: Path
    people: Path = LABELS
    name: str = ""  # of the association, when the corpus gives it out


def corpus(target: Path, styles: list[str], associations: int, years: int, seed: int, *, kinds: Sequence[str], scans: bool, workers: int,
           people: Path = LABELS) -> int:  # fmt: skip
    """Render a corpus below `target`, with printed errors of `kinds`; returns the number of documents. The same arguments give the
    same files."""
    reports = tuple(range(2025 - years, 2025))
    for folder in ("reports", "golden"):
        (target / folder).mkdir(parents=True, exist_ok=True)
    numbered = [(s, n) for s in styles for n in range(1, associations + 1)]
    # An association is known by its name alone: two of one name would be one, with two reports of a year that disagree.
    named = zip(numbered, association_names(seed, len(numbered)), strict=True)
    orders = [Order(s, n, reports, seed, tuple(kinds), scans, target, people, name) for (s, n), name in named]
    groups = [orders[i::workers] for i in range(workers)]
    with ProcessPoolExecutor(workers) as pool:
        done = [made for part in pool.map(fill, groups) for made in part]
    done.sort(key=lambda d: d[0]["doc_id"])
    write(target / "corpus.csv", LISTED, [row for row, _ in done])
    if kinds:
        write(target / "golden/planted.csv", PLANTED, [p for _, rows in done for p in rows])
    return len(done)


def fill(orders: list[Order]) -> list[tuple[dict[str, Any], list[dict[str, str]]]]:
    """(row of corpus.csv, planted rows) of every document of some orders; those of an office program in one batch."""
    made = []
    with batch():
        for order in orders:
            for document, house, planted in documents(order):
                path = order.target / f"reports/{document.doc_id}.pdf"
                style(house["style"])(document, house["look"], path)
                made.append((order, document, house, planted, path))
    found = []
    for order, document, house, planted, path in made:
        places = locate(document, path, int(house["look"].get("text_columns", 1)))
        rows = truth_rows(document, places, locate_claims(document, path))
        write(order.target / f"golden/{document.doc_id}.csv", BOXED, rows)
        listed = {"doc_id": document.doc_id, "style": order.style, "producer": labels("styles")[order.style]["producer"]}
        found.append(({**listed, "kind": document.kind, "rows": len(rows)}, planted))
        if order.scans and order.style in SCAN_OF and document.kind == "annual_report":
            found += [({**listed, "kind": "annual_report", "rows": len(rows), **scanned(path, dpi)}, []) for dpi in DPI]
    return found


def scanned(path: Path, dpi: int) -> dict[str, str]:
    """Make a scan beside the file, with its truth; returns what corpus.csv says otherwise of it."""
    stem = f"{path.stem}_{dpi}"
    scan(path, path.with_stem(f"{stem}_scanned"), dpi=dpi)
    shutil.copy(path.parents[1] / f"golden/{path.stem}.csv", path.parents[1] / f"golden/{stem}.csv")
    return {"doc_id": f"{stem}_scanned", "style": f"scan {dpi} dpi", "producer": "scan"}


def documents(order: Order) -> Iterable[tuple[Document, dict[str, Any], list[dict[str, str]]]]:
    """(document, house, planted rows) of an order. A draw that cannot hold (cash below nothing) is drawn anew."""
    for attempt in range(20):
        drawn = random.Random(f"{order.seed} {order.style} {order.number} {attempt}")  # noqa: S311 - sample figures, not secrets
        association = Inventor(order.style, drawn, list(order.years), order.people).association(order.number, order.name)
        try:
            ledger = Drawer(association["figures"]).ledger()
            break
        except ValueError:
            continue
    else:
        raise ValueError(f"{order.style}: no books could be drawn")
    house = association["house"]
    composer = Composer(association, house, ledger)
    for spec in association["reports"]:
        made = composer.report(spec)
        drawn = random.Random(f"{order.seed} {made.doc_id}")  # noqa: S311 - sample errors, not secrets
        site = Site(made, composer.numerals, drawn, first=spec["period"].startswith(str(order.years[0])))
        if order.kinds:
            harmless(site)
        yield made, house, plant_drawn(site, list(order.kinds)) if order.kinds else []


def listed(folder: Path) -> list[dict[str, str]]:
    """The rows of a corpus's list."""
    with (folder / "corpus.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))
