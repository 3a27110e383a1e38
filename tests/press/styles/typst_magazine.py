"""Typst: a magazine of two text columns; small tables stand inside a column under a coloured bar with white text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typst

from tests.press import document as doc
from tests.press.styles.producers import font
from tests.press.styles.room import fitted
from tests.press.styles.typst_grid import quote

WIDE, LABEL = 244.0, 62.0  # points: a text column, and what a table leaves its labels at least

PREAMBLE = """
#set document(title: {title}, author: {association}, date: none)
#set page(paper: "a4", columns: 2, margin: (x: 1.5cm, y: 1.9cm),
  footer: context [#text(7pt, {footer}) #h(1fr) #text(8pt, weight: "bold", counter(page).display("1"))])
#set columns(gutter: 0.8cm)
#set text(font: "{font}", size: {size}, lang: "sv")
#set par(justify: true, leading: 0.6em)
#show heading.where(level: 1): it => block(width: 100%, above: 1.4em, below: 0.8em, text(14pt, fill: rgb("{colour}"), upper(it.body)))
#show heading.where(level: 2): it => block(above: 1.2em, below: 0.6em, text(10pt, weight: "bold", it.body))
"""


def table(made: doc.Table, colour: str, size: str) -> str:
    """Caption in a bar of colour over the column's width, heads under it on a tint, no rules but one under the last row."""
    notes = 1 if made.has_notes else 0
    count = len(made.columns) + 1 + notes
    fits = fitted(made, float(size.removesuffix("pt")), WIDE - LABEL - 20 * notes, 5, 1.08)
    size = f"{fits:.1f}pt" if fits < float(size.removesuffix("pt")) else size
    caption = quote(" ".join(t for t in (made.title, made.lead) if t) or " ")
    parts = [
        f"#block(breakable: true, width: 100%, above: 1em, below: 1.2em)[#set text(size: {size}); #set par(justify: false)",
        f"#table(columns: (1fr, {', '.join(['auto'] * (count - 1))}), stroke: none, inset: (x: 2.5pt, y: 2.4pt),",
        f"align: (x, y) => if x == 0 {{ left + bottom }} else if x == {notes} {{ center + bottom }} else {{ right + bottom }},",
        f'table.header(table.cell(colspan: {count}, align: left, fill: rgb("{colour}"), text(fill: white, weight: "bold", {caption})),',
    ]
    tint = 'fill: rgb("#dfe9ee")'
    heads = [
        quote(made.corner or " "),
        *[quote("Not")] * notes,
        *(" + linebreak() + ".join(quote(h) for h in c.lines) for c in made.columns),
    ]
    parts += [f'table.cell({tint}, text(weight: "bold", {h})),' for h in heads]
    parts.append("),")
    for row in made.rows:
        if row.cells is None:
            parts.append(f'table.cell(colspan: {count}, text(weight: "bold", fill: rgb("{colour}"), {quote(row.shown)})),')
            continue
        weight = 'weight: "bold", ' if row.kind in ("sum", "total") else ""
        indent = "h(0.8em) + " if row.kind == "ofwhich" else ""
        top = "table.hline(stroke: 0.4pt)," if row.kind == "total" else ""
        parts.append(top)
        for shown in [row.shown, *([row.note] * notes), *(c.printed for c in row.cells)]:
            parts.append(f"[#{{{indent}text({weight}{quote(shown)})}}],")
            indent = ""
    parts.append(f'table.hline(stroke: 1pt + rgb("{colour}")))')
    parts += [f"#text(0.9em, {quote(t)})" for t in made.footnotes]
    return "\n".join([*parts, "]"])


def goals(made: doc.Goals) -> str:
    """Each goal with a number, its judgement in bold below it."""
    title = f"#heading(level: {1 if made.table_id == 'goals' else 2}, {quote(made.title)})\n"
    lines = []
    for number, (goal, (text, below)) in enumerate(zip(made.goals, made.lines(), strict=True), 1):
        lines.append(f"#enum.item({number}, text({quote(text)}))")
        if made.planned:
            lines += [f"#text({quote(t)})\n" for t in below]
        else:
            comment = goal.comment if "comment" in made.order else ""
            lines.append(f'#text(weight: "bold", {quote(f"{made.judged_head}: {goal.judged}.")}) #text({quote(comment)})')
    return title + "\n".join(lines)


def block(made: doc.Block, colour: str, size: str) -> str:
    if isinstance(made, doc.Heading):
        return f"#heading(level: {made.level}, {quote(made.text)})"
    if isinstance(made, doc.Para):
        return f"#par(text({quote(made.text)}))"
    if isinstance(made, doc.Items):
        return "#list(" + ", ".join(f"text({quote(t)})" for t in made.texts) + ")"
    if isinstance(made, doc.Signatures):
        return "\n\n".join([f"#text({quote(made.place)})", *(f"#v(0.8cm)#text(8pt, {quote(n)})" for n in made.names)])
    if isinstance(made, doc.Goals):
        return goals(made)
    if isinstance(made, doc.Placed):
        return table(made.table, colour, size)
    if isinstance(made, doc.Beside):
        return "\n".join(table(t, colour, size) for t in made.tables)
    return "#pagebreak()" if isinstance(made, doc.PageBreak) else ""


def render(made: doc.Document, look: dict[str, Any], target: Path) -> None:
    """Draw the document; a wide title stands over both columns of the first page."""
    font("dejavu", "DejaVuSansCondensed.ttf")
    font("liberation", "LiberationSans-Regular.ttf")
    colour = str(look.get("colour", "#7a1f3d"))
    face = str(look.get("font", "Liberation Sans"))
    source = PREAMBLE.replace("{title}", quote(made.title)).replace("{association}", quote(made.association))
    source = source.replace("{footer}", quote(made.footer)).replace("{colour}", colour).replace("{font}", face)
    source = source.replace("{size}", str(look.get("size", "9pt")))
    head = (
        f'#place(top, float: true, scope: "parent", clearance: 1cm, block(width: 100%, fill: rgb("{colour}"), inset: 1.2cm)'
        f'[#set text(fill: white)\n#text(10pt, {quote(made.association)})\n\n#text(26pt, weight: "bold", {quote(made.title)})\n\n'
        f"#text(11pt, {quote(made.subtitle)})\n\n#text(8pt, {quote(made.registry_number)})])"
    )
    parts = [source, head, *(block(b, colour, str(look.get("table_size", "7pt"))) for b in made.blocks)]
    typst.compile("\n".join(parts).encode(), output=str(target))
