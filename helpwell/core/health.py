"""What the rooms know about their own health, for `helpwell doctor`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad a finding is; only a problem makes the doctor fail."""

    NOTE = "note"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be, in a sentence, and what to do about it.

    `key` is the same for as long as the same thing is wrong, however the sentence changes;
    nobody is mailed of what has none.
    """

    level: Level
    message: str
    advice: str
    key: str = ""


type Check = Callable[[], Iterable[Finding]]

_checks: list[Check] = []


def check(look: Check) -> Check:
    """Register a function that yields findings; rooms keep theirs in `health.py`."""
    _checks.append(look)
    return look


def checks() -> tuple[Check, ...]:
    """All registered checks, in the order the rooms were loaded."""
    return tuple(_checks)
