"""Parse YAML files strictly: no syntax error, no key written twice (plain YAML silently keeps the last).

Usage: python scripts/check_yaml.py FILE...; prints one line for each fault and exits 1 when there is any.
"""

from __future__ import annotations

import sys
from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import Any

import yaml


class _Strict(yaml.SafeLoader):
    """The safe loader, minus its tolerance of repeated keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: dict[str, yaml.Mark] = {}
        for key, _ in node.value:
            if key.value in seen and key.tag != "tag:yaml.org,2002:merge":
                raise yaml.constructor.ConstructorError("key seen first", seen[key.value], f"and again: {key.value!r}", key.start_mark)
            seen[key.value] = key.start_mark
        return super().construct_mapping(node, deep)


def find_faults(paths: Iterable[Path]) -> list[str]:
    """One line for each file that does not parse or repeats a key."""
    faults = []
    for path in paths:
        try:
            with path.open(encoding="utf-8") as handle:
                yaml.load(handle, Loader=_Strict)  # noqa: S506 - a SafeLoader subclass
        except yaml.YAMLError as error:
            faults.append(f"{path}: {' '.join(str(error).split())}")
    return faults


if __name__ == "__main__":
    found = find_faults(Path(name) for name in sys.argv[1:])
    sys.exit("\n".join(found) or 0)
