"""How changes are taken back: what that takes, and which tickets it reaches."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from helpwell.accounts.models import User
from helpwell.core.actors import By
from helpwell.tickets.links import seen_among
from helpwell.tickets.models import Ticket

type Back = Callable[[Ticket, Any, By], int | None]

ENDS = ("from_id", "to_id", "other_id")  # tickets, in the facts that speak of several
ASIDE = {Ticket.Status.TRASH: "tickets.trash", Ticket.Status.SPAM: "tickets.mark_spam"}


@dataclass(frozen=True)
class WayBack:
    """How a kind of change is taken back, and the capability it takes."""

    back: Back
    needs: str
    joins: bool


ways_back: dict[str, WayBack] = {}


def needed_to_undo(name: str, told: Mapping[str, Any]) -> str:
    """The capability that taking back such a fact takes; nothing for what is never taken back."""
    for status, capability in ASIDE.items():
        if status in (told.get("before"), told.get("after")):
            return capability
    way = ways_back.get(name)
    return way.needs if way else ""


def in_sight(told: Mapping[str, Any], *, done_by: int | None, user: User) -> bool:
    """Whether this person sees all other tickets that a fact speaks of and its undoing would
    change, or split the one off the other themselves."""
    if told.get("is_new") and done_by == user.pk:
        return True
    reached = {told[end] for end in ENDS if end in told} | set(told.get("from_ids", ()))
    return len(seen_among(reached, user)) == len(reached)
