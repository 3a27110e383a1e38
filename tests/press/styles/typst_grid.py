"""Typst: every cell ruled, a coloured header band with white text, sums shaded; the plan in landscape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from tests.press import document as doc
from tests.press.styles.producers import font

PREAMBLE = """
#set document(title: {title}, author: {association}, date: none)
#set page(paper: "a4", flipped: {flipped}, margin: (x: 2cm, y: 2.2cm), numbering: "1",
  header: align(right, text(7pt, fill: rgb("{colour}"), {association})),
  footer: context [#line(length: 100%, stroke: 0.4pt + rgb("{colour}")) #text(7pt, {footer}) #h(1fr)
    #text(7pt)[Sida #counter(page).display("1") av #counter(page).final().first()]])
#set text(font: "DejaVu Sans", size: {size}, lang: "sv")
#set par(justify: false, leading: 0.65em)
#show heading.where(level: 1): it => block(above: 1.6em, below: 0.9em, text(15pt, fill: rgb("{colour}"), it.body))
#show heading.where(level: 2): it => block(above: 1.3em, below: 0.7em, text(11pt, it.body))
#show outline.entry: set block(above: 0.7em)
"""


def quote(text: str) -> str:
    """A Typst string literal."""
    return json.dumps(text, ensure_ascii=False)


def table(made: doc.Table, colour: str) -> str:
    """A fully ruled table; the unit stands in the header's corner cell."""
    count = len(made.columns) + 1
    heads = 2 if made.groups else 1
    parts = [
        f"#block(breakable: true, width: 100%)[#table(columns: (1fr, {', '.join(['auto'] * (count - 1))}),",
        "stroke: 0.5pt + rgb(90,90,90), inset: (x: 6pt, y: 4pt),",
        f"align: (x, y) => if x == 0 {{ left + horizon }} else if y < {heads} {{ center + horizon }} else {{ right + horizon }},",
        f'fill: (x, y) => if y < {heads} {{ rgb("{colour}") }},',
        "table.header(" + f'text(fill: white, weight: "bold", {quote(made.corner or " ")}),',
    ]
    if made.groups:
        over = [f'table.cell(colspan: {n}, text(fill: white, weight: "bold", {quote(g or " ")})),' for g, n in made.groups]
        parts += [*over, quote(" ") + ","]
    for column in made.columns:
        lines = " + linebreak() + ".join(quote(h) for h in column.head)
        parts.append(f'text(fill: white, weight: "bold", {lines}),')
    parts.append("),")
    for row in made.rows:
        if row.cells is None:
            parts.append(f'table.cell(colspan: {count}, fill: rgb("#e8edf2"), text(style: "italic", {quote(row.shown)})),')
            continue
        strong = row.kind in ("sum", "total")
        weight = 'weight: "bold", ' if strong else ""
        fill = 'fill: rgb("#d5dde6"), ' if row.kind == "total" else ""
        indent = "h(0.8em) + " if row.kind == "ofwhich" else ""
        for shown in [row.shown, *(c.printed for c in row.cells)]:
            parts.append(f"table.cell({fill}{indent}text({weight}{quote(shown)})),")
            indent = ""
    parts.append(")]")
    return "\n".join(parts)


def goals(made: doc.Goals, look: str = "") -> str:
    """Goals in a table of text, ruled unless `look` says otherwise, or as a numbered list with what belongs to each below it."""
    title = f"#heading(level: {1 if made.table_id == 'goals' else 2}, {quote(made.title)})\n"
    legend = f"#par(text({quote(made.legend)}))\n" if made.legend else ""
    if not made.is_table:
        items = [" + linebreak() + ".join(f"text({quote(t)})" for t in (text, *below)) for text, below in made.lines()]
        return title + legend + "#enum(" + ", ".join(items) + ")"
    parts = [f"text({quote(t)})" for t in made.heads]
    for text, fill in (cell for row in made.cells() for cell in row):
        parts.append(f'table.cell(fill: rgb("{fill}"), text({quote(text)}))' if fill else f"text({quote(text)})")
    widths = ", ".join(f"{100 * w:.0f}fr" for w in made.shares())
    return title + legend + f"#table(columns: ({widths}), {look}{', '.join(parts)})"


def block(made: doc.Block, colour: str) -> str:
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
        lines = [f"#v(1cm)\n#text({quote(made.place)})\n#v(0.6cm)"]
        names = "".join(f"[#v(1.2cm)#line(length: 85%, stroke: 0.4pt)#text(8pt, {quote(name)})]," for name in made.names)
        return "\n".join([*lines, f"#grid(columns: (1fr, 1fr), {names})"])
    if isinstance(made, doc.Goals):
        return goals(made)
    tables = [made.table] if isinstance(made, doc.Placed) else made.tables
    out = []
    for each in tables:
        caption = " ".join(t for t in (each.title, each.lead) if t)
        inner = f'#text(weight: "bold", fill: rgb("{colour}"), {quote(caption)})'
        out.append(f"#block(sticky: true, above: 1.4em, {inner[1:]})" if caption else "")
        out.append(table(each, colour))
    return "\n".join(out)


def render(made: doc.Document, look: dict[str, Any], target: Path) -> None:
    """Draw the document; fonts are the system's DejaVu."""
    font("dejavu", "DejaVuSans.ttf")
    colour = str(look.get("colour", "#1f4e5f"))
    flipped = made.kind in look.get("landscape", [])
    source = PREAMBLE.replace("{title}", quote(made.title)).replace("{association}", quote(made.association))
    source = source.replace("{footer}", quote(made.footer)).replace("{colour}", colour)
    source = source.replace("{flipped}", str(flipped).lower()).replace("{size}", str(look.get("size", "9pt")))
    parts = [
        source,
        f'#v(3cm)#text(11pt, {quote(made.association)})\n\n#text(30pt, weight: "bold", fill: rgb("{colour}"), '
        f"{quote(made.title)})\n\n#text(12pt, {quote(made.subtitle)})\n#v(1cm)"
        f"#text(8pt, {quote(made.registry_number)})",
        "#pagebreak()",
    ]
    parts += [block(b, colour) for b in made.blocks]
    typst.compile("\n".join(parts).encode(), output=str(target))
