"""Small reports made of compact rows, built into a warehouse of their own and judged by the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from expectations.judge import judge
from expectations.reference import write_rules
from expectations.rules import Rule, load_rules
from expectations.verdict import Verdict
from ingest.corrections import Correction, write_corrections
from tests.rules import people_rows
from tests.rules import rows as doors
from tests.warehouse.warehouse import Warehouse

Rows = Iterable[Mapping[str, Any]]


@dataclass
class Archive:
    """The facts of all reports of one test warehouse."""

    documents: list[dict[str, Any]] = field(default_factory=list)
    finances: list[dict[str, Any]] = field(default_factory=list)
    sums: list[dict[str, Any]] = field(default_factory=list)
    key_figures: list[dict[str, Any]] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    people: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, name: str, rows: Rows) -> None:
        """One association called `name`; rows say which of its documents they stand in, `name` itself by default."""
        by_document: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            document_id = f"{name}-{row['document']}" if "document" in row else name
            by_document.setdefault(document_id, []).append({**row, "association": name})
        for document_id, mine in by_document.items():
            first = mine[0]
            year = first.get("year") or max(int(str(row["column"])[:4]) for row in mine)
            kind = first.get("report_type", "annual_report")
            self.documents.append(doors.document(document_id, association=name, report_type=kind, year=year, told=first))
            everything = list(enumerate(mine, start=1))
            for no, row in everything:
                if door := people_rows.kind_of(row):
                    self.people.setdefault(door, []).append(people_rows.fact(document_id, row, no))
            numbered = [(no, row) for no, row in everything if people_rows.kind_of(row) is None]
            self.key_figures += [doors.key_figure(document_id, row, no) for no, row in numbered if "measure" in row]
            printed = [(row, doors.finance(document_id, row, no)) for no, row in numbered if "measure" not in row]
            self.finances += [fact for _, fact in printed]
            self.corrections += [doors.correction(fact, row["corrected_from"]) for row, fact in printed if "corrected_from" in row]
            self.sums += doors.sums_of(document_id, [row for row, _ in printed], [fact for _, fact in printed])


def build(root: Path, archive: Archive, rules: Sequence[Rule] | None = None) -> Warehouse:
    """A warehouse whose doors hold the archive and the rules; no model has run yet."""
    folders = {name: root / name for name in ("facts", "reference", "outcomes", "residuals", "verdicts")}
    folders["residuals"].mkdir(parents=True)
    doors.write_facts(folders["facts"], archive.documents, archive.finances, archive.sums, archive.key_figures)
    people_rows.write_doors(folders["facts"], archive.people)
    write_corrections(archive.corrections, folders["facts"])
    doors.write_vocabulary(folders["reference"])
    write_rules(load_rules() if rules is None else tuple(rules), folders["reference"])
    return Warehouse(root, {f"{name}_dir": str(folder) for name, folder in folders.items()})


def judged(warehouse: Warehouse, rules: Sequence[Rule] | None = None) -> list[Verdict]:
    """Run the residuals' models and judge what they left, with the families that broke."""
    statuses = warehouse.run("run", "--select", "+path:models/residuals")
    families = {rule.family for rule in load_rules()}
    broken = {name: f"model {name}: {status}" for name, status in statuses.items() if name in families and status != "success"}
    return judge(warehouse.root / "residuals", broken, warehouse.root / "data_docs", rules)


def of(verdicts: Iterable[Verdict], rule_id: str, document_id: str) -> list[Verdict]:
    """The verdicts of one rule about one document or its companions."""
    return [v for v in verdicts if v.rule_id == rule_id and (v.document_id + "-").startswith(document_id + "-")]
