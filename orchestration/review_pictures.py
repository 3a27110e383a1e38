"""Pictures of the places a finding speaks of: one cut-out per document and page, left side red, right side blue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from orchestration.archive import kept_at
from orchestration.files import digest_of_texts
from orchestration.findings import Figure, Found, masked_boxes
from orchestration.places import default_state


@dataclass(frozen=True, slots=True)
class Picture:
    """One cut-out and the figures in it."""

    path: Path
    file_name: str
    page: int
    figures: tuple[Figure, ...]


def write_pictures(warehouse: Path, state: Path | None, findings: Sequence[Found], folder: Path) -> dict[str, list[Picture]]:
    """Write the cut-outs of findings as PNG into `folder`, by verdict_id; one that is there already is left as it is.

    A finding on withheld counts gets none, a document whose bytes are not kept neither; withheld figures nearby are painted over.
    """
    from ingest.pdf.picture import cut_out_all

    folder.mkdir(parents=True, exist_ok=True)
    store = (state or default_state(warehouse.expanduser().absolute())) / "archive"
    covered = masked_boxes(warehouse)
    pictures: dict[str, list[Picture]] = {}
    for found in findings:
        if found.is_withheld:
            continue
        for (document_id, page), figures in _by_page(found).items():
            kept = kept_at(store, document_id)
            if not kept.is_file():
                continue
            red = [figure.box for figure in figures if figure.side == "left" and figure.box]
            blue = [figure.box for figure in figures if figure.side == "right" and figure.box]
            hidden = covered.get((document_id, page), [])
            name = digest_of_texts([document_id, str(page), repr(red), repr(blue), repr(hidden)])[:20]
            path = folder / f"{name}.png"
            if not path.is_file():
                cut_out_all(kept.read_bytes(), page, red, blue, hidden, path)
            pictures.setdefault(found.verdict_id, []).append(Picture(path, figures[0].file_name, page, tuple(figures)))
    return pictures


def _by_page(found: Found) -> dict[tuple[str, int], list[Figure]]:
    """Figures with a box by document and page: the finding's own document first."""
    pages: dict[tuple[str, int], list[Figure]] = {}
    own = found.row["document_id"]
    for figure in sorted(found.figures, key=lambda figure: (figure.document_id != own, figure.side != "left")):
        if figure.box and figure.page:
            pages.setdefault((figure.document_id, figure.page), []).append(figure)
    return pages
