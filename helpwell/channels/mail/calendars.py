"""Calendar invitations: what they say, for mails that say nothing else (RFC 5545)."""

import re

MAX_CHARACTERS = 200_000
_FOLD = re.compile(r"\n[ \t]")
_LINE = re.compile(r"([A-Z-]{3,40})(?:;[^:\n]*)?:(.*)")
_ESCAPE = re.compile(r"\\([nN,;\\])")
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?\Z")
_TOLD = ("SUMMARY", "DTSTART", "DTEND", "LOCATION", "ORGANIZER", "DESCRIPTION")


def words_of(calendar: str) -> str:
    """Summary, times, place, organizer and description of the first event, a line each."""
    text = _FOLD.sub("", calendar[:MAX_CHARACTERS].replace("\r\n", "\n"))
    event = text.partition("BEGIN:VEVENT")[2].partition("END:VEVENT")[0].partition("BEGIN:")[0]
    found = {m[1]: _readable(m[1], m[2]) for m in map(_LINE.match, event.split("\n")) if m}
    return "\n".join(found[name] for name in _TOLD if found.get(name))


def _readable(name: str, value: str) -> str:
    value = _ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], value).strip()
    if name == "ORGANIZER":
        return re.sub(r"(?i)\Amailto:", "", value)
    if name.startswith("DT") and (day := _DAY.match(value)):
        clock = f" {day[4]}:{day[5]}{' UTC' if day[6] else ''}" if day[4] else ""
        return f"{day[1]}-{day[2]}-{day[3]}{clock}"
    return value
