"""Goals in running text: lists and bold lines under headings about goals, and the comments that judge them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.goals.drafts import Draft
from ingest.goals.flow import Unit, part_of, without_measure
from ingest.goals.marks import judge_by_marks, leading, without_trailing
from ingest.goals.plain import bare_statements, judge_by_heading, judged_below
from ingest.goals.sections import Section, places_of, states_a_goal
from ingest.goals.text import cleaned
from ingest.goals.words import (
    Judged,
    dropped_by,
    first_judgement,
    judgement,
    legend_of,
    pattern,
    sentences,
    small,
    status_word,
    vocabulary,
)

_MOST_COMMENTS = 6
# A label with the status of a goal stands at most so many units below it.
_LABEL_NEAR = 5
# A goal has at least so many words, a status without any sign before it at most so many.
_GOAL_WORDS = 3
_TAIL_WORDS = 4
# A footnote is set smaller than this share of the text above it.
_NOTE = 0.82
_TAIL = re.compile(r"(?P<goal>.{8,}?)(?:\s[-–—]\s+|\s[(\[]|[:,;]\s+)(?P<tail>[^()\[\]–—]{2,90}?)[)\]]?[.!]?")
_AGREED = ("digit", "letter", "code", "named")


@dataclass(slots=True)
class Listed:
    """A goal under way: its draft, its unit, and the units that follow it."""

    draft: Draft
    unit: Unit
    after: list[Unit] = field(default_factory=list)


def _is_means(text: str | None) -> bool:
    return bool(text and pattern("means").search(small(text)))


def _is_normative(text: str) -> bool:
    return bool(pattern("normative").search(small(text)))


def _style(unit: Unit) -> str | None:
    if leading(unit):
        return "symbol"
    return unit.marker.style if unit.marker else "strong" if unit.kind == "strong" else None


def _judged_below(unit: Unit, section: Section) -> bool:
    """Whether a label such as "Bedömning:" gives the status of what a unit says, a few units further down."""
    start = next(i for i, other in enumerate(section.units) if other is unit)
    below = [part_of(other.text) for other in section.units[start + 1 : start + _LABEL_NEAR]]
    return any(part and part[0] == "status" and first_judgement(part[1]) for part in below)


def _may_begin(unit: Unit, lead: str | None, section: Section) -> bool:
    """Whether a unit is the first goal of its section."""
    if unit.kind not in {"item", "strong"} or part_of(unit.text) or len(unit.text) < 8 or legend_of([unit.lines[0].text]):
        return False
    if unit.marker and unit.marker.style == "named":
        return True
    if unit.size < _NOTE * section.units[0].size:
        return False
    if section.kind is None:  # no heading speaks of goals, yet here one is stated and judged
        return states_a_goal(unit.text) and _judged_below(unit, section)
    if _is_means(lead):
        return False
    if section.kind == "achieved" and judgement(unit.text) and _tail(unit.text)[1] is None and _aside(unit)[1] is None:
        return False
    if unit.kind == "strong" or section.distance:
        return states_a_goal(unit.text) or (
            unit.kind == "item" and section.kind == "goals" and unit.marker is not None and unit.marker.number is not None
        )
    return True


def _is_next(unit: Unit, goals: Sequence[Listed]) -> bool:
    """Whether a unit is a goal beside those before it, not something said of them."""
    if unit.kind not in {"item", "strong"} or part_of(unit.text) or len(unit.text) < 8:
        return False
    style, first = _style(unit), goals[0].unit
    styles = {_style(goal.unit) for goal in goals}
    if style == "named":
        return True
    if style == "strong":
        return "strong" in styles or (styles <= {"digit", "letter"} and states_a_goal(unit.text))
    same = next((goal.unit for goal in reversed(goals) if _style(goal.unit) == style), None)
    if same is not None and style == "symbol" and leading(same) != leading(unit):
        return same.page != unit.page or abs(same.left - unit.left) <= 3  # further in, another bullet begins a list inside the list
    if same is not None:
        return same.page != unit.page or abs(same.left - unit.left) <= 12 or style in _AGREED
    if style in {"digit", "letter", "code"}:
        return bool(styles & {"digit", "letter", "code", "named", "strong"})
    return (
        first.page == unit.page
        and abs(first.left - unit.left) <= 3
        and judgement(unit.text) is None
        and "strong" not in styles
        and style not in {"-", "–"}
    )


def _aside(unit: Unit) -> tuple[str, Judged | None]:
    """A unit's text without the status that stands apart at the end of one of its lines, and that status."""
    for line in unit.lines:
        last = line.chunks[-1].text
        if len(line.chunks) > 1 and any(c.isalpha() for c in last) and (word := status_word(last)):
            return cleaned(re.sub(rf"\s*{re.escape(last)}(?=\s|$)", "", unit.text, count=1)), word
    return unit.text, None


