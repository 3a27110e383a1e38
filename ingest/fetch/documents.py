"""One document of a night: asked for, looked at, let through the door or not, and put on the shelf."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from ingest.archive import Entry
from ingest.contracts import Refused
from ingest.fetch.answers import Answer, Validators
from ingest.fetch.client import PoliteClient
from ingest.fetch.find import Found
from ingest.fetch.links import is_document_name, lasting
from ingest.fetch.memory import KnownDocument, Memory
from ingest.fetch.pages import Night, Outcome, drop_of
from ingest.fetch.problems import FetchProblem
from ingest.fetch.shelf import Shelf
from ingest.source_schema import Source

_TEXTS = frozenset({".csv", ".tsv"})
_BOOKS = frozenset({".xlsx", ".xlsm"})


@dataclass(frozen=True, slots=True)
class Door:
    """What stands before the shelf. `check` raises `Refused` for bytes that may not be kept; `mark` changes when its rules do."""

    check: Callable[[bytes, str], None]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """What every document of a source's night needs. `now` is UTC, ISO 8601."""

    source: Source
    client: PoliteClient
    shelf: Shelf
    memory: Memory
    night: Night
    door: Door
    now: str

    def told(self, found: Found, name: str, sha256: str | None, outcome: tuple[str, ...]) -> Outcome:
        """An outcome of a document: state, reason code, message."""
        state, code, message = (*outcome, None, None)[:3]
        return Outcome(self.source.id, found.link.url, name, sha256, state, code, message)  # type: ignore[arg-type]

    def document(self, found: Found) -> Outcome:
        """Ask for one document and do what is to be done with it."""
        known = self._known(found.link.url)
        if known and self._may_rest(known):
            return self._as_before(found, known)
        self.night.documents_asked += 1
        try:
            answer = self._ask(found, known)
        except FetchProblem as problem:
            return self._without(found, known, problem)
        if known and (answer.is_unchanged or self._same_bytes(known, answer)):
            known.url, known.gone_since, known.asked_at = found.link.url, None, self.now
            known.validators = known.validators if answer.is_unchanged else answer.validators
            self.memory.documents[lasting(found.link.url)] = known
            return self._as_before(found, known)
        return self._take(found, answer)

    def _known(self, url: str) -> KnownDocument | None:
        """What is remembered of an address, else what the archive knows of it; a memory of bytes that are nowhere is none."""
        known = self.memory.documents.get(lasting(url))
        if known and known.refused and known.refused_by != self.door.mark:
            known.validators, known.sha256, known.refused = Validators(), "", None  # another door may let it in
        if known and (known.refused or self.shelf.name_of(known.sha256)):
            return known
        stood = self.shelf.versions_at(self.source.id, url)
        return KnownDocument(url, Validators(), stood[-1].sha256, stood[-1].file_name, "") if stood else None

    def _may_rest(self, known: KnownDocument) -> bool:
        """Whether a document that can't be asked for conditionally was downloaded so lately that it is left alone tonight."""
        if known.validators or known.gone_since or not known.asked_at:
            return False
        since = datetime.fromisoformat(self.now) - datetime.fromisoformat(known.asked_at)
        return since < timedelta(days=self.client.manners.days_without_validators)

    def _ask(self, found: Found, known: KnownDocument | None) -> Answer:
        validators = known.validators if known else None
        drop = None if found.link.url.startswith("http") else drop_of(self.source, found.link.url)
        if drop:
            answer = drop.get(found.link.url, validators, largest=self.client.manners.largest_document)
        else:
            answer = self.client.get(found.link.url, validators)
        self.night.downloaded += not answer.is_unchanged
        return answer

    def _same_bytes(self, known: KnownDocument, answer: Answer) -> bool:
        return hashlib.sha256(answer.body).hexdigest() == known.sha256

    def _as_before(self, found: Found, known: KnownDocument) -> Outcome:
        if known.refused:
            return self.told(found, found.link.url, None, ("refused", *known.refused))
        return self.told(found, known.file_name, known.sha256, ("unchanged",))

    def _without(self, found: Found, known: KnownDocument | None, problem: FetchProblem) -> Outcome:
        """A document that could not be had. One that is kept and gone from its site is told once; a giant is not begun every night."""
        if problem.reason_code == "too_large":
            why = (problem.reason_code, problem.message)
            giant = KnownDocument(found.link.url, Validators(), "", found.link.url, self.now, why, self.door.mark)
            self.memory.documents[lasting(found.link.url)] = giant
            return self._as_before(found, giant)
        if known and not known.refused and problem.reason_code == "not_found":
            first = known.gone_since is None
            known.gone_since = known.gone_since or self.now
            self.memory.documents[lasting(found.link.url)] = known
            told = ("gone", f"{problem.message}; what was fetched is kept") if first else ()
            return self.told(found, known.file_name, known.sha256, ("unchanged", *told))
        name, sha256 = (known.file_name, known.sha256) if known and not known.refused else (found.link.url, None)
        return self.told(found, name, sha256, ("failed", problem.reason_code, problem.message))

    def _take(self, found: Found, answer: Answer) -> Outcome:
        """Let new bytes through the door and keep them under a name of their own."""
        url, sha256 = found.link.url, hashlib.sha256(answer.body).hexdigest()
        stood = self.shelf.versions_at(self.source.id, url)
        try:
            if sha256 in self.shelf.forgotten:
                raise Refused("forgotten", f"{url} gives what was removed from the archive for good")
            suffix = kind_of_bytes(answer, found.link.file_name)
            if self.shelf.name_of(sha256) is None:
                self.door.check(answer.body, f"{found.kind}{suffix}")
        except Refused as refusal:
            why = (refusal.reason_code, refusal.message)
            self.memory.documents[lasting(url)] = KnownDocument(url, answer.validators, sha256, url, self.now, why, self.door.mark)
            return self.told(found, url, None, ("refused", *why))

        def entry(is_taken: Callable[[str], bool]) -> Entry:
            name = _version_name(stood, suffix, is_taken) if stood else _first_name(self.source.id, found, answer, suffix, is_taken)
            replaced = stood[-1].sha256 if stood else None
            return Entry(name, sha256, len(answer.body), self.source.id, url, found.kind, found.link.text, self.now, replaced)

        name, is_new = self.shelf.keep(entry, sha256, answer.body)
        self.memory.documents[lasting(url)] = KnownDocument(url, answer.validators, sha256, name, self.now)
        if not is_new and (before := next((entry for entry in stood if entry.sha256 == sha256), None)):
            if stood[-1].sha256 == sha256:
                return self.told(found, name, sha256, ("unchanged",))
            self.shelf.stands_again(replace(before, at=self.now, url=url, replaces=stood[-1].sha256))
            return self.told(found, name, sha256, ("unchanged", "earlier_version", f"{name} stands there again"))
        if not is_new:
            return self.told(found, name, sha256, ("unchanged", "duplicate", f"the same bytes as {name}, which stands for both"))
        if stood:
            return self.told(found, name, sha256, ("ok", "new_version", f"a new version of {stood[-1].file_name}"))
        return self.told(found, name, sha256, ("ok",))


