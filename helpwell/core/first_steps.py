"""What a new house does first, as rooms tell it in the slot `welcome.steps`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helpwell.core.slots import fillers_of


@dataclass(frozen=True, kw_only=True)
class FirstStep:
    """One step: a link to its page, or HTML of its own (`deeds`) that does it at once."""

    title: str
    words: str
    icon: str
    is_done: bool
    label: str = ""
    url: str = ""
    deeds: str = ""


def first_steps(context: Mapping[str, Any]) -> list[FirstStep]:
    """The steps that the reader can take, in their order."""
    return [step for fill in fillers_of("welcome.steps") if (step := fill(context))]