def _tail(text: str) -> tuple[str, Judged | None]:
    """A goal's text without the status behind its dash or in its parentheses, and that status."""
    match = _TAIL.fullmatch(text)
    word = status_word(match["tail"]) if match else None
    if match and word:
        return match["goal"].rstrip(" ,;:"), word
    words = text.split()
    for count in range(min(_TAIL_WORDS, len(words) - _GOAL_WORDS), 0, -1):  # "… till arbete Delvis uppnått"
        tail = " ".join(words[-count:])
        if tail[0].isupper() and words[-count - 1][-1].isalnum() and (word := status_word(tail)):
            return " ".join(words[:-count]), word
    return text, None


def _draft(unit: Unit) -> Draft:
    whole, judged = _aside(unit)
    whole = without_trailing(whole, unit)
    if judged is None:
        whole, judged = _tail(whole)
    stated, rest = _parted(whole)
    if rest and len(stated) > 1 and _is_normative(stated[0]) and not any(_is_normative(sentence) for sentence in stated[1:]):
        stated, rest = stated[:1], " ".join([*stated[1:], rest])  # "72 personer fick stöd. Målet är uppnått."
    text, measure = without_measure(" ".join(stated))
    draft = Draft(
        judged=judged, text=text.strip(), measure=measure, places=places_of(unit), number=unit.marker.number if unit.marker else None
    )
    if rest:
        _say(draft, rest)
    draft.judged = draft.judged or judged
    return draft


def _take_part(listed: Listed, unit: Unit, role: str, rest: str) -> None:
    draft = listed.draft
    draft.places.extend(places_of(unit))
    if role == "measure":
        draft.measure = f"{draft.measure} {rest}".strip() if draft.measure else rest
    elif role == "target":
        draft.target_cell = rest
    elif role == "outcome":
        draft.outcome_cell = rest
        draft.judged = draft.judged or status_word(rest) or judgement(rest)
    elif role == "status" and rest:
        word = first_judgement(rest)
        if word is None and re.match(r"[-–—−](?:\.|$)", rest):
            word = Judged(vocabulary()["dash_status"], rest[:1])
        draft.judged = word or draft.judged
        draft.comments.append(rest)
        if draft.judged is None:
            draft.status_cell, draft.doubt = rest, "the status is printed in a way that is not known"
    elif role == "comment":
        draft.comments.append(rest)
        draft.judged = draft.judged or judgement(rest)


def _number(goals: Sequence[Listed]) -> None:
    """Numbers below a letter, or letters below a number, get it as their parent, and its mark before their own."""
    parent: Listed | None = None
    styles = [_style(goal.unit) for goal in goals]
    if not {"digit", "letter"} <= set(styles):
        return
    first = next(style for style in styles if style in {"digit", "letter"})
    for goal in goals:
        marker = goal.unit.marker
        if marker is None or marker.number is None:
            continue
        if marker.style == first:
            parent, goal.draft.level = goal, "main"
        elif marker.style in {"digit", "letter"} and parent is not None:
            mark = parent.draft.number or ""
            goal.draft.parent, goal.draft.level = mark, "sub"
            goal.draft.number, goal.draft.note = f"{mark}{marker.number}", f"printed as {marker.number} under {mark}"


