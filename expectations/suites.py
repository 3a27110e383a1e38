"""Great Expectations: one suite for each rule over the frame of residuals, and its Data Docs.

The only module that imports great_expectations, inside the function that needs it: the import alone takes seconds.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from expectations.data_docs import describe, make_readable
from expectations.residuals import Residual, excess
from expectations.rules import Rule
from expectations.texts import load_texts


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """What Great Expectations said of one rule: the places beyond tolerance, or how the check itself broke."""

    violated: frozenset[str]
    broke: str | None = None


def judge_frame(rules: Sequence[Rule], residuals: Sequence[Residual], data_docs_dir: Path) -> dict[str, SuiteResult]:
    """Judge all evaluable places, rule by rule, and write the Data Docs into `data_docs_dir`.

    Gives one result for each rule. A check that raises is reported in its rule's result, never as bad data.
    """
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from great_expectations.expectations.core.expect_column_values_to_be_between import ExpectColumnValuesToBeBetween

    texts = load_texts(os.environ.get("FINSAM_LANGUAGE") or "sv")
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    for site in list(context.get_site_names()):
        context.delete_data_docs_site(site)
    context.add_data_docs_site(
        "rules",
        {
            "class_name": "SiteBuilder",
            "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(data_docs_dir)},
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        },
    )
    batch = context.data_sources.add_pandas("residuals").add_dataframe_asset("places").add_batch_definition_whole_dataframe("all")
    definitions = []
    for rule in rules:
        expectation = ExpectColumnValuesToBeBetween(
            column="beyond_tolerance",
            max_value=0,
            row_condition=f'rule_id=="{rule.rule_id}"',
            condition_parser="pandas",
            notes=f"{rule.says} When it fails: {rule.look_at}",
            description=describe(rule, texts),
        )
        suite = context.suites.add(
            gx.ExpectationSuite(name=rule.rule_id, expectations=[expectation], notes=f"{rule.says} Basis: {rule.basis}.")
        )
        definitions.append(context.validation_definitions.add(gx.ValidationDefinition(name=rule.rule_id, data=batch, suite=suite)))
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(
            name="rules",
            validation_definitions=definitions,
            result_format={
                "result_format": "COMPLETE",
                "unexpected_index_column_names": ["place", "file_name", "statement", "column_printed"],
            },
        )
    )
    run = checkpoint.run(batch_parameters={"dataframe": _frame(residuals)})
    found = {
        identifier.expectation_suite_identifier.name: _result(validation.results[0]) for identifier, validation in run.run_results.items()
    }
    context.build_data_docs()
    tried = Counter(residual.rule_id for residual in residuals if residual.evaluable)
    broken = {
        rule_id: [one for one in residuals if one.rule_id == rule_id and one.place in result.violated] for rule_id, result in found.items()
    }
    make_readable(data_docs_dir, rules, tried, broken, texts)
    return found


def _frame(residuals: Sequence[Residual]) -> Any:
    """The places, each beyond its tolerance (1), at it (0) or within (-1): how far apart counts are may tell of single persons."""
    import pandas as pd

    columns = ("rule_id", "place", "file_name", "statement", "column_printed")
    rows = [
        (*(getattr(residual, name) for name in columns), max(-1, min(1, excess(residual)))) for residual in residuals if residual.evaluable
    ]
    return pd.DataFrame(rows, columns=[*columns, "beyond_tolerance"])


def _result(result: Any) -> SuiteResult:
    """Great Expectations reports its own crash as success=False: that must not look like a violated rule."""
    info = result.exception_info or {}
    entries = [info] if "raised_exception" in info else list(info.values())
    if raised := [entry for entry in entries if entry.get("raised_exception")]:
        return SuiteResult(frozenset(), str(raised[0].get("exception_message") or "the expectation raised"))
    places = frozenset(str(row["place"]) for row in result.result.get("unexpected_index_list") or [])
    if bool(result.success) != (not places):
        return SuiteResult(frozenset(), "the expectation failed without naming a place")
    return SuiteResult(places)
