"""Files of `sources/` to `Source`s. Every error names file, line and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pydantic import ValidationError

    from ingest.source_schema import Source

FOLDER = Path(__file__).parent / "sources"


class SourceError(ValueError):
    """A source file says something it may not."""


class _Strict(yaml.CSafeLoader):
    """Keys may not be repeated: YAML lets the last one win in silence."""


def _mapping(loader: _Strict, node: yaml.MappingNode) -> dict[str, Any]:
    seen: dict[str, int] = {}
    for key, _ in node.value:
        line = key.start_mark.line + 1
        if key.value in seen:
            raise SourceError(f"line {line}: {key.value!r} stands on line {seen[key.value]} already; keep one of the two")
        seen[key.value] = line
    loader.flatten_mapping(node)
    return {loader.construct_object(k, deep=True): loader.construct_object(v, deep=True) for k, v in node.value}


# `on` and `no` are words here, not true and false: `checked_by_hand: {on: 2026-01-15}`.
_BOOL = "tag:yaml.org,2002:bool"
_Strict.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL] for first, resolvers in _Strict.yaml_implicit_resolvers.items()
}
_Strict.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false)$"), ["t", "f"])
_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_plain(path: Path) -> dict[str, Any]:
    """One file as plain data; raises SourceError for what is no YAML mapping."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_Strict)  # noqa: S506 - a safe loader
    except SourceError as error:
        raise SourceError(f"{path.name}: {error}") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path.name}: not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path.name}:{mark.line + 1}" if mark else path.name
        raise SourceError(f"{where}: no valid YAML: {getattr(error, 'problem', error)}") from error
    if not isinstance(raw, dict):
        raise SourceError(f"{path.name}:1: a source file is a list of keys such as 'id: …' and 'name: …'")
    if raw.get("id") != path.stem:
        raise SourceError(f"{path.name}: id is {raw.get('id')!r}; it must be the file's name, {path.stem!r}")
    return raw


def read_source(path: Path) -> Source:
    """One file, every key checked; raises SourceError with file, line and fix."""
    from pydantic import ValidationError

    from ingest.source_schema import Source

    raw = read_plain(path)
    try:
        return Source.model_validate(raw)
    except ValidationError as error:
        raise SourceError(_told(path, error)) from error


def read_sources(folder: Path | None = None) -> list[Source]:
    """Every source, in the order of their ids; raises SourceError also for what two files say against each other."""
    folder = folder or FOLDER
    found = [read_source(path) for path in sorted(folder.glob("*.yml"))]
    refuse_doubles([(s.id, s.organisation_number, s.successor_id) for s in found])
    return found


def refuse_doubles(entries: Sequence[tuple[str, str | None, str | None]]) -> None:
    """Raise SourceError when two files have one organisation number, or a successor has no file. Entries: id, number, successor."""
    by_number: dict[str, str] = {}
    known = {entry[0] for entry in entries}
    for name, number, successor in entries:
        if number and number in by_number:
            raise SourceError(f"{name}.yml and {by_number[number]}.yml have the same organisation number {number}")
        if number:
            by_number[number] = name
        if successor and successor not in known:
            raise SourceError(f"{name}.yml: successor_id is {successor!r}, and there is no {successor}.yml")


def _told(path: Path, error: ValidationError) -> str:
    lines = _lines(path)
    told = []
    for entry in error.errors():
        where = tuple(part for part in entry["loc"] if not str(part).startswith("function-"))
        line = next((lines[where[:n]] for n in range(len(where), -1, -1) if where[:n] in lines), 1)
        name = ".".join(str(part) for part in where) or "the file"
        told.append(f"{path.name}:{line}: {name}: {_fix(entry['type'], entry['msg'], where)}")
    return "; ".join(told)


def _fix(kind: str, message: str, where: tuple[Any, ...]) -> str:
    if kind == "extra_forbidden":
        return f"unknown key; allowed here are {', '.join(_allowed(where))}"
    if kind == "missing":
        return "missing; add it"
    return message.removeprefix("Value error, ")


def _allowed(where: tuple[Any, ...]) -> list[str]:
    from ingest import source_schema as schema

    models: dict[str, type[schema.Strict]] = {
        "publishes": schema.Publication,
        "members": schema.Member,
        "at": schema.Place,
        "expected": schema.Expected,
        "checked_by_hand": schema.ByHand,
    }
    inside = [part for part in where[:-1] if isinstance(part, str)]
    model = models.get(inside[-1], schema.Source) if inside else schema.Source
    return sorted(model.model_fields)


def _lines(path: Path) -> dict[tuple[Any, ...], int]:
    """The line on which each key and list entry of a file stands, by its path."""
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    found: dict[tuple[Any, ...], int] = {}

    def walk(node: Any, at: tuple[Any, ...]) -> None:
        if isinstance(node, CommentedMap):
            for key, value in node.items():
                found[(*at, key)] = node.lc.key(key)[0] + 1
                walk(value, (*at, key))
        elif isinstance(node, CommentedSeq):
            for index, value in enumerate(node):
                found[(*at, index)] = node.lc.item(index)[0] + 1
                walk(value, (*at, index))

    walk(YAML().load(path.read_text(encoding="utf-8")), ())
    return found
