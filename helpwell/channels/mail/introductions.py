"""The line that introduces a quote: "On Tuesday at 9:12, Grace wrote:", in any language.

Languages differ in words, not in shape: a date or an address, a word for writing, a colon at the
end, over up to six lines. So the shape is what is looked for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from helpwell.channels.mail.words import OPENERS, OPENERS_JOINED, WROTE, WROTE_JOINED

MAX_LINES = 6
MAX_LENGTH = 600


def _any(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_WROTE = re.compile(rf"(?<!\w)(?:{_any(WROTE)})(?!\w)|{_any(WROTE_JOINED)}", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_KEYS = frozenset(_WORD.findall(phrase)[-1] for phrase in WROTE) | {"napisał", "napisała", "napsal"}
_KEYS |= frozenset(word for phrase in WROTE if "(" in phrase for word in _WORD.findall(phrase))
_JOINED = re.compile("|".join(WROTE_JOINED))
_OPENER = re.compile(
    rf"(?:(?:{_any(OPENERS)})[\s,]|{_any(OPENERS_JOINED)})[^\n]{{0,30}}?\d", re.IGNORECASE
)
_SHARED = re.compile(
    r"(?:(?<=\s)|(?<=-))(?:On|Am|Le|El|Il|Em|Op|Den|På|W dniu) [^\n]{0,25}?\d", re.IGNORECASE
)
_DATE_FIRST = re.compile(
    r"\d{4}[-/.年년]\s?\d{1,2}|\d{4}\. \w{3,12}\.? \d{1,2}"
    r"|\d{1,2}[./ -]\s?(?:\d{1,2}|\w{3,12})\.?[./ -]"
)
_WEEKDAY_FIRST = re.compile(r"\w{2,12}\.?,? \d{1,2}[./ ]")
_MOMENT = re.compile(
    r"\d{1,2}[:.h時时]\s?\d{2}|(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
)
_ADDRESS = re.compile(r"<[^<>@\s]{1,64}@[^<>@\s]{1,255}>")
_ENDINGS = frozenset(":：>)-—–_*|")
_DECORATION = " \t*_-—–|\xa0"


@dataclass(frozen=True, slots=True)
class Introduction:
    """Where the introduction ends, and whether it is one even without quote marks after it."""

    end: int
    is_certain: bool


def introduction_at(texts: Sequence[str], start: int) -> Introduction | None:
    """The introduction that begins on this line, if one does."""
    first = texts[start].strip(_DECORATION)
    kind = _kind_of_start(first)
    if not kind:
        return None
    joined = ""
    for end in range(start, min(start + MAX_LINES, len(texts))):
        line = texts[end].strip()
        if end > start and not _continues(joined, line):
            return None
        joined = f"{joined} {line}" if joined else line
        if len(joined) > MAX_LENGTH:
            return None
        if (joined[-1:] in _ENDINGS or _wrote(line)) and _is_complete(joined, kind):
            return Introduction(end + 1, _is_certain(joined, kind))
    return None


def is_strange_introduction(text: str) -> bool:
    """Whether a line tells who or when, and ends in a colon, in whatever language."""
    text = text.strip(_DECORATION)
    if len(text) > MAX_LENGTH or not text.endswith((":", "：")):
        return False
    return bool(_ADDRESS.search(text)) or len(_MOMENT.findall(text)) > 1


def shared_line(text: str) -> int:
    """Where an introduction begins in a line that began with other words, or 0."""
    if len(text) > MAX_LENGTH or not _ends_with_wrote(text):
        return 0
    match = _SHARED.search(text, 1)
    return match.start() if match else 0


def _kind_of_start(first: str) -> str:
    """How the line may begin an introduction; empty where it does not."""
    if not first or len(first) > MAX_LENGTH:
        return ""
    if _OPENER.match(first):
        return "opener"
    if _DATE_FIRST.match(first) or (_WEEKDAY_FIRST.match(first) and _MOMENT.search(first)):
        return "date"
    is_named = "@" in first and bool(_MOMENT.search(first))
    return "name" if is_named or _wrote(first) else ""


def _continues(joined: str, line: str) -> bool:
    """Whether a line goes on with an introduction that is not complete yet."""
    is_open = joined.count("<") > joined.count(">")
    if line.startswith(">"):
        return is_open
    if not line:
        return "@" not in joined and bool(_OPENER.match(joined))
    return is_open or not _OPENER.match(line)


def _is_complete(joined: str, kind: str) -> bool:
    text = joined.rstrip(_DECORATION)
    is_framed = len(joined) - len(text) >= 2 and joined[:2] in ("--", "——", "__")
    ends = text.endswith((":", "：")) or is_framed
    wrote = _wrote(text)
    if wrote and (_ends_with_wrote(text) and (ends or kind != "name")):
        return bool(_MOMENT.search(text)) or "@" in text or ends
    if wrote and ends:
        return bool(_MOMENT.search(text)) or "@" in text
    return kind == "date" and "@" in text and text.endswith((">", ">:", "):", "):", ":"))


def _wrote(text: str) -> bool:
    """Whether a word for writing stands in the text; most lines are told from by their words."""
    lowered = text.lower()
    if _KEYS.isdisjoint(_WORD.findall(lowered)) and not _JOINED.search(lowered):
        return False
    return bool(_WROTE.search(text))


def _ends_with_wrote(text: str) -> bool:
    tail = text.rstrip(_DECORATION + ":：")[-40:]
    return any(match.end() == len(tail) for match in _WROTE.finditer(tail))


def _is_certain(joined: str, kind: str) -> bool:
    is_framed = joined[:2] in ("--", "——") and joined[-2:] in ("--", "——")
    if kind == "name":
        return "@" in joined or is_framed or len(_MOMENT.findall(joined)) > 1
    return "@" in joined or bool(_MOMENT.search(joined))
