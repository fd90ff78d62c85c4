"""The Date field, in the forms that senders use."""

import re
from datetime import UTC, datetime, timedelta, timezone

from helpwell.core.text import fold

MAX_LENGTH = 1_000
_COMMENT_MARK = re.compile(r"[()]|[^()]++")
_CLOCK = re.compile(
    r"(?<![\w:.+-])(\d{1,2}):(\d\d)(?::(\d\d))?(?:[.,]\d+)?(?:\s*([ap])\.?m\b\.?|(?![\w:]))",
    re.IGNORECASE,
)
_LOOSE_CLOCK = re.compile(
    r"(?<![\d:+-])(\d{1,2})\s*:\s*(\d{1,2})(?:\s*:\s*(\d{1,2}))?(?:[.,]\d+)?(?:\s*([ap])\.?m\b\.?)?",
    re.IGNORECASE,
)
_DOTTED_CLOCK = re.compile(r"(?<![\d.:+-])(\d{1,2})\.(\d\d)(?:\.(\d\d))?(?![\d.])()")
_CLOCKS = (_CLOCK, _LOOSE_CLOCK, _DOTTED_CLOCK)
_ROW = re.compile(r"\d{1,2} \d{1,2} (?:\d\d){1,2} (?=\d)")
_ROW_CLOCK = re.compile(r"(\d{1,2}) (\d\d) (\d\d)(?!\d)()")
_OFFSET = re.compile(r"\s*(?:GMT|UTC?)?\s?([+-])\s?(\d{1,2}):?(\d\d)(?!\d)", re.IGNORECASE)
_NAMED_ZONE = re.compile(r"\s*([A-Za-z]{1,5})(?![A-Za-z])")
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)")
_NAME = r"(?P<m>[^\W\d_]{3,12})\.?"
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s.,-]*(?:de\s+)?{_NAME}[\s.,'-]*(?:de\s+)?"
    r"(?P<y>\d{2,4})(?!\d)"
)
_MONTH_FIRST = re.compile(
    rf"{_NAME}[\s.-]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(?P<y>\d{{2,4}})(?!\d)"
)
_NUMBERS = re.compile(r"(?<!\d)(?P<d>\d{1,2})[ .-](?P<m>\d{1,2})[ .-](?P<y>\d{4}|\d{2})(?!\d)")
_AMERICAN = re.compile(r"(?<!\d)(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4}|\d{2})(?!\d)")
_FORMS = (_YEAR_FIRST, _DAY_FIRST, _MONTH_FIRST, _NUMBERS, _AMERICAN)
# How the months begin, without accents; what is longer is looked for first.
_MONTHS = {
    beginning: number
    for number, beginnings in enumerate(
        (
            "jan gen ene sty led tam янв січ", "feb fev lut uno hel фев лют",
            "mar maa mrt mrz maerz bre brz мар бер", "apr avr abr kwi dub huh апр кві",
            "may mai mei maj mag kve tou май мая тра", "jun juin giu cze cer kes июн чер",
            "jul juil lug lip cvc hei июл лип", "aug ago aou sie srp elo авг сер",
            "sep set wrz zar syy сен вер", "oct okt ott out paz rij lok окт жов",
            "nov lis marr ноя лист", "dec dez dic des gru pro jou дек гру",
        ),
        start=1,
    )
    for beginning in beginnings.split()
}  # fmt: skip
_ZONES = {
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "akst": -9, "akdt": -8, "hst": -10, "west": 1, "cet": 1, "cest": 2, "met": 1, "mest": 2,
    "mez": 1, "mesz": 2, "bst": 1, "eet": 2, "eest": 3, "msk": 3, "jst": 9, "kst": 9, "hkt": 8,
    "sgt": 8, "awst": 8, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip


def parse_date(value: str) -> datetime | None:
    """The moment a Date field names, with its offset; None where it names none."""
    line = _without_comments(value[:MAX_LENGTH])
    try:
        return _read(line)
    except (ValueError, OverflowError):
        return None


def _read(line: str) -> datetime | None:
    """First the time is taken out, with its zone; what is left is the date, in any order."""
    clock = next(filter(None, (form.search(line) for form in _CLOCKS)), None) or _row_clock(line)
    if clock is None:
        return _at(line, (0, 0, 0), UTC)
    zone, after = _zone(line[clock.end() :])
    return _at(f"{line[: clock.start()]} {after}", _time(clock), zone)


def _row_clock(line: str) -> re.Match[str] | None:
    """The time where day, month, year, hour, minute and second are nothing but six numbers."""
    date = _ROW.match(line)
    return _ROW_CLOCK.match(line, date.end()) if date else None


def _at(rest: str, time: tuple[int, int, int], zone: timezone) -> datetime | None:
    for form in _FORMS:
        found = form.search(rest)
        if found and (month := _month(found["m"])):
            return datetime(_year(found["y"]), month, int(found["d"]), *time, tzinfo=zone)
    return None


def _time(clock: re.Match[str]) -> tuple[int, int, int]:
    """A leap second is the one before it; noon and midnight are 12 in the American way."""
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if half := (clock[4] or "").lower():
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, minute, min(second, 59)


def _zone(after: str) -> tuple[timezone, str]:
    """The offset that stands behind the time, and the rest; a zone nobody knows is UTC."""
    if found := _OFFSET.match(after):
        return _offset(found), after[found.end() :]
    if (found := _NAMED_ZONE.match(after)) and not _month(found[1]):
        hours = _ZONES.get(found[1].lower(), 0)
        rest = after[found.end() :]
        return (timezone(timedelta(hours=hours)), rest) if hours else (UTC, rest)
    if found := _OFFSET.search(after):  # behind the year
        return _offset(found), after[: found.start()]
    return UTC, after


def _offset(found: re.Match[str]) -> timezone:
    minutes = int(found[2]) * 60 + int(found[3])
    if not 0 < minutes < 24 * 60:
        return UTC
    return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))


def _month(name: str) -> int:
    """The number of a month by its name in any of our languages; 0 for what is none."""
    if name.isdigit():
        return int(name)
    folded = fold(name)
    return next((_MONTHS[folded[:n]] for n in (5, 4, 3) if folded[:n] in _MONTHS), 0)


def _year(text: str) -> int:
    """Two digits below 50 are of this century, three count from 1900 (RFC 5322, section 4.3)."""
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if len(text) == 2 and year < 50 else 1900)


def _without_comments(value: str) -> str:
    depth, out = 0, []
    for match in _COMMENT_MARK.finditer(value.replace("\\(", "").replace("\\)", "")):
        piece = match[0]
        if piece in "()":
            depth = max(0, depth + (1 if piece == "(" else -1))
        out.append(" " if depth or piece in "()" else piece)
    return " ".join("".join(out).split())
