"""Patterns of hundreds of alternatives, sorted by first letters: a search then looks at a few of them at each place, not at all.

`re` tries the alternatives of a pattern one by one. Those that begin with a letter (behind a word's edge or not) are put
below that letter. The sorted pattern matches somewhere in a text exactly where the given one does; where a match ends,
and which alternative it was, may differ.
"""

from __future__ import annotations

import re

_QUANTIFIERS = "?*+{"
_GROUP = re.compile(r"\((?:\?:|(?!\?))")
_NAMED = re.compile(r"\(\?P|\\[1-9]")  # groups that are spoken of elsewhere
_FEW = 3  # alternatives that are tried one by one
_NULLABLE = re.compile(r"(?:[?*]|\{0?,\d*\})\??")


def _set_end(text: str, start: int) -> int:
    """Behind the bracket that closes the set of characters at `start`; a bracket that comes first is one of the characters."""
    at = start + (2 if text[start + 1] == "^" else 1)
    at += 2 if text[at] == "\\" else 1
    while text[at] != "]":
        at += 2 if text[at] == "\\" else 1
    return at + 1


def _group_end(text: str, start: int = 0) -> int:
    """Behind the parenthesis that closes the one at `start`."""
    at, depth = start + 1, 1
    while depth:
        char = text[at]
        depth += {"(": 1, ")": -1}.get(char, 0)
        at = _set_end(text, at) if char == "[" else at + (2 if char == "\\" else 1)
    return at


def alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern, those inside its groups left together."""
    found, start, at = [], 0, 0
    while at < len(pattern):
        char = pattern[at]
        if char == "|":
            found.append(pattern[start:at])
            start = at + 1
        at = _group_end(pattern, at) if char == "(" else _set_end(pattern, at) if char == "[" else at + (2 if char == "\\" else 1)
    return [*found, pattern[start:]]


def _sorted_in(alternative: str, below: dict[tuple[str, str], list[str]], *, first: bool, edges: str = "") -> None:
    """Put an alternative below its first letter and what stands before it without width ("\\b" and the like), or below ("", "").

    At the `first` letters of a pattern, what may be left out is left out: a text holds "(?:in)?skriven" where it holds "skriven".
    """
    rest, length = alternative, 0
    while rest:
        zero = 2 if rest.startswith("\\b") else 1 if rest[0] == "^" else _group_end(rest) if rest.startswith(("(?<!", "(?<=")) else 0
        if zero and first:
            edges, rest = edges + rest[:zero], rest[zero:]
            continue
        length = _group_end(rest) if _GROUP.match(rest) else 2 if rest.startswith("\\w") else int(rest[0].isalnum() or rest[0] == " ")
        optional = _NULLABLE.match(rest, length) if first and length and not edges else None
        if optional is None:
            break
        rest = rest[optional.end() :]
    quantified = rest[length : length + 1] in _QUANTIFIERS and bool(rest[length:])
    group = _GROUP.match(rest)
    if group and not quantified and not _NAMED.search(rest):
        for inner in alternatives(rest[group.end() : length - 1]):
            _sorted_in(inner + rest[length:], below, first=first, edges=edges)
    elif rest and length == 1 and not quantified:
        below.setdefault((rest[0], edges), []).append(rest[1:])
    else:
        below.setdefault(("", ""), []).append(edges + rest)


def _sorted(rests: list[str], *, first: bool = False) -> str:
    """The alternatives as one pattern, below their first letters, and those below one letter again."""
    if len(rests) <= _FEW and not first:
        return "|".join(dict.fromkeys(rests))
    below: dict[tuple[str, str], list[str]] = {}
    for rest in rests:
        _sorted_in(rest, below, first=first)
    parts = []
    for (letter, edges), others in below.items():
        inner = _sorted(others) if letter else "|".join(dict.fromkeys(others))
        parts.append(f"{letter}(?<={edges}{letter})(?:{inner})" if edges else f"{letter}(?:{inner})")
    return "|".join(parts)


def quick(pattern: str) -> re.Pattern[str]:
    """The pattern sorted by first letters, for asking whether a text holds a match."""
    return re.compile(_sorted(alternatives(pattern), first=True))
