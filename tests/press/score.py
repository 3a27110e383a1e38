"""Scores the reader, or a warehouse, on a folder of reports with their truth; one Markdown row per style."""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.press.match import Score, Stated, Truth, hold
from tests.press.match_people import PEOPLE, Tally, hold_people
from tests.press.peers import PEERS, structure

FOLDERS = ("reports", "archive")
HEAD = "| style | documents | amounts | found | placed | traced | precision | unflagged | of them wrong | of them misplaced | pages/s |"


@dataclass(frozen=True)
class Case:
    """A document, its truth, and the style it counts under."""

    style: str
    pdf: Path
    truth: Path


def cases(folder: Path) -> list[Case]:
    """Documents of a corpus or a collection: reports or archive beside golden. Without corpus.csv a name's first part is its style."""
    styles: dict[str, str] = {}
    if (folder / "corpus.csv").exists():
        with (folder / "corpus.csv").open(encoding="utf-8", newline="") as handle:
            styles = {row["doc_id"]: row["style"] for row in csv.DictReader(handle)}
    pdfs = [p for name in FOLDERS for p in sorted((folder / name).rglob("*.pdf"))]
    found = []
    for pdf in pdfs:
        truth = folder / f"golden/{pdf.stem.removesuffix('_scanned')}.csv"
        if truth.exists():
            usual = pdf.stem.partition("_")[0] + (" (scan)" if pdf.stem.endswith("_scanned") else "")
            found.append(Case(styles.get(pdf.stem, usual), pdf, truth))
    return found


def truth_of(path: Path) -> list[Truth]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def read(case: Case) -> tuple[Score, dict[str, Tally]]:
    """Read and score one document, its money and its people and goals; one that is refused has no facts."""
    from ingest.contracts import Refused
    from ingest.read import read_document

    start = time.process_time()
    facts: list[Stated] = []
    people: tuple[Any, Any] = ((), ())
    refused, pages = "", 0
    try:
        reading = read_document(case.pdf.read_bytes(), case.pdf.name)
    except Refused as error:
        refused = str(error)
    else:
        pages = reading.document.pages
        facts = [
            Stated(f.label_printed or "", f.column_printed, f.statement, f.scenario, f.period_start, f.period_end, f.amount_sek,
                   f.amount_printed, f.page or 0, (f.x0 or 0.0, f.top or 0.0, f.x1 or 0.0, f.bottom or 0.0), f.doubt)
            for f in reading.finances
        ]  # fmt: skip
        people = (reading.participants, reading.goals)
    seconds = time.process_time() - start
    truth = truth_of(case.truth)
    score = hold(truth, facts, is_scan=case.pdf.stem.endswith("_scanned"))
    score.pages, score.seconds = pages, seconds
    if refused:
        score.misses = [f"refused    {case.pdf.name}: {refused}"]
    return score, hold_people(truth, *people)


def published(warehouse: Path) -> dict[str, list[Stated]]:
    """File stem → the facts of marts.fct_finances."""
    import duckdb

    columns = (
        "file_name, label_printed, column_printed, statement, scenario, period_start, period_end, amount_sek, amount_printed, "
        "page, x0, top, x1, bottom, doubt"
    )
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute(f"select {columns} from marts.fct_finances").fetchall()  # noqa: S608 - no input in it
    found: dict[str, list[Stated]] = defaultdict(list)
    for name, label, column, statement, scenario, start, end, amount, token, page, x0, top, x1, bottom, doubt in rows:
        box = (x0 or 0.0, top or 0.0, x1 or 0.0, bottom or 0.0)
        found[Path(name).stem].append(
            Stated(label or "", column, statement, scenario, start, end, Decimal(amount), token, page or 0, box, doubt)
        )
    return found


def published_people(warehouse: Path) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """File stem → the rows of marts.fct_participants, and those of marts.fct_goals."""
    import duckdb

    made: list[dict[str, list[Any]]] = []
    for table in ("fct_participants", "fct_goals"):
        found: dict[str, list[Any]] = defaultdict(list)
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            cursor = connection.execute(f"select * from marts.{table}")  # noqa: S608 - no input in it
            names = [c[0] for c in cursor.description or []]
            for values in cursor.fetchall():
                row = SimpleNamespace(**{"goal_fact_id": None} | dict(zip(names, values, strict=True)))
                found[Path(row.file_name).stem].append(row)
        made.append(found)
    return made[0], made[1]


