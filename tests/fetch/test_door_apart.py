"""The door in a process of its own: what it refuses, and what becomes of files that break it."""

from __future__ import annotations

import os
import time

import pytest

from ingest.contracts import Refused
from orchestration.fetch_door import Check, checked_apart
from tests.fetch.paper import pdf


def let_in(_data: bytes, _name: str) -> None:
    """A door that stands open."""


def die(_data: bytes, _name: str) -> None:
    """What a file may do to a reader."""
    os.abort()


def dawdle(_data: bytes, _name: str) -> None:
    """What another file may do."""
    time.sleep(60)


def swell(_data: bytes, _name: str) -> None:
    """And a third."""
    bytearray(1 << 40)


def break_down(_data: bytes, _name: str) -> None:
    """An error of ours."""
    raise KeyError("811218-9876")


@pytest.mark.parametrize(
    ("check", "code"), [(die, "reader_crashed"), (dawdle, "timeout"), (swell, "out_of_memory"), (break_down, "reader_error")]
)
def test_what_breaks_the_door_is_not_kept(check: Check, code: str) -> None:
    with pytest.raises(Refused) as raised:
        checked_apart(b"%PDF", "x.pdf", check, limit_s=3.0)
    assert raised.value.reason_code == code
    assert "811218" not in raised.value.message


def test_the_real_door(web: object) -> None:
    checked_apart(pdf("Årsredovisning 2022"), "x.pdf")
    checked_apart(b"x" * 3_000_000, "x.pdf", let_in)
    with pytest.raises(Refused) as raised:
        checked_apart(pdf("Deltagare 811218-9876"), "x.pdf")
    assert raised.value.reason_code == "personal_data"
