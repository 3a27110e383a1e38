"""A world in which a report is printed wrong: a night that is stopped, a finding, what people decide of it, and pages of all this.

The tests run in order and build on each other.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.errors import NotPublishable
from orchestration.places import Places
from orchestration.progress import Silent
from orchestration.record import RunRecord
from orchestration.refresh import refresh
from tests.end_to_end.second_print import print_again, printed_figure
from tests.end_to_end.world import SAMPLES, make_world, rows, run_finsam

MORE = 54_000


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    """A published release of the first association's annual reports and plan."""
    root = tmp_path_factory.mktemp("review")
    first = min(path for path in SAMPLES.iterdir() if path.is_dir())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINSAM_CORRECTIONS", str(root / "corrections"))
        patch.delenv("FINSAM_LANGUAGE", raising=False)
        places = make_world(root, sorted(path for path in first.glob("*.pdf") if re.search("_(ar|vp)_", path.name)))
        assert again(places).ending == "published"
        yield places


def again(places: Places) -> RunRecord:
    return refresh(places, 1, Silent())


def reports(places: Places) -> list[str]:
    return sorted(path.name for path in places.archive.glob("*_ar_*.pdf"))


def morning(places: Places) -> str:
    return places.inside("morning.md").read_text(encoding="utf-8").replace("\u00a0", " ")


def findings(places: Places) -> list[dict[str, object]]:
    return rows(places, "select * from quality.verdicts where outcome in ('fail', 'warn')")


def finding_on(places: Places, fact_id: str) -> str:
    [row, *_] = rows(
        places,
        "select v.verdict_id from quality.verdicts v join quality.verdict_facts f using (verdict_id)"  # noqa: S608
        f" where f.fact_id = '{fact_id}' and v.outcome = 'fail' and v.rule_id in ('F1', 'F2') order by v.rule_id",
    )
    return str(row["verdict_id"])


def test_the_first_report_has_nothing_to_compare_with(world: Places) -> None:
    told = morning(world)
    assert "Det är den första utgåvan" in told
    assert "Nytt dokument" not in told
    assert (world.inside("site", "index.html")).is_file()
    assert (world.inside("site", "morning.html")).is_file()


def test_a_stopped_night_tells_the_broken_check_the_missing_document_and_the_restated_figure(world: Places, tmp_path: Path) -> None:
    plan = next(world.archive.glob("*_vp_*.pdf"))
    gone = tmp_path / plan.name
    plan.rename(gone)
    wrong = reports(world)[-1]
    was = printed_figure(world, wrong, "total_costs")["amount_printed"]
    print_again(world, wrong, "total_costs", MORE)
    project = tmp_path / "dbt_project"
    shutil.copytree(world.dbt_project, project, ignore=shutil.ignore_patterns("target", "logs"))
    broken = project / "models" / "residuals" / "unit.sql"
    broken.write_text(broken.read_text(encoding="utf-8").replace("select", "select no_such_column,", 1), encoding="utf-8")
    with pytest.raises(NotPublishable, match="F14"):
        refresh(Places.of(world.archive, world.warehouse, dbt_project=project), 1, Silent())
    told = morning(world)
    assert "Ingenting publicerades i natt" in told
    assert "Kontrollen F14 gick sönder" in told
    assert f"Dokumentet saknas nu, det fanns i förra utgåvan: {plan.name}" in told
    assert f"Dokumentet har fått en ny version: {wrong}" in told
    [line] = [line for line in told.splitlines() if "den nya versionen" in line]
    assert f"den förra {was}".replace("\u00a0", " ") in line
    page = world.inside("site", "morning.html").read_text(encoding="utf-8")
    assert "Kontrollen F14 gick sönder" in page
    gone.rename(plan)


def test_the_wrong_figure_becomes_a_finding_with_a_page_and_pictures(world: Places) -> None:
    assert again(world).ending == "published"
    assert "Ny avvikelse" in morning(world)
    fact = printed_figure(world, reports(world)[-1], "total_costs")
    finding = finding_on(world, fact["fact_id"])
    page = world.inside("site", "findings", f"{finding}.html").read_text(encoding="utf-8")
    pictures = re.findall(r'src="\.\./pictures/([0-9a-f]+\.png)"', page)
    assert pictures
    for picture in pictures:
        assert world.inside("site", "pictures", picture).read_bytes().startswith(b"\x89PNG")
    assert finding in world.inside("site", "index.html").read_text(encoding="utf-8")
    listed = json.loads(run_finsam("review", "--warehouse", world.warehouse, "--json").stdout)
    assert {one["verdict_id"] for one in listed} == {row["verdict_id"] for row in findings(world)}
    order = ["error", "fail", "warn"]
    assert [order.index(one["outcome"]) for one in listed] == sorted(order.index(one["outcome"]) for one in listed)


