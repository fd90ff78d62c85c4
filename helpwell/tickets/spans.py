"""Time as people write it down: "10m", "1h 20m", "1:20", "90"."""

import re

from django.utils.translation import gettext as _

from helpwell.tickets.errors import NoSpan

LONGEST_SECONDS = 24 * 3600
CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
NUMBER = r"(\d{1,4}(?:[.,]\d{1,2})?)"
WORDS = re.compile(
    rf"(?:{NUMBER}\s*(?:h|hrs?|hours?|std|stunden?))?\s*"
    rf"(?:{NUMBER}\s*(?:m|mins?|minutes?|minuten?)?)?",
    re.IGNORECASE,
)


def seconds_in(text: str) -> int:
    """How long `text` says; a number alone is minutes. Refuses what says nothing, or over a day."""
    typed = text.strip()
    hours, minutes = _clock(typed) or _words(typed)
    seconds = round(hours * 3600 + minutes * 60)
    if not 0 < seconds <= LONGEST_SECONDS:
        raise NoSpan
    return seconds


def as_words(seconds: int) -> str:
    """A span in hours and minutes, such as "1 h 20 m"; at least a minute."""
    minutes = max(1, round(seconds / 60))
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%s m") % rest
    return (
        _("%(hours)s h %(minutes)s m") % {"hours": hours, "minutes": rest}
        if rest
        else (_("%s h") % hours)
    )


def _clock(typed: str) -> tuple[float, float] | None:
    found = CLOCK.fullmatch(typed)
    return (float(found[1]), float(found[2])) if found else None


def _words(typed: str) -> tuple[float, float]:
    found = WORDS.fullmatch(typed)
    if found is None or not typed:
        raise NoSpan
    hours, minutes = (float((part or "0").replace(",", ".")) for part in found.groups())
    return hours, minutes
