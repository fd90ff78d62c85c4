"""What a customer's message on a finished ticket does: per channel, within days and later."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from helpwell.core import clock
from helpwell.tickets.models import Message, ReopenPolicy, Ticket
from helpwell.tickets.queries import MOST_CONTINUED, continuation_of

Then = ReopenPolicy.Then
MAIL: str = Message._meta.get_field("channel").get_default()
SAID = {
    Then.REOPEN: gettext_noop("opens it again"),
    Then.FOLLOW_UP: gettext_noop("becomes a follow-up of it"),
    Then.NEW: gettext_noop("becomes a new ticket"),
}


def policy_for(channel: str) -> ReopenPolicy:
    """What this house has said, or the usual: a solved ticket opens again whenever they write."""
    return ReopenPolicy.objects.filter(channel=channel).first() or ReopenPolicy(channel=channel)


def what_follows(ticket: Ticket, policy: ReopenPolicy) -> Then:
    """What a customer's message does to it; a ticket that is not finished takes every message.

    The days are counted since it was solved. One that takes no mail any more is never reopened:
    what was to reopen it becomes a follow-up.
    """
    if not ticket.takes_mail:
        return Then.FOLLOW_UP if policy.later == Then.REOPEN else Then(policy.later)
    if ticket.status != Ticket.Status.SOLVED:
        return Then.REOPEN
    return Then(policy.then if _is_within(ticket, policy) else policy.later)


@dataclass(frozen=True)
class Place:
    """Where a mail about a ticket goes: onto `ticket`, or a new one, which `continues` it, or has
    nothing to do with the `finished` one."""

    ticket: Ticket | None = None
    continues: Ticket | None = None
    finished: Ticket | None = None


def place_of_mail(ticket: Ticket, *, is_customers: bool) -> Place:
    """Where a mail goes that belongs to a ticket: there, or where its matter went on, or none."""
    policy = policy_for(MAIL)
    for _step in range(MOST_CONTINUED):
        follows = what_follows(ticket, policy)
        if follows == Then.REOPEN or (ticket.takes_mail and not is_customers):
            return Place(ticket=ticket)
        later = continuation_of(ticket)
        if later is None:
            return Place(finished=ticket) if follows == Then.NEW else Place(continues=ticket)
        ticket = later
    return Place(continues=ticket)


def sentence(policy: ReopenPolicy) -> str:
    """The policy as one would say it."""
    now, later = _(SAID[Then(policy.then)]), _(SAID[Then(policy.later)])
    if policy.within_days is None:
        words = _("A customer’s mail on a solved ticket %(now)s; on a closed one it %(later)s.")
        return words % {"now": now, "later": later}
    words = ngettext(
        "A customer’s mail within a day after it was solved %(now)s; later it %(later)s.",
        "A customer’s mail within %(days)s days after it was solved %(now)s; later it %(later)s.",
        policy.within_days,
    )
    return words % {"now": now, "later": later, "days": policy.within_days}


def _is_within(ticket: Ticket, policy: ReopenPolicy) -> bool:
    if policy.within_days is None or ticket.solved_at is None:
        return True
    return clock.now() <= ticket.solved_at + timedelta(days=policy.within_days)
