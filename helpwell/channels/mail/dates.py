"""The Date field, in the forms that senders use."""

import re
from datetime import UTC, datetime, timedelta, timezone

_COMMENT_MARK = re.compile(r"[()]|[^()]++")
_DATE = re.compile(
    r"(?<!\d)(\d{1,2})[\s.-]+([A-Za-z]{3,9}|\d{1,2})[\s.,-]+(\d{4}|\d{2})(?!\d)"
    r"(?:[\s,T]+(\d{1,2})[:.\s](\d{2})(?:[:.\s](\d{1,2}))?(?:[.,]\d+)?"
    r"(?:\s*([+-]\s?\d{1,2}:?\d{2}|[A-Za-z]{1,5}(?:[+-]\d{2,4})?)(?![A-Za-z]))?)?"
)
_AMERICAN = re.compile(
    r"([A-Za-z]{3,9})\s+(\d{1,2}),?\s+(?:(\d{1,2}):(\d{2}):(\d{2})\s+)?(?:([A-Z]{2,5})\s+)?(\d{4})"
)
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T\s]+(\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ZONES = {"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
          "cet": 1, "cest": 2, "met": 1, "mest": 2, "bst": 1, "msk": 3, "jst": 9}  # fmt: skip


def parse_date(value: str) -> datetime | None:
    """The moment a Date field names, with its offset; None where it names none."""
    line = _without_comments(value[:1_000])
    for read in (_usual, _iso, _american):
        try:
            if found := read(line):
                return found
        except (ValueError, OverflowError):
            continue
    return None


def _usual(line: str) -> datetime | None:
    match = _DATE.search(line)
    if match is None:
        return None
    day, month, year, hour, minute, second, zone = match.groups(default="")
    return datetime(
        _year(year), _month(month), int(day), int(hour or 0), int(minute or 0),
        min(int(second or 0), 59), tzinfo=_zone(zone),
    )  # fmt: skip


def _iso(line: str) -> datetime | None:
    match = _ISO.search(line)
    if match is None:
        return None
    numbers = [int(group or 0) for group in match.groups()[:6]]
    year, month, day, hour, minute, second = numbers
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=_zone(match[7] or ""))


def _american(line: str) -> datetime | None:
    match = _AMERICAN.search(line)
    if match is None:
        return None
    month, day, hour, minute, second, zone, year = match.groups(default="")
    return datetime(
        int(year), _month(month), int(day), int(hour or 0), int(minute or 0), int(second or 0),
        tzinfo=_zone(zone),
    )  # fmt: skip


def _without_comments(value: str) -> str:
    depth, out = 0, []
    for match in _COMMENT_MARK.finditer(value.replace("\\(", "").replace("\\)", "")):
        piece = match[0]
        if piece in "()":
            depth = max(0, depth + (1 if piece == "(" else -1))
        out.append(" " if depth or piece in "()" else piece)
    return " ".join("".join(out).split())


def _month(name: str) -> int:
    return int(name) if name.isdigit() else _MONTHS.index(name[:3].lower()) + 1


def _year(text: str) -> int:
    """Two digits below 50 are of this century (RFC 5322, section 4.3)."""
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 50 else 1900)


def _zone(text: str) -> timezone:
    digits = re.sub(r"[\s:]", "", text)
    if digits[:1] in ("+", "-"):
        minutes = int(digits[1:-2] or 0) * 60 + int(digits[-2:])
        return timezone(timedelta(minutes=-minutes if digits[0] == "-" else minutes))
    hours = _ZONES.get(text[:4].lower(), _ZONES.get(text[:3].lower(), 0))
    return timezone(timedelta(hours=hours)) if hours else UTC