def _judge(goals: Sequence[Listed], section: Section) -> None:
    for goal in goals:
        draft, last = goal.draft, goal is goals[-1]
        if draft.judged or (section.kind == "goals" and not any(judgement(u.text) for u in goal.after)):
            continue
        taken: list[Unit] = []
        for unit in goal.after[:_MOST_COMMENTS]:
            taken.append(unit)
            if found := judgement(unit.text):
                draft.judged = found
                break
        else:
            if any(dropped_by(unit.text) for unit in taken):
                draft.judged = next(Judged("dropped", unit.text) for unit in taken if dropped_by(unit.text))
            taken = taken[:1] if last else taken
            if draft.judged is None and taken and (weak := _weak(" ".join(unit.text for unit in taken))):
                draft.judged = weak
        draft.comments.extend(unit.text for unit in taken)
        draft.places.extend(place for unit in taken for place in places_of(unit))


def _weak(text: str) -> Judged | None:
    """A comment that says only that nothing could be measured or judged, whether or not it speaks of the goal."""
    found = judgement(text, subject_needed=False)
    return found if found and found.status in {"not_measurable", "not_assessed", "dropped"} else None


def judge_all(drafts: Sequence[Draft], others: Sequence[str]) -> None:
    """One sentence before or after the list that judges all of its goals."""
    if any(draft.judged for draft in drafts):
        return
    for text in others:
        for sentence in sentences(text):
            if pattern("all_goals").search(small(sentence)) and (found := judgement(sentence)):
                status = "not_met" if pattern("none_of").search(small(sentence)) and found.status == "met" else found.status
                for draft in drafts:
                    draft.judged = Judged(status, found.printed)
                    draft.note = "one sentence judges all goals of the list"
                return


def _paragraph_goals(section: Section, plan: bool) -> list[Listed]:
    """Goals stated in sentences, where the section has no list of them. In a report each must be judged."""
    goals: list[Listed] = []
    for unit in section.units:
        part = part_of(unit.text)
        if legend_of([unit.text]):
            continue
        if part and goals:
            _take_part(goals[-1], unit, *part)
            continue
        if inside := _judged_sentences(unit) or _stated_sentences(unit, plan):
            goals.extend(inside)
            continue
        stated, rest = _parted(unit.text)
        if part or unit.kind == "heading" or not (found := _normative(stated, section)):
            if goals and not part:
                goals[-1].after.append(unit)
            continue
        for sentence in found:
            draft = Draft(text=sentence, places=places_of(unit))
            if rest:
                between = [text for text in stated if text not in found] if len(found) == 1 else []
                _say(draft, " ".join([*between, rest]))
            elif len(found) < len(stated) and not plan:
                draft.comments = [text for text in stated if text not in found]
            goals.append(Listed(draft, unit))
    if not plan and not any(goal.draft.judged or any(judgement(unit.text) for unit in goal.after[:2]) for goal in goals):
        return []
    return goals


def _judged_sentences(unit: Unit) -> list[Listed]:
    """Goals stated and judged in one sentence each: "Målet att … har uppnåtts"."""
    found = []
    for sentence in sentences(unit.text):
        said = judgement(sentence)
        if said and pattern("goal_in_sentence").search(small(sentence)):
            found.append(Listed(Draft(text=cleaned(sentence), places=places_of(unit), judged=said), unit))
    return found


def _stated_sentences(unit: Unit, plan: bool) -> list[Listed]:
    """Goals stated in one sentence and judged in those after it: "Målet var att … . Utfallet blev 74 och målet är nått."."""
    found: list[Listed] = []
    for sentence in sentences(unit.text):
        if pattern("goal_stated").search(small(sentence)) and judgement(sentence) is None:
            found.append(Listed(Draft(text=cleaned(sentence), places=places_of(unit)), unit))
        elif found:
            found[-1].draft.comments.append(sentence)
    for goal in found:
        goal.draft.judged = judgement(" ".join(goal.draft.comments))
    return [goal for goal in found if plan or goal.draft.judged]


