"""From residuals to verdicts: reads what the warehouse left, lets Great Expectations judge it, and says what it means.

A family whose model broke, or that left nothing, gives the outcome error for each of its rules, with the database's
message. Severity is decided here: a violated rule of severity error fails, of warn or info warns; a doubtful one warns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from expectations.blame import find_doubts
from expectations.causes import Cause, find_causes
from expectations.cells import read_cells
from expectations.messages import describe
from expectations.residuals import Residual, excess, read_residuals
from expectations.rules import Rule, load_rules
from expectations.suites import SuiteResult, judge_frame
from expectations.verdict import Outcome, Verdict


def judge(
    residuals_dir: Path,
    broken: Mapping[str, str],
    data_docs_dir: Path,
    rules: Sequence[Rule] | None = None,
) -> list[Verdict]:
    """Judge every place in `residuals_dir` (one Parquet file per family) by the rules (default: the project's own).

    `broken` names the families whose model failed or was skipped in this run, with the database's message: what they
    left earlier is not read. Data Docs go to `data_docs_dir`. Verdicts come in the order of the rules and residuals.
    """
    rules = tuple(load_rules() if rules is None else rules)
    known = {rule.rule_id: rule for rule in rules}
    failures: dict[str, str] = {}
    residuals: list[Residual] = []
    for family in sorted({rule.family for rule in rules}):
        if family in broken:
            failures[family] = broken[family]
            continue
        try:
            residuals += [residual for residual in read_residuals(residuals_dir, family) if residual.rule_id in known]
        except Exception as failure:  # whatever made it unreadable, the family's rules are unjudged, and say so
            failures[family] = f"no residuals could be read: {failure}"
    judgeable = [rule for rule in rules if rule.family not in failures]
    results, residuals = _judge_all(judgeable, residuals, data_docs_dir)
    violated = {(rule_id, place) for rule_id, result in results.items() for place in result.violated}
    doubts = find_doubts(residuals, violated, known)
    causes = find_causes(residuals, violated, read_cells(residuals_dir), known)
    verdicts = []
    for rule in rules:
        result = results.get(rule.rule_id)
        if rule.family in failures:
            verdicts.append(_error(rule, failures[rule.family]))
        elif result is None or result.broke is not None:
            verdicts.append(_error(rule, "no result came back" if result is None else str(result.broke)))
        else:
            for residual in residuals:
                if residual.rule_id == rule.rule_id:
                    key = (residual.rule_id, residual.place)
                    verdicts.append(_verdict(rule, residual, key in violated, residual.doubt or doubts.get(key), causes.get(key)))
    return verdicts


def _judge_all(rules: Sequence[Rule], residuals: list[Residual], data_docs_dir: Path) -> tuple[dict[str, SuiteResult], list[Residual]]:
    """Results by rule, and the residuals of the rules that could be put before Great Expectations."""
    incomplete = {}
    for residual in residuals:
        if residual.evaluable:
            try:
                excess(residual)
            except ValueError as failure:
                incomplete[residual.rule_id] = SuiteResult(frozenset(), str(failure))
    sound = [residual for residual in residuals if residual.rule_id not in incomplete]
    asked = [rule for rule in rules if rule.rule_id not in incomplete]
    if not asked:
        return incomplete, sound
    try:
        results = judge_frame(asked, sound, data_docs_dir)
    except Exception as failure:  # a crash of the judge is our fault for every rule, and never bad data
        broke = SuiteResult(frozenset(), f"Great Expectations broke: {failure}")
        results = dict.fromkeys([rule.rule_id for rule in asked], broke)
    return {**results, **incomplete}, sound


def _verdict(rule: Rule, residual: Residual, violated: bool, doubt: str | None, cause: Cause | None) -> Verdict:
    severity = "warn" if violated and doubt and rule.severity == "error" else rule.severity
    if not residual.evaluable:
        outcome = Outcome.NOT_EVALUABLE
    elif not violated:
        outcome = Outcome.PASS
    else:
        outcome = Outcome.FAIL if severity == "error" else Outcome.WARN
    return Verdict(
        rule_id=rule.rule_id,
        outcome=outcome,
        severity=severity,
        association_id=residual.association_id,
        document_id=residual.document_id,
        file_name=residual.file_name,
        statement=residual.statement,
        table_no=residual.table_no,
        column_printed=residual.column_printed,
        period_end=residual.period_end,
        left_value=residual.left_value,
        right_value=residual.right_value,
        difference=residual.difference,
        tolerance=residual.tolerance,
        message=describe(rule, residual, violated=violated, doubt=doubt if violated else None),
        message_sv=describe(rule, residual, violated=violated, doubt=doubt if violated else None, language="sv"),
        left_fact_ids=residual.left_fact_ids,
        right_fact_ids=residual.right_fact_ids,
        equation=residual.equation,
        cause=cause.code if cause else None,
        suspect_fact_ids=cause.fact_ids if cause else (),
        expected_value=cause.expected if cause else None,
        rests_on=residual.rests_on,
    )


def _error(rule: Rule, message: str) -> Verdict:
    return Verdict(
        rule_id=rule.rule_id,
        outcome=Outcome.ERROR,
        severity=rule.severity,
        association_id=None,
        document_id="",
        file_name="",
        statement="document",
        table_no=None,
        column_printed=None,
        period_end=None,
        left_value=None,
        right_value=None,
        difference=None,
        tolerance=None,
        message=f"Rule {rule.rule_id} could not be checked, and nothing is known of what it guards: {message}",
        left_fact_ids=(),
        right_fact_ids=(),
    )
