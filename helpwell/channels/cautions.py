"""What the writer of an answer should know of those it goes to; it never keeps anybody back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from helpwell.channels.answering import Answering
from helpwell.channels.recipients import (
    bare,
    elsewhere,
    follows,
    is_blind_copy,
    is_crowd,
    is_deaf,
    part,
)
from helpwell.customers.models import Identity
from helpwell.tickets.content import Recipient


@dataclass(frozen=True)
class Caution:
    """A sentence, and the address that can be used again with a click, if it is about one."""

    words: str
    identity: Identity | None = None


def cautions_for(recipients: Sequence[Recipient], *, answering: Answering) -> list[Caution]:
    """All that is to be said of an answer to these people."""
    addressed = {bare(recipient["email"]) for recipient in recipients}
    known = {each.pk: each for each in answering.identities if bare(each.value) in addressed}
    return [
        *(Caution(words, each) for each in known.values() for words in _of_address(each)),
        *(Caution(words) for words in _of_deaf(recipients)),
        *(Caution(words) for words in _of_mail(answering, addressed)),
    ]


def identities_of(recipients: Iterable[Recipient]) -> list[Identity]:
    """What is known of addresses that somebody has typed."""
    values = [recipient["email"].strip().lower() for recipient in recipients]
    return list(Identity.objects.filter(kind=Identity.Kind.EMAIL, value__in=values))


def _of_address(identity: Identity) -> Iterator[str]:
    if identity.undeliverable_at:
        on = date_format(localtime(identity.undeliverable_at), "j M")
        why = identity.undeliverable_why.partition(" (")[0]  # without the mail system's own words
        words = {"email": identity.value, "on": on, "why": why}
        yield _("Mail to %(email)s came back on %(on)s. %(why)s") % words
    if identity.opted_out_at:
        on = date_format(localtime(identity.opted_out_at), "j M")
        words = {"email": identity.value, "on": on}
        yield _("%(email)s reported our mail as unwanted on %(on)s.") % words


def _of_deaf(recipients: Iterable[Recipient]) -> Iterator[str]:
    for recipient in recipients:
        if is_deaf(recipient["email"]):
            yield _("Nobody reads mail to %s, says its name.") % recipient["email"]


def _of_mail(answering: Answering, addressed: set[str]) -> Iterator[str]:
    """What is odd about the mail that is answered."""
    said, knowing = answering.answered, answering.knowing
    if said is None or said.is_ours:
        return
    yield from _of_reply_to(answering, addressed)
    others = {bare(r["email"]) for r in (*part(said, "to"), *part(said, "cc"))} & addressed
    if is_crowd(said, knowing) and not others:
        yield _("The mail went to many people. The answer goes to its writer alone.")
    if is_blind_copy(said, knowing):
        yield _("The mail does not name us: others may not know that we have it.")


def _of_reply_to(answering: Answering, addressed: set[str]) -> Iterator[str]:
    said = answering.answered
    assert said is not None
    writer = next((recipient["email"] for recipient in part(said, "from")), "")
    for asked in elsewhere(said):
        words = {"asked": asked["email"], "writer": writer}
        if bare(asked["email"]) in addressed:
            yield _("%(writer)s asked for answers to %(asked)s.") % words
        elif not follows(asked, said, list(answering.said), answering.knowing):
            yield _("The mail asks for answers to %(asked)s, which may be a forger’s.") % words
