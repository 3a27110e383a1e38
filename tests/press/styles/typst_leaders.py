"""Typst: no rules at all; dots lead from the label to the first amount, sums are set in small space and bold, amounts on the last line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typst

from tests.press import document as doc
from tests.press.styles.producers import font
from tests.press.styles.typst_grid import quote
from tests.press.styles.typst_wrapped import PREAMBLE, marked
from tests.press.styles.typst_wrapped import block as plain_block


def table(made: doc.Table) -> str:
    """Heads are underlined one by one; a row of heading has no cells."""
    notes = 1 if made.has_notes else 0
    count = len(made.columns) + 1 + notes
    parts = []
    if made.title:
        parts.append(f"#block(sticky: true, above: 1.5em, below: 0.4em, text(1.1em, smallcaps[#{quote(made.title)}]))")
    if made.lead:
        parts.append(f'#block(sticky: true, above: 0.3em, below: 0.4em, text(0.88em, style: "italic", {quote(made.lead)}))')
    parts += [
        f"#block(breakable: true)[#table(columns: (1fr, {', '.join(['auto'] * (count - 1))}), stroke: none, inset: (x: 5pt, y: 2.6pt),",
        "align: (x, y) => if x == 0 { left + bottom } else { right + bottom },",
        f"table.header({quote(made.corner)}," + f"{quote('Not')}," * notes,
        *(f"underline({' + linebreak() + '.join(quote(h) for h in c.lines)})," for c in made.columns),
        "),",
    ]
    for row in made.rows:
        if row.cells is None:
            parts.append(f'table.cell(colspan: {count}, inset: (top: 8pt), text(weight: "bold", {quote(row.shown)})),')
            continue
        weight = 'weight: "bold", ' if row.kind in ("sum", "total") else ""
        indent = "h(1em) + " if row.kind == "ofwhich" else ""
        dots = " + box(width: 1fr, repeat[.])" if row.label else ""
        parts.append(f"[#{{{indent}text({weight}{marked(row)}) + h(2pt){dots}}}],")
        parts += [f"text({weight}{quote(shown)})," for shown in [*([row.note] * notes), *(c.printed for c in row.cells)]]
    parts.append(")]")
    parts += [f"#block(above: 0.3em, text(0.8em, {quote(t)}))" for t in made.footnotes]
    return "\n".join(parts)


def block(made: doc.Block, look: dict[str, Any]) -> str:
    if isinstance(made, doc.Placed):
        return table(made.table)
    if isinstance(made, doc.Beside):
        return "\n".join(table(t) for t in made.tables)
    return plain_block(made, look)


def render(made: doc.Document, look: dict[str, Any], target: Path) -> None:
    """Draw the document; fonts are the system's DejaVu and Liberation."""
    font("dejavu", "DejaVuSansCondensed.ttf")
    font("liberation", "LiberationSerif-Regular.ttf")
    source = PREAMBLE.replace("{title}", quote(made.title)).replace("{association}", quote(made.association))
    source = source.replace("{footer}", quote(made.footer)).replace("{size}", str(look.get("size", "10pt")))
    parts = [
        source.replace("{font}", str(look.get("font", "Liberation Serif"))),
        f"#v(1cm)#text(20pt, {quote(made.title)})\n\n#text(12pt, {quote(made.association)})\n\n",
        f"#text(8pt, {quote(made.registry_number)})\n#v(1cm)",
    ]
    source = "\n".join([*parts, *(block(b, look) for b in made.blocks)])
    typst.compile(source.encode(), output=str(target))
