"""Typst: hairlines and narrow label columns whose labels wrap; the amounts stand on the last line of the label or in the
middle of its height. Footnote marks are raised, tables may stand beside each other, columns may be empty.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typst

from tests.press import document as doc
from tests.press.styles.producers import font
from tests.press.styles.room import fitted
from tests.press.styles.typst_grid import goals, quote

WIDE = 470.0  # points between the margins

PREAMBLE = """
#set document(title: {title}, author: {association}, date: none)
#set page(paper: "a4", margin: (x: 2.2cm, y: 2.4cm),
  footer: align(center, context text(8pt, [#{footer} – #counter(page).display("1")])))
#set text(font: "{font}", size: {size}, lang: "sv")
#set par(justify: false, leading: 0.55em)
#show heading.where(level: 1): it => block(above: 1.6em, below: 0.9em, text(13pt, weight: "bold", it.body))
#show heading.where(level: 2): it => block(above: 1.3em, below: 0.7em, text(10.5pt, style: "italic", it.body))
"""


def marked(row: doc.Row) -> str:
    """The label as Typst code, the footnote's mark raised."""
    mark = f" + super({quote(row.mark)})" if row.mark else ""
    return f"{quote(row.label)}{mark}"


def table(made: doc.Table, look: dict[str, Any], label: str) -> str:
    """`label` is the width of the label column; `amounts_at` (bottom, horizon or top) is where a wrapped row's amounts stand."""
    notes = 1 if made.has_notes else 0
    count = len(made.columns) + 1 + notes
    at = look.get("amounts_at", "bottom")
    size = float(str(look.get("size", "9.5pt")).removesuffix("pt"))
    wide = 28.35 * float(label.removesuffix("cm")) if label.endswith("cm") else 60.0
    room = (WIDE if label.endswith("cm") else (WIDE - 25) / 2) - wide - 30 * notes
    fits = fitted(made, size, room, 8, 1.28 if "DejaVu" in str(look.get("font", "DejaVu Serif")) else 1.0)
    small = f"#set text(size: {fits:.1f}pt); " if fits < size else ""
    parts = []
    if made.title:
        parts.append(f'#block(sticky: true, above: 1.3em, below: 0.5em, text(weight: "bold", {quote(made.title)}))')
    if made.lead:
        parts.append(f"#block(sticky: true, above: 0.4em, below: 0.5em, text(0.88em, {quote(made.lead)}))")
    parts += [
        f"#block(breakable: true)[{small}#table(columns: ({label}, {', '.join(['auto'] * (count - 1))}),",
        "stroke: (x, y) => (bottom: 0.25pt + rgb(120,120,120)), inset: (x: 4pt, y: 3pt),",
        f"align: (x, y) => if x == 0 {{ left + {at} }} else if x == {notes} {{ center + {at} }} else {{ right + {at} }},",
        f"table.header({quote(made.corner)}," + f"{quote('Not')}," * notes,
    ]
    if made.groups:
        parts += [f'table.cell(colspan: {n}, align: center, text(weight: "bold", {quote(g)})),' for g, n in made.groups]
        parts.append("[]," * (1 + notes))
    for column in made.columns:
        lines = " + linebreak() + ".join(quote(h) for h in column.head)
        parts.append(f'text(weight: "bold", {lines}),')
    parts.append("),")
    for row in made.rows:
        if row.cells is None:
            parts.append(f'table.cell(colspan: {count}, stroke: none, text(style: "italic", {quote(row.shown)})),')
            continue
        weight = 'weight: "bold", ' if row.kind in ("sum", "total") else ""
        indent = "h(1em) + " if row.kind == "ofwhich" else ""
        parts.append(f"[#{{{indent}text({weight}{marked(row)})}}],")
        parts += [f"text({weight}{quote(shown)})," for shown in [*([row.note] * notes), *(c.printed for c in row.cells)]]
    parts.append(")]")
    parts += [f"#block(above: 0.3em, text(0.8em, {quote(t)}))" for t in made.footnotes]
    return "\n".join(parts)


def block(made: doc.Block, look: dict[str, Any]) -> str:
    if isinstance(made, doc.Heading):
        return f"#heading(level: {made.level}, {quote(made.text)})"
    if isinstance(made, doc.Para):
        return f"#par(text({quote(made.text)}))"
    if isinstance(made, doc.Items):
        return "#list(" + ", ".join(f"text({quote(t)})" for t in made.texts) + ")"
    if isinstance(made, doc.Contents):
        return f"#outline(title: {quote(made.title)})\n#pagebreak()"
    if isinstance(made, doc.PageBreak):
        return "#pagebreak()"
    if isinstance(made, doc.Signatures):
        return "\n\n".join([f"#v(0.8cm)#text({quote(made.place)})", *(f"#v(0.9cm)#text({quote(n)})" for n in made.names)])
    if isinstance(made, doc.Goals):
        return goals(made, "stroke: (bottom: 0.25pt), ")
    if isinstance(made, doc.Placed):
        return table(made.table, look, str(look.get("label", "5.2cm")))
    cells = ", ".join(f"[{table(t, look, '1fr')}]" for t in made.tables)
    return f"#grid(columns: (1fr, 1fr), column-gutter: 0.9cm, row-gutter: 0.6cm, {cells})"


def render(made: doc.Document, look: dict[str, Any], target: Path) -> None:
    """Draw the document; fonts are the system's DejaVu and Liberation."""
    font("dejavu", "DejaVuSerif.ttf")
    font("liberation", "LiberationSerif-Regular.ttf")
    source = PREAMBLE.replace("{title}", quote(made.title)).replace("{association}", quote(made.association))
    source = source.replace("{footer}", quote(made.footer)).replace("{size}", str(look.get("size", "9.5pt")))
    parts = [
        source.replace("{font}", str(look.get("font", "DejaVu Serif"))),
        f"#v(4cm)#align(center)[#text(22pt, {quote(made.title)})\n\n#text(12pt, {quote(made.subtitle)})\n\n"
        f"#text(12pt, {quote(made.association)})\n\n#text(8pt, {quote(made.registry_number)})]\n#pagebreak()",
    ]
    typst.compile("\n".join([*parts, *(block(b, look) for b in made.blocks)]).encode(), output=str(target))