def kind_of_bytes(answer: Answer, link_name: str) -> str:
    """The suffix of what came; raises Refused for a page where a document was promised."""
    if not answer.body:
        raise Refused("empty", f"{answer.final_url} answers with nothing")
    named = next((name for name in (link_name, answer.file_name or "") if is_document_name(name)), "")
    suffix = PurePosixPath(named).suffix.lower()
    start = answer.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if start.startswith(b"%PDF") or (b"%PDF-" in start and not start.startswith(b"<")):
        return ".pdf"
    if start.startswith(b"PK\x03\x04") and _is_workbook(answer.body):
        return suffix if suffix in _BOOKS else ".xlsx"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("unsupported_kind", f"{answer.final_url} is an old workbook or text document, which is not read")
    if start.startswith(b"<") or answer.content_type in ("text/html", "application/xhtml+xml"):
        raise Refused("html_instead_of_document", f"{answer.final_url} is a web page, not the document its link promises")
    if suffix in _TEXTS and (b"\0" not in start or answer.body.startswith((b"\xff\xfe", b"\xfe\xff"))):
        return suffix
    raise Refused("not_a_document", f"{answer.final_url} is neither PDF, workbook nor CSV ({answer.content_type or 'no type given'})")


def _is_workbook(body: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return any(name.startswith("xl/") for name in packed.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def _version_name(stood: list[Entry], suffix: str, is_taken: Callable[[str], bool]) -> str:
    """The name of the first version at the address with the number of this one."""
    stem = PurePosixPath(stood[0].file_name).with_suffix("").as_posix()
    return _first_free(lambda n: f"{stem}.v{n}{suffix}", len({entry.sha256 for entry in stood}) + 1, is_taken)


def _first_name(source_id: str, found: Found, answer: Answer, suffix: str, is_taken: Callable[[str], bool]) -> str:
    """<source>/<name>: the address's name or the server's, made safe; a number where another document has it already."""
    named = next((name for name in (found.link.file_name, answer.file_name or "") if is_document_name(name)), "")
    words = PurePosixPath(named).stem or found.link.text or PurePosixPath(found.link.file_name).stem
    raw = unicodedata.normalize("NFC", words)
    stem = re.sub(r"[^\w.() -]+", "_", raw)[:120].strip(" ._-") or found.kind
    return _first_free(lambda n: f"{source_id}/{stem}{f' ({n})' if n > 1 else ''}{suffix}", 1, is_taken)


def _first_free(named: Callable[[int], str], start: int, is_taken: Callable[[str], bool]) -> str:
    number = start
    while is_taken(named(number)):
        number += 1
    return named(number)
