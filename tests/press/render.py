"""Collections of reports: which associations, in which house, rendered where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.press.compose import Composer
from tests.press.document import Document
from tests.press.draw import Drawer
from tests.press.locate import locate
from tests.press.locate_text import locate_claims
from tests.press.plant import FIELDS as PLANTED
from tests.press.plant import plant
from tests.press.scan import scan
from tests.press.styles import style
from tests.press.truth import BOXED, FIELDS, truth_rows, write

ROOT = Path(__file__).resolve().parents[2]
HOUSES = Path(__file__).parent / "houses"


@dataclass(frozen=True)
class Collection:
    """A folder of association YAMLs, and where their PDFs and their truth go."""

    name: str
    data: Path
    reports: Path
    golden: Path
    boxed: bool = False

    def associations(self) -> list[Path]:
        return sorted(self.data.glob("*.yml"))


COLLECTIONS = [
    Collection("frozen", ROOT / "tests/frozen/data", ROOT / "tests/frozen/reports", ROOT / "tests/frozen/golden"),
    Collection("frozen2", ROOT / "tests/frozen2/data", ROOT / "tests/frozen2/reports", ROOT / "tests/frozen2/golden", boxed=True),
    Collection("examples", ROOT / "examples/reports", ROOT / "examples/archive", ROOT / "examples/golden"),
]


def load(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as handle:
        loaded: dict[str, Any] = yaml.safe_load(handle)
    return loaded


def documents(path: Path) -> Iterator[tuple[Document, dict[str, Any], list[dict[str, str]], str]]:
    """(document, house, planted rows, file name) of every report of an association's YAML, errors planted."""
    association = load(path)
    house = load(HOUSES / f"{association['house']}.yml")
    composer = Composer(association, house, Drawer(association["figures"]).ledger())
    for spec in association["reports"]:
        made = composer.report(spec)
        planted = plant(made, spec.get("planted", []), composer.numerals)
        folder = f"{association['slug']}/" if association.get("foldered") else ""
        yield made, house, planted, f"{folder}{made.doc_id}.pdf"


def render(collection: Collection, only: str | None, say: Callable[[str], None]) -> int:
    """Render a collection, PDFs, truth and planted.csv; `only` is a part of a document's name. Returns how many."""
    count, planted_all = 0, []
    for path in collection.associations():
        scans = {spec["doc_id"]: spec["scan"] for spec in load(path)["reports"] if "scan" in spec}
        for made, house, planted, name in documents(path):
            planted_all.extend(planted)
            if only and only not in made.doc_id:
                continue
            target = collection.reports / name
            target.parent.mkdir(parents=True, exist_ok=True)
            look = house.get("look", {})
            style(house["style"])(made, look, target)
            rows = truth_rows(made, locate(made, target, int(look.get("text_columns", 1))), locate_claims(made, target))
            write(collection.golden / f"{made.doc_id}.csv", BOXED if collection.boxed else FIELDS, rows)
            say(f"{collection.name}: {name}  {target.stat().st_size // 1024} kB  {len(rows)} amounts")
            if made.doc_id in scans:
                scan(target, target.with_stem(f"{target.stem}_scanned"), **scans[made.doc_id])
            count += 1
    write(collection.golden / "planted.csv", PLANTED, planted_all)
    return count
