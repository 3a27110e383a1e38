"""What changed since the last release: documents, figures and why, findings. Compares two states, decides nothing.

A night that published nothing is told too: then the facts that were read stand against the release that is still in front of
readers, and what was built of the new one is asked for restatements as far as it got.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orchestration.warehouse import opened, rows_of

Row = dict[str, Any]


@dataclass(slots=True)
class Changes:
    """Rows as queried; see the queries below for their columns."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    restated: list[Row] = field(default_factory=list)
    versions: list[Row] = field(default_factory=list)
    corrected: list[Row] = field(default_factory=list)
    reread: list[Row] = field(default_factory=list)
    opened: list[Row] = field(default_factory=list)
    closed: list[Row] = field(default_factory=list)
    settled: list[Row] = field(default_factory=list)
    unjudged: list[Row] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for the changelog's JSON."""
        from dataclasses import asdict

        return asdict(self)


def compare_documents(changes: Changes, before: dict[str, str], now: dict[str, str]) -> None:
    """`before` and `now`: document_id by file name."""
    moved = {document_id: name for name, document_id in before.items() if name not in now}
    for name, document_id in sorted(now.items()):
        if name in before and before[name] != document_id:
            changes.changed.append(name)
        elif name not in before and document_id in moved:
            changes.renamed.append((moved.pop(document_id), name))
        elif name not in before:
            changes.new.append(name)
    changes.missing = sorted(moved.values())


def documents_in(warehouse: Path) -> dict[str, str]:
    """document_id by file name of a release."""
    with opened(warehouse) as connection:
        return dict(connection.execute("select file_name, document_id from marts.dim_document").fetchall())


def documents_read(facts: Path) -> dict[str, str]:
    """document_id by file name of the facts that were read last."""
    import pyarrow.parquet as pq

    table = pq.read_table(facts / "documents.parquet", columns=["file_name", "document_id"])
    return dict(zip(table["file_name"].to_pylist(), table["document_id"].to_pylist(), strict=True))


_RESTATED = """
    select r.label, r.period_end, r.scenario, r.earlier_sek, r.later_sek, r.kind, r.later_fact_id, r.earlier_fact_id,
        e.file_name as earlier, l.file_name as later
    from quality.restatements r
    join marts.dim_document e on r.earlier_document_id = e.document_id
    join marts.dim_document l on r.later_document_id = l.document_id
    where r.kind not in ('rounding', 'precision')
    order by l.file_name, r.label, r.period_end
"""


def compare_restatements(changes: Changes, before: Path, now: Path) -> None:
    """Restatements that the release before did not know; nothing when that table was not built."""
    known = {_said(row) for row in _asked(before, _RESTATED)}
    changes.restated = [row for row in _asked(now, _RESTATED) if _said(row) not in known]


def _said(row: Row) -> tuple[Any, ...]:
    """What a reader is told of a restatement: its figures have new ids when a document is published anew unchanged."""
    return tuple(row[name] for name in ("label", "period_end", "scenario", "earlier_sek", "later_sek", "earlier", "later"))


def _asked(warehouse: Path, query: str) -> list[Row]:
    import duckdb

    with opened(warehouse) as connection:
        try:
            return rows_of(connection, query)
        except duckdb.CatalogException:
            return []


_FIGURES = (
    "fact_id, document_id, file_name, label_printed as label, statement, column_printed as head, amount_printed as printed, amount_sek"
)


def figures_in(warehouse: Path) -> list[Row]:
    """The amounts of a release, with the correction that applies."""
    with opened(warehouse) as connection:
        return rows_of(connection, f"select {_FIGURES}, amount_effective_sek as effective, correction_id from marts.fct_finances")  # noqa: S608


def figures_read(facts: Path) -> list[Row]:
    """The amounts that were read last; corrections are not applied yet."""
    import pyarrow.parquet as pq

    names = ["fact_id", "document_id", "file_name", "label_printed", "statement", "column_printed", "amount_printed", "amount_sek"]
    rows = pq.read_table(facts / "finances.parquet", columns=names).to_pylist()
    new = {"label_printed": "label", "column_printed": "head", "amount_printed": "printed"}
    return [{new.get(name, name): value for name, value in row.items()} for row in rows]


def compare_figures(changes: Changes, before: list[Row], now: list[Row]) -> None:
    """Figures of new versions of a document, of the same document read otherwise, and corrected ones."""
    old, new = {row["fact_id"]: row for row in before}, {row["fact_id"]: row for row in now}
    for fact_id in old.keys() & new.keys():
        if old[fact_id].get("correction_id") != new[fact_id].get("correction_id", old[fact_id].get("correction_id")):
            changes.corrected.append(new[fact_id] | {"before": old[fact_id]["effective"]})
    both = {row["document_id"] for row in before} & {row["document_id"] for row in now}
    counts: dict[str, int] = {}
    for rows, other in ((before, new), (now, old)):
        for row in rows:
            if row["document_id"] in both and row["fact_id"] not in other:
                counts[row["file_name"]] = counts.get(row["file_name"], 0) + 1
    for fact_id in old.keys() & new.keys():
        if old[fact_id]["amount_sek"] != new[fact_id]["amount_sek"]:
            counts[new[fact_id]["file_name"]] = counts.get(new[fact_id]["file_name"], 0) + 1
    changes.reread = [{"file_name": name, "count": count} for name, count in sorted(counts.items())]
    changes.corrected.sort(key=lambda row: row["fact_id"])
    replaced = set(changes.changed)
    earlier = _once(row for row in before if row["file_name"] in replaced)
    for key, row in _once(row for row in now if row["file_name"] in replaced).items():
        if key in earlier and earlier[key]["amount_sek"] != row["amount_sek"]:
            changes.versions.append(row | {"before": earlier[key]["printed"]})


def _once(rows: Any) -> dict[tuple[Any, ...], Row]:
    """Rows by what they are about, those left out that share it with another."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        found.setdefault((row["file_name"], row["statement"], row["label"], row["head"]), []).append(row)
    return {key: some[0] for key, some in found.items() if len(some) == 1 and key[2]}


def compare_findings(changes: Changes, before: Path, now: Path) -> None:
    """Findings that came, that went, and whose state changed; and places that could not be judged."""
    query = "select verdict_id, rule_id, file_name, message, state from quality.verdicts where outcome in ('fail', 'warn') order by all"
    old = {row["verdict_id"]: row for row in _asked(before, query)}
    new = {row["verdict_id"]: row for row in _asked(now, query)}
    # A new version of a document has new ids; what it says just as wrongly as before is neither opened nor closed.
    came = [row for key, row in new.items() if key not in old]
    went = [row for key, row in old.items() if key not in new]
    changes.opened = [row for row in came if _about(row) not in {_about(other) for other in went}]
    changes.closed = [row for row in went if _about(row) not in {_about(other) for other in came}]
    changes.settled = [row for key, row in new.items() if key in old and old[key]["state"] != row["state"]]


def _about(row: Row) -> tuple[str, str, str]:
    return row["rule_id"], row["file_name"], row["message"]


def count_unjudged(changes: Changes, now: Path) -> None:
    """Rules with places that could not be judged, most places first."""
    changes.unjudged = _asked(
        now,
        "select rule_id, count(*) as count from quality.verdicts where outcome = 'not_evaluable' group by 1 order by 2 desc, 1",
    )
