"""What may stand beside a number that counts people, as patterns made of the vocabulary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest.told.words import words

END = r"(?![\wåäö])"
PARTICIPLES = ("gått", "fått", "kommit", "blivit", "varit", "haft", "valt", "återgått", "flyttat", "slutat", "också")


@dataclass(frozen=True, slots=True)
class Forms:
    """Patterns of what stands before and behind a number, in small letters."""

    subject: re.Pattern[str]
    of: re.Pattern[str]
    places: re.Pattern[str]
    predicate: re.Pattern[str]
    follower: re.Pattern[str]
    label: re.Pattern[str]
    gender_label: re.Pattern[str]
    base: re.Pattern[str]
    things: re.Pattern[str]
    unknown_before: re.Pattern[str]
    numbered: re.Pattern[str]
    joined: re.Pattern[str]
    base_gap: re.Pattern[str]
    changed_by: re.Pattern[str]
    nobody: re.Pattern[str]
    were: re.Pattern[str]


@cache
def forms() -> Forms:
    """The patterns, made once of the vocabulary."""
    raw = words().raw
    noun = "|".join(entry["pattern"] for entry in raw["subjects"])
    gendered = "|".join(entry["pattern"] for entry in raw["subjects"] if entry["gender"] != "all" and not entry.get("only_one"))
    spelled = "|".join(map(re.escape, words().number_words))
    little = rf"(?:{raw['qualifiers']}|totalt|sammanlagt|endast|bara|enbart|ytterligare|resterande|övriga|hela|också|även)"
    of_all = r"(?:de|dessa|våra|samtliga|alla|totalt|sammanlagt|deras|årets|förbundets|insatsens|gruppens)"
    return Forms(
        subject=re.compile(
            rf"\s+(?:stycken |st\.? )?(?P<of>av (?:{of_all} )*)?(?P<adjective>(?:{raw['adjective']} ){{0,2}}?)(?P<noun>{noun}){END}"
        ),
        of=re.compile(
            rf"\s+av (?:(?:dem|vilka|dom){END}|(?:de|dessa|dem) som{END}"
            rf"|(?:dessa|de){END}(?=\s*(?:[.,;:)]|$)|\s+(?:{raw['followers']}){END})"
            rf"|(?:{of_all} )*(?:{little} )*(?=\d|(?:{spelled}){END}))"
        ),
        places=re.compile(rf"\s+(?:{raw['adjective']} )?{raw['places']}{END}"),
        predicate=re.compile(
            r"\s+(?:(?:av dem |av dessa )?(?:har |hade )?"
            r"(?:varit|var|är|utgjordes av|utgörs av|utgjorde|avser|avsåg|gäller|gällde)|av (?:dem|dessa))"
            rf"\s+(?P<noun>{gendered}){END}"
        ),
        follower=re.compile(rf"\s+(?:{raw['followers']}|{'|'.join(PARTICIPLES)}){END}"),
        label=re.compile(
            r"(?:då (?:de|vi|det)\b|siffran|antal(?:et)?|totalsiffra\w*|summa|deltagarantal(?:et)?|deltagarna|volym(?:en)?)\b"
            r"[^.;:,()]*?(?:,\s*(?=från))?"
            rf"(?:\b(?:var|är|blev|varit|uppgick(?: till)?|uppgår(?: till)?|till|från|om|på)|:)\s*(?:{little}\s+)*$"
            r"|(?:var|är|blev|uppgick) antalet (?:\w+ ){1,3}(?:till )?$"
        ),
        gender_label=re.compile(
            rf"(?P<noun>{gendered})\s*(?:(?:andel|antal)(?:en|et)?\s*)?"
            r"(?:(?:bland|av) (?:de |våra |alla )?(?:deltagarna|deltagare|eleverna|ungdomarna|personerna|dem)\s*)?"
            r"(?:(?:(?:är|var) (?:\w+ ){0,2})?(?:i (?:majoritet|minoritet|övervikt)|fler|flest|färre)(?: än männen| än kvinnorna)?,?|"
            r"(?:har )?(?:varit|var|är|på|utgjorde|utgör|stod för|stod|uppgick till|uppgår till|blev|låg på)|"
            r"(?:har )?(?:(?:ök|minsk|stig|sjunk)(?:at|ade|it)|sjönk|steg|gått|gick)(?: \w+)?,? (?:från|till)|:|–|=)?"
            rf"\s*\(?(?:{little}\s+)*$"
        ),
        base=re.compile(rf"(?<![\wåäö])(?:av|bland)\s+(?:{of_all} )*(?:{little} )*$"),
        unknown_before=re.compile(rf"(?:{raw['unknown_before']})\s*(?:{little}\s+)*$"),
        things=re.compile(
            rf"(?!\s+(?:{raw['definite']}){END})"
            rf"\s+(?:av (?:(?!{noun}|\d)\w+ ){{0,2}}?|olika |andra |nya |gemensamma |de )?(?:\d+ )?(?:{raw['things']}){END}"
        ),
        numbered=re.compile(rf"(?<![\wåäö])(?:{raw['numbered']})\s*$"),
        joined=re.compile(
            rf"[\s,(+/]*(?:och|samt|respektive|resp\.?|varav|därav|plus|av vilka)?[\s,(]*(?:{little}\s*)*(?:var |är |av dem |av dessa )?\(?"
        ),
        base_gap=re.compile(rf"\s+av (?:(?:{of_all}|{little}|\w+s|\w+[ae](?= \w+$)) )*"),
        changed_by=re.compile(rf"(?<![\wåäö])(?:{raw['changes']})[^.,;()\d]{{0,40}} med (?:\w+\.? )?$"),
        were=re.compile(rf"\s+(?P<noun>{gendered}){END}(?! (?:och|eller) män)"),
        nobody=re.compile(rf"\s+(?:{raw['nobody_did']}){END}"),
    )
