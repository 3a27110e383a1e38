"""What recognition mistakes in figures, put right where a token is a figure beyond doubt.

Takes text only. Words with letters of their own stay as they are; what was changed is told, so that it can lower the
trust in the token.
"""

from __future__ import annotations

import re

from ingest.numerals import DASHES, find_numeral, normalise_spaces

_TAKEN_FOR = str.maketrans(
    {"O": "0", "o": "0", "Q": "0", "D": "0", "l": "1", "I": "1", "|": "1", "!": "1", "S": "5", "s": "5", "B": "8", "Z": "2"}
)
_DASH = re.compile(rf"[{DASHES}~_=]+")
_STRAY = re.compile(r"[’'`´‘\"“”°•·;*]+|(?<!\d):+|:+(?!\d)")  # a law's number keeps its colon
_EDGE = re.compile(r"^[.,:;|\]\[\s]+|[.,:;|\]\[\s]+$")
_SHAPE = re.compile(r"\(?-?\(?[\d ]*\d[\d .,]*\)?-?%?\)?")
_YEAR = r"(?:199\d|20[0-6]\d)"
_DAY = rf"{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"  # run together, as account systems print it
_DATE = re.compile(rf"{_YEAR}(?:[-/.]\d\d?){{0,2}}|\d\d?/\d\d?|{_YEAR} ?[-/] ?(?:{_YEAR}|\d\d)|{_DAY}(?: ?-(?: ?{_DAY})?)?")


def is_dash(text: str) -> bool:
    """Whether a token is a lone dash."""
    return bool(text) and not text.strip(DASHES)


def is_date(text: str) -> bool:
    """Whether a token is a year, a date or a span of years: figures that are not grouped."""
    return bool(_DATE.fullmatch(text))


def looks_numeric(text: str) -> bool:
    """Whether a token is a figure, or would be one but for letters that are taken for digits."""
    letters = sum(c.isalpha() for c in text)
    digits = sum(c.isdigit() for c in text)
    return digits > 0 and digits >= letters and bool(_SHAPE.fullmatch(plain_figure(text)) or is_date(text))


def plain_figure(text: str) -> str:
    """A figure with look-alike letters, strays and kinds of dashes set right; spaces stay."""
    figure = _STRAY.sub("", normalise_spaces(text).translate(_TAKEN_FOR))
    figure = _EDGE.sub("", _DASH.sub("-", figure))
    if figure.count("(") != figure.count(")"):
        figure = figure.replace("(", "").replace(")", "") if len(figure) < 4 else "(" + figure.strip("()") + ")"
    return figure.strip()


def grouped(figure: str) -> str:
    """The same figure with its thousands set apart, where it was printed with groups that recognition ran together or split."""
    if is_date(figure.replace(" ", "")) and re.search(r"\d (?!\d{3}\b)|\d{4} ", figure):
        return figure.replace(" ", "")  # a year with a gap where no group ends
    if re.search(r"\d\.\d{3} \d{3}", figure):
        figure = figure.replace(".", " ")  # one mark for all groups is printed; a speck makes a point of a space
    if is_date(figure) or (find_numeral(figure) and (" " in figure or not re.search(r"\d{5}", figure))):
        return figure
    match = re.fullmatch(r"(\(?-?\(?)([\d ]+)((?:,\d{1,2})?\)?-?%?\)?)", figure.replace(" .", " ").replace(". ", " "))
    if not match:
        return figure
    digits = match[2].replace(" ", "")
    if len(digits) <= 3 or digits.startswith("0"):
        return match[1] + digits + match[3]
    head = len(digits) % 3 or 3
    return match[1] + " ".join([digits[:head], *(digits[i : i + 3] for i in range(head, len(digits), 3))]) + match[3]


def digits_of(text: str) -> str:
    """Sign, digits and decimal mark alone: what two readings of a figure must share to agree."""
    return re.sub(r"\s", "", plain_figure(text))
