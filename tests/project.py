"""The checkout as the tests of the project itself see it: its files, as git would list them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("ingest", "expectations", "orchestration")


@cache
def files() -> tuple[Path, ...]:
    """Every file that is or would be committed, relative to the root."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return tuple(sorted({Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()}))


def files_ending(*suffixes: str, under: tuple[str, ...] = ()) -> list[Path]:
    """Those with one of these suffixes, in one of these top folders when any is named."""
    return [path for path in files() if path.suffix in suffixes and (not under or path.parts[0] in under)]


def text_of(path: Path) -> str | None:
    """The file's text, or None when it is not text (a PDF, a font, a Parquet file)."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def imports_of(path: Path, *, on_load_only: bool = False) -> Iterator[tuple[str, int]]:
    """(dotted name, line) of everything a Python file imports; `from a import b` gives `a.b`.

    With `on_load_only`, what stands in a function or under `if TYPE_CHECKING` is left out: it costs nothing
    until it is called.
    """
    pending: list[ast.AST] = [ast.parse((ROOT / path).read_text(encoding="utf-8"))]
    package = path.parent.parts
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            origin = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((f"{origin}.{alias.name}", node.lineno) for alias in node.names)
        elif on_load_only and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        elif on_load_only and isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            pending.extend(node.orelse)
        else:
            pending.extend(ast.iter_child_nodes(node))
