"""Makes Great Expectations' pages readable without a network: a first page of our own that lists the rules by their sentence,
and a plain style in place of the ones that the pages would fetch from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from expectations.rules import Rule
from expectations.texts import Texts

_ELSEWHERE = re.compile(
    r"<link\b[^>]*https?://[^>]*>|<script\b[^>]*src=\"https?://[^>]*>\s*</script>|<img\b[^>]*https?://[^>]*>", re.IGNORECASE
)
_BODY = re.compile(r"<body[^>]*>", re.IGNORECASE)
_STYLE = """<style>
body { font: 16px/1.5 "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: #1b2530;
  max-width: 70rem; margin: 1rem auto; padding: 0 1.25rem; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem; border-bottom: 1px solid #d9dee3; }
a { color: #1e5ac8; } .fail { color: #c8141e; } .pass { color: #14702f; } .soft { color: #5a6672; } footer, .footer { display: none; }
</style>"""


def describe(rule: Rule, texts: Texts) -> str:
    """What stands on a rule's page in place of the names of columns."""
    says, look_at = texts.of_rule(rule.rule_id, "says", rule.says), texts.of_rule(rule.rule_id, "look_at", rule.look_at)
    return f"{says} {look_at} ({texts.phrase(rule.basis)})"


def make_readable(folder: Path, rules: Sequence[Rule], tried: Mapping[str, int], broken: Mapping[str, int], texts: Texts) -> None:
    """Mend every page below `folder` and write its first page.

    `tried` and `broken` give the number of places by rule that could be judged, and that do not hold.
    """
    heads = {rule.rule_id: f"<h1>{escape(rule.rule_id)}</h1><p>{escape(describe(rule, texts))}</p>" for rule in rules}
    for page in folder.rglob("*.html"):
        text = _ELSEWHERE.sub("", page.read_text(encoding="utf-8"))
        head = next((heads[part] for part in page.with_suffix("").relative_to(folder).parts if part in heads), "")
        text = text.replace("</head>", f"{_STYLE}</head>", 1)
        page.write_text(_BODY.sub(lambda found, head=head: found.group() + head, text, count=1), encoding="utf-8")  # type: ignore[misc]
    rows = [_row(rule, folder, tried.get(rule.rule_id, 0), broken.get(rule.rule_id, 0), texts) for rule in rules]
    head = f'<!doctype html><html lang="{texts.language}"><head><meta charset="utf-8"><title>Data Docs</title>{_STYLE}</head><body>'
    title = texts.sentences["data_docs_title"]
    (folder / "index.html").write_text(f"{head}<h1>{escape(title)}</h1><table>{''.join(rows)}</table></body></html>\n", encoding="utf-8")


def _row(rule: Rule, folder: Path, tried: int, broken: int, texts: Texts) -> str:
    page = max((folder / "validations" / rule.rule_id).rglob("*.html"), default=None)
    name = escape(rule.rule_id)
    link = f'<a href="{escape(page.relative_to(folder).as_posix())}">{name}</a>' if page else name
    kind = "fail" if broken else "pass" if tried else "soft"
    state = texts.sentence(
        {"fail": "data_docs_broken", "pass": "data_docs_holds", "soft": "data_docs_untried"}[kind], tried=tried, broken=broken
    )
    says = escape(texts.of_rule(rule.rule_id, "says", rule.says))
    basis = escape(texts.phrase(rule.basis))
    return f'<tr><td>{link}</td><td>{says}<br><span class="soft">{basis}</span></td><td class="{kind}">{escape(state)}</td></tr>\n'
