"""Alerts arrive by mail and webhook, in both languages, and never raise."""

from __future__ import annotations

import json
import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dagster import DagsterInstance, build_run_status_sensor_context, build_sensor_context, job, op

from orchestration.alert_texts import _TEXTS
from orchestration.alerts import send
from orchestration.fetch_night import Desk
from orchestration.looks import note_look, save_looks
from orchestration.overdue import find_overdue, not_yet_told
from orchestration.places import Places
from orchestration.sensors import failed_runs, overdue_sensor
from tests.end_to_end.sinks import Sinks, running_sinks

DETAILS = [{"source": "åmål", "nights": 3, "problem": "GET https://x.test/: svarade 500"}]


class Lines(list[str]):
    def warning(self, msg: str, /) -> None:
        self.append(msg)


@pytest.fixture
def sinks() -> Iterator[Sinks]:
    with running_sinks() as running:
        yield running


def test_an_alert_is_told_by_log_mail_and_webhook(sinks: Sinks) -> None:
    log = Lines()
    assert send("source_failing", DETAILS, log, sinks.environment) == ["log", "mail", "webhook"]
    (mail,) = sinks.mails
    assert mail["Subject"] == "Finsam: 1 källa/källor har inte gått att läsa flera nätter i rad"
    assert mail["To"].addresses[1].addr_spec == "jour@exempel.test"
    assert "- åmål: 3 nätter i rad. GET https://x.test/: svarade 500" in mail.get_content()
    (hook,) = sinks.hooks
    assert hook["kind"] == "source_failing"
    assert hook["details"] == DETAILS
    assert "åmål" in log[0]


def test_the_language_is_a_setting(sinks: Sinks) -> None:
    send("source_failing", DETAILS, Lines(), sinks.environment | {"FINSAM_LANGUAGE": "en"})
    assert sinks.hooks[0]["subject"] == "1 source(s) could not be read for several nights running"


def test_every_alert_is_written_in_both_languages() -> None:
    assert all(set(texts) == {"sv", "en"} for texts in _TEXTS.values())


def test_without_settings_it_is_in_the_log() -> None:
    log = Lines()
    assert send("source_failing", DETAILS, log, {}) == ["log"]
    assert len(log) == 1


def test_a_channel_that_breaks_is_told_without_its_secrets_and_stops_no_other(sinks: Sinks) -> None:
    sinks.status, log = 500, Lines()
    broken = sinks.environment | {"FINSAM_SMTP_SECURITY": "starttls", "FINSAM_SMTP_PASSWORD": "hemligt"}
    assert send("source_failing", DETAILS, log, broken) == ["log"]
    assert [line.split(":")[0].rsplit(" ", 1)[-1] for line in log[1:]] == ["mail", "webhook"]
    assert "hemligt" not in "".join(log)


def test_lines_in_what_a_site_said_make_no_headers(sinks: Sinks) -> None:
    nasty = [{"source": "x", "nights": 3, "problem": "500\r\nBcc: alla@exempel.test"}]
    assert "mail" in send("source_failing", nasty, Lines(), sinks.environment)
    assert sinks.mails[0]["Bcc"] is None


def test_an_unknown_kind_is_sent_all_the_same(sinks: Sinks) -> None:
    assert send("nytt", [{"a": 1}], Lines(), sinks.environment) == ["log", "mail", "webhook"]


def test_nothing_at_all_makes_it_raise(monkeypatch: pytest.MonkeyPatch) -> None:
    class Deaf:
        def warning(self, msg: str, /) -> None:  # noqa: ARG002
            raise OSError("disk full")

    def refuse(*_: object, **__: object) -> None:
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(smtplib, "SMTP", refuse)
    settings = {"FINSAM_SMTP_HOST": "x", "FINSAM_SMTP_TO": "y@z", "FINSAM_SMTP_PORT": "no number", "FINSAM_WEBHOOK_URL": "no address"}
    assert send("run_failed", [{}], Deaf(), settings) == []