def report(folder: Path, warehouse: Path | None, *, workers: int, text: bool = False, peers: bool = False, misses: int = 0) -> str:
    """The table per style, with a row for all, and with `peers` the structure score of general extractors."""
    every = [c for c in cases(folder) if not (text and "scan" in c.style)]
    if warehouse:
        stored, (counts, goals) = published(warehouse), published_people(warehouse)
        truths = [truth_of(c.truth) for c in every]
        both = [
            (hold(t, stored.get(c.pdf.stem, []), is_scan=c.pdf.stem.endswith("_scanned")),
             hold_people(t, counts.get(c.pdf.stem, []), goals.get(c.pdf.stem, [])))
            for c, t in zip(every, truths, strict=True)
        ]  # fmt: skip
    else:
        with ProcessPoolExecutor(workers) as pool:
            both = list(pool.map(read, every, chunksize=2))
    by_style: dict[str, Score] = defaultdict(Score)
    people: dict[str, dict[str, Tally]] = defaultdict(lambda: {kind: Tally() for kind in PEOPLE})
    for case, (score, tallies) in zip(every, both, strict=True):
        for name in (case.style, "scans together" if "scan" in case.style else "text together"):
            by_style[name].add(score)
            for kind, tally in tallies.items():
                people[name][kind].add(tally)
    beside = extractors(every, workers) if peers else {}
    names = list(beside)
    lines = [HEAD + "".join(f" {n} |" for n in names), "|" + " --- |" * (11 + len(names))]
    for style, score in sorted(by_style.items(), key=lambda s: ("together" in s[0], s[0])):
        lines.append(row(style, score) + "".join(f" {beside[n].get(style, '–')} |" for n in names))
        lines += [f"    {m}" for m in score.misses[:misses] if "together" not in style]
    return "\n".join([*lines, "", *people_lines(people, misses)]) + "\n"


def people_lines(people: dict[str, dict[str, Tally]], misses: int) -> list[str]:
    """The table of people and goals: a row per style, for each kind its truths and what was found and placed of them, and precision."""
    head = "".join(f" {kind} | found | placed | precision |" for kind in PEOPLE)
    lines = [f"| style |{head}", "|" + " --- |" * (1 + 4 * len(PEOPLE))]
    for style, tallies in sorted(people.items(), key=lambda s: ("together" in s[0], s[0])):
        parts = [style]
        for kind in PEOPLE:
            t = tallies[kind]
            parts += [str(t.truth), share(t.found, t.truth), share(t.placed, t.truth), share(t.right, t.rows)]
        lines.append("| " + " | ".join(parts) + " |")
        if "together" not in style:
            lines += [f"    {kind}: {m}" for kind in PEOPLE for m in tallies[kind].misses[:misses]]
    return lines


def share(part: int, whole: int) -> str:
    """Percent with two decimals."""
    return f"{100 * part / whole:.2f}" if whole else "–"


def row(style: str, score: Score) -> str:
    """One line of the table; shares in percent."""
    parts: list[Any] = [style, score.documents, score.truth]
    parts += [share(n, score.truth) for n in (score.found, score.placed, score.traced)]
    parts += [share(score.right, score.facts), score.unflagged, share(score.wrong, score.unflagged)]
    parts += [share(score.misplaced, score.unflagged), f"{score.pages / score.seconds:.1f}" if score.seconds else "–"]
    return "| " + " | ".join(str(p) for p in parts) + " |"


def extractors(every: list[Case], workers: int) -> dict[str, dict[str, str]]:
    """Extractor → style → percent of the truth cells that it has in one row with their label."""
    texts = [c for c in every if "scan" not in c.style]
    found: dict[str, dict[str, str]] = {}
    with ProcessPoolExecutor(workers) as pool:
        for name in PEERS:
            jobs = [(name, c.pdf, truth_of(c.truth)) for c in texts]
            counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
            for case, (hits, cells) in zip(texts, pool.map(structure, jobs, chunksize=2), strict=True):
                for style in (case.style, "text together"):
                    counts[style][0] += hits
                    counts[style][1] += cells
            found[name] = {style: f"{100 * hits / cells:.1f}" if cells else "–" for style, (hits, cells) in counts.items()}
    return found
