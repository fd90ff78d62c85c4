"""What the composer shows of an answer's recipients: chips, a way to fewer or more, cautions."""

from collections.abc import Mapping, Sequence
from email.utils import parseaddr, quote
from typing import Any

from helpwell.accounts.models import User
from helpwell.channels.answering import Answering
from helpwell.channels.cautions import cautions_for, identities_of
from helpwell.channels.recipients import bare
from helpwell.core.addresses import is_writable
from helpwell.tickets.content import Recipient
from helpwell.tickets.models import Ticket


def recipients_context(
    ticket: Ticket, answering: Answering, *, chosen: Sequence[Recipient] | None, user: User
) -> dict[str, Any]:
    """The chips of `chosen`, or of the usual recipients, and what goes with them."""
    if chosen is not None:
        answering.identities.extend(identities_of(chosen))
    people = answering.recipients() if chosen is None else chosen
    one, everybody = answering.recipients("one"), answering.recipients("all")
    return as_typed(people) | {
        "ticket": ticket,
        "one": one[0] if one and _addresses(one) != _addresses(everybody) else None,
        "is_one": _addresses(people) == _addresses(one),
        "is_all": _addresses(people) == _addresses(everybody),
        "count": len(everybody),
        "cautions": cautions_for(people, answering=answering),
        "may_use_again": may_use_again(user),
    }


def may_use_again(user: User) -> bool:
    """Whether this person may take away what speaks against an address."""
    return user.can("customers.read") and user.can("customers.describe")


def as_typed(recipients: Sequence[Recipient]) -> dict[str, list[str]]:
    """Recipients as people write them, by kind."""
    kinds = ("to", "cc", "bcc")
    return {kind: [_shown(r) for r in recipients if r["kind"] == kind] for kind in kinds}


def as_chosen(typed: Mapping[str, Sequence[str]]) -> list[Recipient]:
    """What people have typed, by kind, as recipients; what is no address stays as it was typed."""
    return [_meant(kind, each) for kind, addresses in typed.items() for each in addresses]


def _meant(kind: str, typed: str) -> Recipient:
    name, email = parseaddr(typed)
    if not is_writable(email):
        name, email = "", typed
    return Recipient(kind=kind, name=name, email=email)  # type: ignore[typeddict-item]


def _shown(recipient: Recipient) -> str:
    """A recipient as people write one; the name stays readable in every script."""
    name, email = recipient["name"], recipient["email"]
    return f'"{quote(name)}" <{email}>' if name else email


def _addresses(recipients: Sequence[Recipient]) -> set[str]:
    return {bare(recipient["email"]) for recipient in recipients}
