"""Makes Great Expectations' pages readable without a network: a first page of our own that lists the rules by their sentence,
and a plain style in place of the ones that the pages would fetch from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from textwrap import shorten

from expectations.residuals import Residual
from expectations.rules import Rule
from expectations.texts import Texts

_ELSEWHERE = re.compile(
    r"<link\b[^>]*https?://[^>]*>|<script\b[^>]*src=\"https?://[^>]*>\s*</script>|<img\b[^>]*https?://[^>]*>", re.IGNORECASE
)
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.IGNORECASE | re.DOTALL)
_HTML = re.compile(r"<html[^>]*>", re.IGNORECASE)
_OF_PERSONS = frozenset({"participants", "goals", "indicators", "key_figure"})
"""Labels of these may be whole sentences, with counts in them that few persons are behind."""
_STYLE = """<style>
body { font: 16px/1.5 "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: #1b2530;
  max-width: 70rem; margin: 1rem auto; padding: 0 1.25rem; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem; border-bottom: 1px solid #d9dee3; }
a { color: #1e5ac8; } .fail { color: #c8141e; } .pass { color: #14702f; } .soft { color: #5a6672; } footer, .footer { display: none; }
:focus-visible { outline: 3px solid #1e5ac8; outline-offset: 2px; } summary { cursor: pointer; margin: 1.5rem 0; }
</style>"""


def describe(rule: Rule, texts: Texts) -> str:
    """What stands on a rule's page in place of the names of columns."""
    says, look_at = texts.of_rule(rule.rule_id, "says", rule.says), texts.of_rule(rule.rule_id, "look_at", rule.look_at)
    return f"{says} {look_at} ({texts.phrase(rule.basis)})"


def make_readable(
    folder: Path, rules: Sequence[Rule], tried: Mapping[str, int], broken: Mapping[str, Sequence[Residual]], texts: Texts
) -> None:
    """Mend every page below `folder` and write its first page.

    `tried` gives the number of places by rule that could be judged, `broken` the places that do not hold. A page begins with the
    rule's sentence and these places; what Great Expectations itself tells of it can be folded out below.
    """
    known = {rule.rule_id: rule for rule in rules}
    for page in folder.rglob("*.html"):
        text = _ELSEWHERE.sub("", page.read_text(encoding="utf-8")).replace("</head>", f"{_STYLE}</head>", 1)
        rule = next((known[part] for part in page.with_suffix("").relative_to(folder).parts if part in known), None)
        if rule:
            up = "../" * (len(page.relative_to(folder).parts) - 1)
            head = _head(rule, tried.get(rule.rule_id, 0), broken.get(rule.rule_id, ()), up, texts)
            text = _BODY.sub(lambda found, head=head: f"<body>{head}{_folded(found[1], texts)}</body>", text, count=1)  # type: ignore[misc]
            text = _HTML.sub(f'<html lang="{texts.language}">', text, count=1)
        page.write_text(text, encoding="utf-8")
    ordered = sorted(rules, key=lambda rule: (not broken.get(rule.rule_id), not tried.get(rule.rule_id)))
    rows = [_row(rule, folder, tried.get(rule.rule_id, 0), len(broken.get(rule.rule_id, ())), texts) for rule in ordered]
    title, lead = escape(texts.sentences["data_docs_title"]), escape(texts.sentences["data_docs_lead"])
    history = f'<a href="../site/rules.html">{escape(texts.sentences["data_docs_history"])}</a>'
    head = f'<!doctype html><html lang="{texts.language}"><head><meta charset="utf-8"><title>{title}</title>{_STYLE}</head><body>'
    first = f"{head}<h1>{title}</h1><p>{lead} {history}</p><table>{''.join(rows)}</table></body></html>\n"
    (folder / "index.html").write_text(first, encoding="utf-8")


def _folded(body: str, texts: Texts) -> str:
    return f"<details><summary>{escape(texts.sentences['data_docs_technical'])}</summary>{body}</details>"


def _head(rule: Rule, tried: int, broken: Sequence[Residual], up: str, texts: Texts) -> str:
    """The rule's sentence, how it came out, and the places that do not hold; no values, which may tell of single persons."""
    back = f'<p><a href="{up}index.html">{escape(texts.sentences["data_docs_title"])}</a></p>'
    says, look_at = texts.of_rule(rule.rule_id, "says", rule.says), texts.of_rule(rule.rule_id, "look_at", rule.look_at)
    kind, state = _state(tried, len(broken), texts)
    told = f'<h1>{escape(rule.rule_id)}: {escape(says)}</h1><p class="{kind}"><strong>{escape(state[:1].upper() + state[1:])}</strong></p>'
    places = "".join(f"<li>{escape(place)}</li>" for place in dict.fromkeys(_place(one, texts) for one in broken))
    basis = f'<p class="soft">{escape(texts.phrase(rule.basis))}</p>'
    return f"{back}{told}{f'<ul>{places}</ul>' if places else ''}<p>{escape(look_at)}</p>{basis}"


def _place(residual: Residual, texts: Texts) -> str:
    parts = [residual.file_name, texts.statement(residual.statement)]
    if residual.left_label and residual.statement not in _OF_PERSONS:
        parts.append(shorten(texts.label(residual.left_label), 90, placeholder=" …"))
    if residual.column_printed:
        parts.append(texts.sentence("column", column=residual.column_printed))
    if residual.page is not None:
        parts.append(texts.sentence("page", page=residual.page))
    return ", ".join(parts)


def _state(tried: int, broken: int, texts: Texts) -> tuple[str, str]:
    """How a rule came out: the kind, for its colour, and in words."""
    kind = "fail" if broken else "pass" if tried else "soft"
    name = {"fail": "data_docs_broken", "pass": "data_docs_holds", "soft": "data_docs_untried"}[kind]
    return kind, texts.sentence(name, tried=tried, broken=broken)


def _row(rule: Rule, folder: Path, tried: int, broken: int, texts: Texts) -> str:
    page = max((folder / "validations" / rule.rule_id).rglob("*.html"), default=None)
    name = escape(rule.rule_id)
    link = f'<a href="{escape(page.relative_to(folder).as_posix())}">{name}</a>' if page else name
    kind, state = _state(tried, broken, texts)
    says = escape(texts.of_rule(rule.rule_id, "says", rule.says))
    basis = escape(texts.phrase(rule.basis))
    return f'<tr><td>{link}</td><td>{says}<br><span class="soft">{basis}</span></td><td class="{kind}">{escape(state)}</td></tr>\n'
