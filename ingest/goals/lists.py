"""Goals in running text: lists and bold lines under headings about goals, and the comments that judge them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.goals.chapters import Above
from ingest.goals.drafts import Draft, Place
from ingest.goals.flow import Unit, part_of, without_measure
from ingest.goals.text import cleaned
from ingest.goals.words import Judged, dropped_by, first_judgement, judgement, legend_of, pattern, sentences, small, status_word, vocabulary

_MOST_COMMENTS = 6
_TAIL = re.compile(r"(?P<goal>.{8,}?)(?:\s[-–—]\s+|\s\(|[:,;]\s+)(?P<tail>[^()–—]{2,90}?)\)?[.!]?")
_AGREED = ("digit", "letter", "code", "named")


@dataclass(slots=True)
class Section:
    """The units between two headings, with what the headings say."""

    kind: str | None
    distance: int
    above: Above
    units: list[Unit] = field(default_factory=list)


@dataclass(slots=True)
class Listed:
    """A goal under way: its draft, its unit, and the units that follow it."""

    draft: Draft
    unit: Unit
    after: list[Unit] = field(default_factory=list)


def sections_of(units: Sequence[Unit], above: Sequence[Above]) -> Iterator[Section]:
    """The sections of a document."""
    section = Section(None, 0, Above())
    for unit, headings in zip(units, above, strict=True):
        if unit.kind == "heading":
            if section.units:
                yield section
            kind, distance = headings.kind()
            section = Section(kind, distance, headings)
        else:
            section.units.append(unit)
    if section.units:
        yield section


def _places(*units: Unit) -> list[Place]:
    return [(line.page, line.box) for unit in units for line in unit.lines]


def _is_means(text: str | None) -> bool:
    return bool(text and pattern("means").search(small(text)))


def _states_a_goal(text: str) -> bool:
    return bool(re.search(pattern("normative"), small(text))) or bool(re.search(r"\d\s?%|\bminst\b|\bhögst\b", small(text)))


def _style(unit: Unit) -> str | None:
    return unit.marker.style if unit.marker else "strong" if unit.kind == "strong" else None


def _may_begin(unit: Unit, lead: str | None, section: Section) -> bool:
    """Whether a unit is the first goal of its section."""
    if unit.kind not in {"item", "strong"} or part_of(unit.text) or len(unit.text) < 8 or legend_of([unit.lines[0].text]):
        return False
    if unit.marker and unit.marker.style == "named":
        return True
    if section.kind is None or _is_means(lead):
        return False
    if section.kind == "achieved" and judgement(unit.text) and _tail(unit.text)[1] is None and _aside(unit)[1] is None:
        return False
    if unit.kind == "strong" or section.distance:
        return _states_a_goal(unit.text) or (
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
        return "strong" in styles or (styles <= {"digit", "letter"} and _states_a_goal(unit.text))
    same = next((goal.unit for goal in reversed(goals) if _style(goal.unit) == style), None)
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
    return (match["goal"].rstrip(" ,;:"), word) if match and word else (text, None)


def _draft(unit: Unit) -> Draft:
    whole, judged = _aside(unit)
    if judged is None:
        whole, judged = _tail(whole)
    stated, rest = _parted(whole)
    text, measure = without_measure(" ".join(stated))
    draft = Draft(
        judged=judged, text=text.strip(), measure=measure, places=_places(unit), number=unit.marker.number if unit.marker else None
    )
    if rest:
        _say(draft, rest)
    draft.judged = draft.judged or judged
    return draft


def _take_part(listed: Listed, unit: Unit, role: str, rest: str) -> None:
    draft = listed.draft
    draft.places.extend(_places(unit))
    if role == "measure":
        draft.measure = f"{draft.measure} {rest}".strip() if draft.measure else rest
    elif role == "target":
        draft.target_cell = rest
    elif role == "outcome":
        draft.outcome_cell = rest
    elif role == "status":
        word = first_judgement(rest)
        if word is None and re.fullmatch(r"[-–—−]\.?", rest):
            word = Judged(vocabulary()["dash_status"], rest.rstrip("."))
        draft.judged = word
        draft.comments.append(rest)
        if word is None:
            draft.status_cell, draft.doubt = rest, "the status is printed in a way that is not known"
    elif role == "comment":
        draft.comments.append(rest)
        draft.judged = draft.judged or judgement(rest)


def _number(goals: Sequence[Listed]) -> None:
    """Numbers below a letter or a bold goal get it as their parent, and its mark before their own."""
    parent: Listed | None = None
    styles = {_style(goal.unit) for goal in goals}
    for goal in goals:
        marker = goal.unit.marker
        if marker is None or marker.number is None:
            continue
        if marker.style == "letter" and "digit" in styles:
            parent, goal.draft.level = goal, "main"
        elif marker.style == "digit" and parent is not None:
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
        draft.places.extend(place for unit in taken for place in _places(unit))


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
        if part and goals:
            _take_part(goals[-1], unit, *part)
            continue
        if inside := _judged_sentences(unit):
            goals.extend(inside)
            continue
        stated, rest = _parted(unit.text)
        if part or unit.kind == "heading" or not (found := _normative(stated, section)):
            if goals and not part:
                goals[-1].after.append(unit)
            continue
        for sentence in found:
            draft = Draft(text=sentence, places=_places(unit))
            if rest:
                _say(draft, rest)
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
            found.append(Listed(Draft(text=cleaned(sentence), places=_places(unit), judged=said), unit))
    return found


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
        _judge(goals, section)
        judge_all([goal.draft for goal in goals], others)
        return _wanted([goal.draft for goal in goals], section, plan)
    if section.kind is None or section.distance:
        return []
    goals = _paragraph_goals(section, plan)
    _judge(goals, section)
    judge_all([goal.draft for goal in goals], [unit.text for unit in section.units])
    return _wanted([goal.draft for goal in goals], section, plan)


def _wanted(drafts: list[Draft], section: Section, plan: bool) -> list[Draft]:
    """Without the lists that only look like goals: in a report, far from a heading about goals, and with no judgement at all."""
    if section.kind is None and not any(draft.judged for draft in drafts):
        return [draft for draft in drafts if plan]
    if not plan and section.distance and not any(draft.judged for draft in drafts):
        return []
    stated = any(draft.judged or _states_a_goal(draft.text) for draft in drafts)
    if not plan and section.kind in {"achieved", "financial"} and not stated:
        return []
    if section.kind == "financial":
        for draft in drafts:
            draft.level = "financial"
    return drafts


def financial_statement(unit: Unit) -> Draft | None:
    """One sentence that judges all the financial goals together, as a goal of its own."""
    for sentence in sentences(unit.text):
        lowered = small(sentence)
        if pattern("financial_statement").search(lowered) and (found := judgement(sentence)) and len(sentence) < 400:
            head, colon, rest = sentence.partition(":")
            text = head if colon and judgement(head) else sentence
            draft = Draft(text=text.strip(), places=_places(unit), level="financial", judged=judgement(text) or found)
            draft.comments = [rest.strip()] if text == head and rest.strip() else []
            return draft
    return None
