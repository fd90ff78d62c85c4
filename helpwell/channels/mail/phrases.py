"""Phrases written one a line, matched as one pattern."""

import re


def any_of(lines: str, *, start: str = "") -> re.Pattern[str]:
    """A pattern for any of the lines (`#` begins a remark), after `start`, whatever the case.

    Patterns over phrases stay linear: they are bounded (`.{0,60}`) and never nest repetitions.
    """
    return re.compile(f"{start}(?:{joined(lines)})", re.IGNORECASE | re.MULTILINE)


def joined(lines: str) -> str:
    """The lines as alternatives of a pattern."""
    stripped = (line.strip() for line in lines.splitlines())
    return "|".join(line for line in stripped if line and not line.startswith("# "))