def test_a_failed_run_is_told_with_its_step_and_its_cause(sinks: Sinks, monkeypatch: pytest.MonkeyPatch) -> None:
    @op
    def publication() -> None:
        try:
            raise ValueError("skivan är full")
        except ValueError as problem:
            raise RuntimeError("kunde inte skriva") from problem

    @job
    def refresh() -> None:
        publication()

    for name, value in sinks.environment.items():
        monkeypatch.setenv(name, value)
    with DagsterInstance.ephemeral() as instance:
        ran = refresh.execute_in_process(instance=instance, raise_on_error=False)
        event = ran.get_run_failure_event()
        context = build_run_status_sensor_context("failed_runs", event, instance, ran.dagster_run).for_run_failure()
        failed_runs(context)
    text = sinks.mails[0].get_content()
    assert f"refresh, körning {ran.run_id[:8]}: publication" in text
    assert "skivan är full" in text


NOW = datetime(2026, 9, 10, 8, 0, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "sources"
    folder.mkdir()
    for name in ("alfa", "beta"):
        (folder / f"{name}.yml").write_text(
            f"id: {name}\nname: {name}\nis_confirmed: true\npublishes:\n  - kind: annual_report\n    at: {{listing: 'https://{name}.test/'}}\n",
            encoding="utf-8",
        )
    return Desk(str(tmp_path / "archive"), tmp_path / "memory", folder)


def record_run(places: Places, at: datetime, ending: str) -> None:
    runs = places.inside("runs")
    runs.mkdir(parents=True, exist_ok=True)
    (runs / f"{at:%H%M%f}{ending}.json").write_text(json.dumps({"ending": ending, "started_at": at.isoformat()}), encoding="utf-8")


def test_what_has_not_been_looked_at_in_time_is_overdue(desk: Desk, tmp_path: Path) -> None:
    places = Places.of(tmp_path / "archive", tmp_path / "w.duckdb")
    assert find_overdue(desk, places, NOW) == [], "nothing has begun yet"
    worked = note_look(None, NOW - timedelta(days=11), problem=None, night="a")
    save_looks(
        desk.memory, {"alfa": note_look(worked, NOW, problem="500", night="b"), "beta": note_look(worked, NOW, problem=None, night="b")}
    )
    record_run(places, NOW - timedelta(hours=40), "unchanged")
    record_run(places, NOW - timedelta(hours=1), "stopped")
    assert [one.what for one in find_overdue(desk, places, NOW)] == ["warehouse", "alfa"]
    record_run(places, NOW - timedelta(hours=2), "unchanged")
    assert [one.what for one in find_overdue(desk, places, NOW)] == ["alfa"], "a night without news keeps the warehouse fresh"


def test_overdue_is_told_once_a_day_and_anew_when_it_comes_back(desk: Desk, tmp_path: Path) -> None:
    places = Places.of(tmp_path / "archive", tmp_path / "w.duckdb")
    record_run(places, NOW - timedelta(hours=40), "published")
    overdue, cursor, told = find_overdue(desk, places, NOW), None, []
    for hours, there in ((0, overdue), (1, overdue), (25, overdue), (26, []), (27, overdue)):
        news, cursor = not_yet_told(cursor, there, NOW + timedelta(hours=hours))
        told.append(len(news))
    assert told == [1, 0, 1, 0, 1]


def test_the_sensor_sends_it_and_marks_the_asset(desk: Desk, tmp_path: Path, sinks: Sinks, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in sinks.environment.items():
        monkeypatch.setenv(name, value)
    places = Places.of(tmp_path / "archive", tmp_path / "w.duckdb")
    record_run(places, datetime.now(UTC) - timedelta(hours=40), "published")
    watch = overdue_sensor(desk, lambda: places)
    with DagsterInstance.ephemeral() as instance:
        first = watch.evaluate_tick(build_sensor_context(instance))
        assert {event.check_name: event.passed for event in first.asset_events if event.asset_key.to_user_string() == "facts"} == {
            "in_time": False
        }
        again = watch.evaluate_tick(build_sensor_context(instance, cursor=first.cursor))
        assert again.skip_message == "told already"
    assert len(sinks.mails) == len(sinks.hooks) == 1
    assert "warehouse" in sinks.mails[0].get_content()
