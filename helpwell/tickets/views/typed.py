"""What people have typed or chosen in a form about a message."""

import json
from contextlib import suppress
from datetime import UTC, datetime, tzinfo
from email.utils import parseaddr
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.timezone import get_default_timezone

from helpwell.accounts.requests import AgentRequest
from helpwell.core.addresses import is_writable
from helpwell.core.numbers import whole
from helpwell.tickets.content import Recipient
from helpwell.tickets.deeds import Deed, read_all
from helpwell.tickets.errors import NoSuchMoment, NotAnAddress, StatusRetired
from helpwell.tickets.habits import own_statuses
from helpwell.tickets.models import CustomStatus, Ticket


def recipients(request: AgentRequest, *, only_right_ones: bool = False) -> list[Recipient]:
    """The addresses typed as to, cc and bcc; each may be "Name <address>".

    A wrong one is refused, or left out when `only_right_ones` are wanted.
    """
    found: list[Recipient] = []
    for kind in ("to", "cc", "bcc"):
        for typed in request.POST.getlist(kind):
            name, email = parseaddr(typed)
            if not is_writable(email):
                if only_right_ones:
                    continue
                raise NotAnAddress(typed[:100])
            found.append(Recipient(kind=kind, name=name, email=email))
    return found


def token(request: AgentRequest) -> UUID | None:
    """What the browser calls this sending by, however often it tries; None if by nothing."""
    return uuid_of(request.POST.get("once", ""))


def uuid_of(text: str) -> UUID | None:
    """The token that a text is, if it is one."""
    with suppress(ValueError):
        return UUID(text)
    return None


def status(request: AgentRequest, name: str) -> tuple[str, CustomStatus | None]:
    """The chosen status: one of the fixed ones (empty if there is none such), or by its number one
    of our own with what it stands for; one that is retired is refused."""
    chosen = request.POST.get(name, "")
    number = whole(chosen)
    if number is None:
        return (chosen if chosen in Ticket.CHOOSABLE else ""), None
    own = next((each for each in own_statuses() if each.pk == number), None)
    if own is None:
        raise StatusRetired
    return own.status, own


def deeds(request: AgentRequest) -> list[Deed]:
    """What goes along with a message; what cannot be read is nothing."""
    kept = []
    for typed in request.POST.getlist("deed"):
        with suppress(ValueError, RecursionError):
            kept.append(json.loads(typed))
    return read_all(kept)


def zone(request: AgentRequest) -> tzinfo:
    """The person's own zone; where they have named none, that of their browser."""
    for name in (request.user.time_zone, request.POST.get("zone", "")):
        try:
            if name:
                return ZoneInfo(name)
        except (ValueError, OSError, KeyError):
            continue
    return get_default_timezone()


def promised(request: AgentRequest) -> list[tuple[str, datetime]]:
    """What somebody decided to promise in an answer: words and moments, without what is none."""
    found = []
    for value in request.POST.getlist("promise"):
        at, _, words = value.partition("|")
        try:
            due_at = datetime.fromisoformat(at)
        except ValueError:
            continue
        if due_at.tzinfo and words.strip():
            found.append((words, due_at))
    return found


def decided(request: AgentRequest) -> dict[str, str]:
    """What somebody has said to the promises in their words: yes or no."""
    agreed = dict.fromkeys((words for words, _ in promised(request)), "yes")
    return dict.fromkeys(request.POST.getlist("declined"), "no") | agreed


def numbers(texts: list[str]) -> list[int]:
    """Those of the texts that are numbers."""
    return [number for text in texts if (number := whole(text)) is not None]


def moment(request: AgentRequest, name: str) -> datetime:
    """A moment that says its distance from UTC; any other is refused."""
    try:
        found = datetime.fromisoformat(request.POST[name])
        if found.tzinfo is None:
            raise NoSuchMoment
        return found.astimezone(UTC)  # databases know no zones beyond 16 hours
    except (ValueError, OverflowError):
        raise NoSuchMoment from None
