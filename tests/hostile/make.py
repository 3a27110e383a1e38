"""Writes the hostile set into a folder: `python -m tests.hostile.make FOLDER`. Every kind is made by code."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.hostile.pdfs import PDFS
from tests.hostile.raw import document, lines
from tests.hostile.sheets import CSVS, WORKBOOKS

_ONE_LINE = ("Samordningsförbundet Vidkärr", "Protokoll")


_NAMES = (
    b"new\nline.pdf",
    b"-rf.pdf",
    b"--help.pdf",
    "\U0001f648\U0001f649.pdf".encode(),
    b"n" * 251 + b".pdf",
    b"not\xffutf8.pdf",
    b"not\\xffutf8.pdf",
    b"$(touch evil).pdf",
    b"';drop table x;--.pdf",
    b"..%2f..%2fetc.pdf"[2:],
    b"a\\..\\b.pdf",
    b"=cmd|' '!A0.pdf",
    b"bell\x07escape\x1b[31m.pdf",
    "turned\u202efdp.pdf".encode(),
    b"%s%n{0}.pdf",
    b"CON.pdf",
    b" .pdf",
)


def _odd_names(folder: Path) -> list[str]:
    """Files under names that break programs; the bytes are a plain page each, all different."""
    for number, name in enumerate(_NAMES):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(document(lines((*_ONE_LINE, f"nummer {number}"))))
    return [os.fsdecode(name) for name in _NAMES]


def _no_files(folder: Path) -> list[str]:
    """What bears the name of a document and is no file, or none that may be followed."""
    (folder / "folder.pdf").mkdir()
    os.mkfifo(folder / "pipe.pdf")
    (folder / "device.pdf").symlink_to("/dev/zero")
    (folder / "outside.pdf").symlink_to("/etc/passwd")
    (folder / "climbing.pdf").symlink_to("../../../../../etc/passwd")
    (folder / "nowhere.pdf").symlink_to("gone.pdf")
    (folder / "itself.pdf").symlink_to("itself.pdf")
    (folder / "above").symlink_to("..")
    return ["folder.pdf", "pipe.pdf", "device.pdf", "outside.pdf", "climbing.pdf", "nowhere.pdf", "itself.pdf", "above"]


def _other_kinds(folder: Path) -> list[str]:
    names = {
        "letter.docx": b"PK\x03\x04",
        "notes.txt": b"x",
        "old.xls": b"\xd0\xcf\x11\xe0",
        "sheet.ods": b"PK\x03\x04",
        "picture.png": b"\x89PNG",
        "nothing": b"x",
    }
    for name, data in names.items():
        (folder / name).write_bytes(data)
    return list(names)


def _pairs(folder: Path) -> list[str]:
    """The same bytes twice, and two versions of one document."""
    (folder / "same_a.pdf").write_bytes(document(lines((*_ONE_LINE, "lika"))))
    (folder / "same_b.pdf").write_bytes((folder / "same_a.pdf").read_bytes())
    (folder / "version_1.pdf").write_bytes(document())
    (folder / "version_2.pdf").write_bytes(document() + b"% saved again\n")
    return ["same_a.pdf", "same_b.pdf", "version_1.pdf", "version_2.pdf"]


def write_hostile_set(folder: Path) -> list[str]:
    """Write every kind; returns the names that must each have one row in the ledger."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for suffix, kinds in ((".pdf", PDFS), (".csv", CSVS), (".xlsx", WORKBOOKS)):
        for stem, build in kinds.items():
            (folder / f"{stem}{suffix}").write_bytes(build())
            names.append(f"{stem}{suffix}")
    return [*names, *_odd_names(folder), *_no_files(folder), *_other_kinds(folder), *_pairs(folder)]


if __name__ == "__main__":
    write_hostile_set(Path(sys.argv[1]))
