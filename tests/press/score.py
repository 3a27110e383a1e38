"""Scores the reader, or a warehouse, on a folder of reports with their truth; one Markdown row per style."""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.press.match import Score, Stated, Truth, hold
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


def read(case: Case) -> Score:
    """Read and score one document; one that is refused has no facts."""
    from ingest.contracts import Refused
    from ingest.read import read_document

    start = time.process_time()
    facts: list[Stated] = []
    refused, pages = "", 0
    try:
        reading = read_document(case.pdf.read_bytes(), case.pdf.name)
    except Refused as error:
        refused = str(error)
    else:
        pages = reading.document.pages
        facts = [
            Stated(f.label_printed or "", f.column_printed, f.statement, f.scenario, f.period_start, f.period_end, f.amount_sek,
                   f.amount_printed, f.page, (f.x0, f.top, f.x1, f.bottom), f.doubt)
            for f in reading.finances
        ]  # fmt: skip
    seconds = time.process_time() - start
    score = hold(truth_of(case.truth), facts, is_scan=case.pdf.stem.endswith("_scanned"))
    score.pages, score.seconds = pages, seconds
    if refused:
        score.misses = [f"refused    {case.pdf.name}: {refused}"]
    return score


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


def report(folder: Path, warehouse: Path | None, *, workers: int, text: bool = False, peers: bool = False, misses: int = 0) -> str:
    """The table per style, with a row for all, and with `peers` the structure score of general extractors."""
    every = [c for c in cases(folder) if not (text and "scan" in c.style)]
    if warehouse:
        stored = published(warehouse)
        scores = [hold(truth_of(c.truth), stored.get(c.pdf.stem, []), is_scan=c.pdf.stem.endswith("_scanned")) for c in every]
    else:
        with ProcessPoolExecutor(workers) as pool:
            scores = list(pool.map(read, every, chunksize=2))
    by_style: dict[str, Score] = defaultdict(Score)
    for case, score in zip(every, scores, strict=True):
        by_style[case.style].add(score)
        by_style["scans together" if "scan" in case.style else "text together"].add(score)
    beside = extractors(every, workers) if peers else {}
    names = list(beside)
    lines = [HEAD + "".join(f" {n} |" for n in names), "|" + " --- |" * (11 + len(names))]
    for style, score in sorted(by_style.items(), key=lambda s: ("together" in s[0], s[0])):
        lines.append(row(style, score) + "".join(f" {beside[n].get(style, '–')} |" for n in names))
        lines += [f"    {m}" for m in score.misses[:misses] if "together" not in style]
    return "\n".join(lines) + "\n"


def row(style: str, score: Score) -> str:
    """One line of the table; shares in percent."""

    def share(part: int, whole: int) -> str:
        return f"{100 * part / whole:.2f}" if whole else "–"

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
