"""Labels that the vocabulary does not know, over many documents, for a person who is about to add words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from orchestration.archive import READ, list_files
from orchestration.errors import FinsamError, NotFound
from orchestration.pool import Done, Task, default_workers, read_all
from orchestration.reading import time_limit

Suggestions = dict[str, Any]
"""`candidates` (as `ingest.suggest` finds them), `not_read` (file_name, reason_code, message): plain data."""


def choose_files(archive: Path | None, files: Sequence[Path]) -> list[Path]:
    """The PDFs of a folder and of the command line, each once."""
    if archive is None and not files:
        raise FinsamError("suggest: name PDF files, or a folder of them with --archive")
    for file in files:
        if not file.is_file():
            raise NotFound(f"{file}: no such file")
    found = [path for path in list_files(archive) if path.suffix.lower() in READ] if archive else []
    return list({path.resolve(): path for path in (*found, *files)}.values())


def find_candidates(files: Sequence[Path], tell: Callable[[Done], None]) -> Suggestions:
    """Read the documents, several at once and remembering nothing, and list what the vocabulary does not know."""
    from ingest.store import from_json
    from ingest.suggest import candidates

    with TemporaryDirectory() as folder:
        tasks = [
            Task(str(path), path, Path(folder, f"{number}.json"), time_limit(path.stat().st_size)) for number, path in enumerate(files)
        ]
        done = read_all(tasks, default_workers(), tell)
        read = [task for task in tasks if done[task.file_name].state == "ok"]
        found = candidates((task.file_name, from_json(task.memo.read_text(encoding="utf-8"))) for task in read)
    not_read = [{"file_name": name, **asdict(one.refusal)} for name, one in done.items() if one.refusal]
    return {"candidates": [asdict(candidate) for candidate in found], "not_read": not_read}


def show_candidates(suggestions: Suggestions, console: Console) -> None:
    """Print the candidates, the most frequent first."""
    for row in suggestions["not_read"]:
        console.print(Text(f"not read: {row['file_name']}: {row['reason_code']}: {row['message']}", style="yellow"))
    if not suggestions["candidates"]:
        console.print(Text("Every label is known, or stands inside another row."))
        return
    grid = Table(box=None, padding=(0, 2, 0, 0))
    for head in ("times", "label", "where", "known labels like it", "files"):
        grid.add_column(head, justify="right" if head == "times" else "left", overflow="fold")
    for found in suggestions["candidates"]:
        where = " / ".join(filter(None, [found["statement"], found["section"], found["path"]]))
        nearest = "\n".join(f"{label} → {item}" for label, item in found["nearest"]) or "–"
        files = found["files"][0] + (f" and {len(found['files']) - 1} more" if len(found["files"]) > 1 else "")
        grid.add_row(str(found["times"]), *(Text(text) for text in (found["label"], where, nearest, files)))
    console.print(grid)