def _normative(sentences_of: Sequence[str], section: Section) -> list[str]:
    """Which of the first sentences of a paragraph state goals."""
    found = []
    for sentence in sentences_of:
        lowered = small(sentence)
        if not pattern("normative").search(lowered) or lowered.endswith(":") or (part_of(sentence) is not None):
            continue
        if section.kind != "financial" and pattern("about_goals").search(lowered):
            continue
        found.append(cleaned(sentence))
    return found


def _parted(text: str) -> tuple[list[str], str]:
    """The sentences before the first that judges or begins a comment, and the rest as one text."""
    found = sentences(text)
    for index, sentence in enumerate(found):
        if index and (judgement(sentence) or part_of(sentence)):
            return found[:index], " ".join(found[index:])
    return found, ""


def _say(draft: Draft, comment: str) -> None:
    """A comment in the same paragraph as its goal."""
    part = part_of(comment)
    if part and part[0] == "measure":
        draft.measure = part[1]
        return
    if part and part[0] == "status":
        comment = part[1]
    draft.judged = first_judgement(comment)
    draft.comments.append(comment)


def goals_of(section: Section, plan: bool) -> list[Draft]:
    """The goals of one section, in order."""
    goals: list[Listed] = []
    others: list[str] = []
    lead: str | None = None
    closed = False
    for unit in section.units:
        part = part_of(unit.text)
        if legend_of([unit.text]):
            continue
        if part and goals:
            _take_part(goals[-1], unit, *part)
        elif (goals and not closed and _is_next(unit, goals)) or (not goals and _may_begin(unit, lead, section)):
            goals.append(Listed(_draft(unit), unit))
        elif goals:
            if unit.kind == "text" and _is_means(unit.text) and unit.text.endswith(":"):
                closed = True
            goals[-1].after.append(unit)
            others.append(unit.text)
        else:
            lead = unit.text
            others.append(unit.text)
    if goals:
        _number(goals)
        judge_by_marks([(goal.draft, goal.unit) for goal in goals], legend_of([unit.text for unit in section.units]))
        _judge(goals, section)
        judge_all([goal.draft for goal in goals], others)
        if not plan:
            judge_by_heading([goal.draft for goal in goals], section)
        return _wanted([goal.draft for goal in _of_one_kind(goals, plan)], section, plan)
    if section.kind is None or section.distance:
        return judged_below(section)
    goals = _paragraph_goals(section, plan)
    if plan and not goals:
        return bare_statements(section)
    _judge(goals, section)
    judge_all([goal.draft for goal in goals], [unit.text for unit in section.units])
    return _wanted([goal.draft for goal in goals], section, plan)


def _of_one_kind(goals: Sequence[Listed], plan: bool) -> list[Listed]:
    """In a report, the goals without a list of another style that follows judged ones and is neither judged nor states anything."""
    style = _style(goals[0].unit)
    own = [goal for goal in goals if _style(goal.unit) == style]
    rest = [goal for goal in goals if _style(goal.unit) != style]
    if plan or not all(goal.draft.judged for goal in own) or any(goal.draft.judged or states_a_goal(goal.draft.text) for goal in rest):
        return list(goals)
    return own


def _wanted(drafts: list[Draft], section: Section, plan: bool) -> list[Draft]:
    """Without the lists that only look like goals: in a report, far from a heading about goals, and with no judgement at all."""
    if section.kind is None and not any(draft.judged for draft in drafts):
        return [draft for draft in drafts if plan]
    if not plan and section.distance and not any(draft.judged for draft in drafts):
        return []
    stated = any(draft.judged or states_a_goal(draft.text) for draft in drafts)
    if not plan and section.kind in {"achieved", "financial"} and not stated:
        return []
    if section.kind == "financial":
        for draft in drafts:
            draft.level = "financial"
    return drafts