def test_decisions_outlive_refreshes_and_answers_are_escaped(world: Places) -> None:
    fact = printed_figure(world, reports(world)[-1], "total_costs")
    finding = finding_on(world, fact["fact_id"])
    told = run_finsam("review", "communicate", finding[:10], "--warehouse", world.warehouse, "--said", "brev", "--who", "Eva")
    assert told.returncode == 0, told.stderr
    assert run_finsam("review", "answer", finding, "<b>Vi rättar</b>", "--warehouse", world.warehouse, "--who", "Eva").returncode == 0
    record = again(world)
    assert record.ending == "published"
    assert [row["state"] for row in findings(world) if row["verdict_id"] == finding] == ["answered"]
    page = world.inside("site", "findings", f"{finding}.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;Vi rättar&lt;/b&gt;" in page
    assert "<b>" not in page
    assert again(world).ending == "unchanged"
    nobody = run_finsam("review", "close", "no-such", "--reason", "x", "--warehouse", world.warehouse)
    assert nobody.returncode == 1
    assert nobody.stderr.count("\n") == 1


def test_a_correction_applies_and_is_counted(world: Places) -> None:
    fact = printed_figure(world, reports(world)[-1], "total_costs")
    finding = finding_on(world, fact["fact_id"])
    right = int(float(fact["amount_sek"])) - MORE
    arguments = ["review", "correct", finding, "--fact", fact["fact_id"], "--value", str(right), "--reason", "delarna", "--who", "Eva"]
    assert run_finsam(*arguments, "--warehouse", world.warehouse).returncode == 0
    again(world)
    [row] = rows(world, "select * from marts.fct_finances where correction_id is not null")
    assert row["fact_id"] == fact["fact_id"]
    assert float(str(row["amount_sek"])) - float(str(row["amount_effective_sek"])) == MORE
    [release] = rows(world, "select corrections_applied from quality.release")
    assert release["corrections_applied"] == 1
    assert [one["state"] for one in findings(world) if one["verdict_id"] == finding] == ["corrected"]
    assert "rättad från" in morning(world)


def test_a_correction_expires_with_a_finding_when_the_figure_is_printed_anew(world: Places) -> None:
    print_again(world, reports(world)[-1], "total_costs", -MORE)
    again(world)
    assert rows(world, "select * from marts.fct_finances where correction_id is not null") == []
    [expired] = [row for row in findings(world) if row["rule_id"] == "D9"]
    assert expired["file_name"] == reports(world)[-1]
    assert "no longer there" in str(expired["message"])
    told = morning(world)
    assert "Rättelsen tillämpas inte" in told
    assert "Borta sedan förra utgåvan" in told


def test_rules_tell_basis_and_history(world: Places) -> None:
    shown = run_finsam("rules", "F2", "--warehouse", world.warehouse)
    assert shown.returncode == 0, shown.stderr
    assert "LKBR" in shown.stdout
    assert len(re.findall(r"\d+ holds", shown.stdout)) == 5
    listed = json.loads(run_finsam("rules", "--warehouse", world.warehouse, "--json").stdout)
    from expectations.rules import load_rules

    assert {rule.rule_id for rule in load_rules()} <= {one["rule_id"] for one in listed}


def test_every_release_has_its_changelog(world: Places) -> None:
    current = world.inside("releases", "current").read_text(encoding="utf-8")
    entry = json.loads(world.inside("changelog", f"{current}.json").read_text(encoding="utf-8"))
    assert entry["changed"] == [reports(world)[-1]]
    assert world.inside("changelog", f"{current}.md").read_text(encoding="utf-8").startswith("# Morgonrapport")


def test_a_decision_follows_to_the_next_version_of_the_report(world: Places) -> None:
    wrong = reports(world)[-1]
    print_again(world, wrong, "total_costs", MORE)
    again(world)
    finding = finding_on(world, printed_figure(world, wrong, "total_costs")["fact_id"])
    assert run_finsam("review", "close", finding, "--reason", "brev", "--warehouse", world.warehouse, "--who", "Eva").returncode == 0
    print_again(world, wrong, "total_costs", 0)
    again(world)
    followed = finding_on(world, printed_figure(world, wrong, "total_costs")["fact_id"])
    assert followed != finding
    assert [row["state"] for row in findings(world) if row["verdict_id"] == followed] == ["closed"]
    page = world.inside("site", "findings", f"{followed}.html").read_text(encoding="utf-8")
    assert "Följer med från en tidigare version" in page
