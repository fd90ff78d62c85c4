"""What channels add to the ticket's page: how an answer fared, whom it goes to, taking it back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpwell.channels import queries
from helpwell.channels.answering import answering_on, recipients_in
from helpwell.channels.arrivals import arrivals_of
from helpwell.channels.blocks import offers_for
from helpwell.channels.choosing import as_chosen, as_typed, recipients_context
from helpwell.channels.models import Inbox
from helpwell.channels.permissions import MANAGE, SEE_HEALTH
from helpwell.channels.signatures import signature_on
from helpwell.core.first_steps import FirstStep
from helpwell.core.slots import fills
from helpwell.customers.models import Identity
from helpwell.tickets.content import Recipient
from helpwell.tickets.models import Message, Ticket


@fills("tickets.message_foot")
def how_it_fared(messages: Iterable[Message]) -> Mapping[int, str]:
    """Under each answer its delivery."""
    return {
        pk: render_to_string("channels/_message_foot.html", {"delivery": delivery})
        for pk, delivery in queries.deliveries_of(messages).items()
    }


@fills("tickets.message_foot")
def how_it_came_in(messages: Iterable[Message]) -> Mapping[int, str]:
    """Under each message that came in where it did, and why it stands on this ticket."""
    return {
        pk: render_to_string("channels/_came_in.html", {"arrival": arrival})
        for pk, arrival in arrivals_of(messages).items()
    }


@fills("tickets.recipients")
def recipients(context: Mapping[str, Any]) -> str:
    """The chips of an answer's recipients, as correct reply-all has them, and what is to be known
    of them."""
    ticket, draft = context["ticket"], context.get("reply_draft")
    answering = answering_on(ticket, shown=_on_page(context), **_beside(context))
    chosen = as_chosen(context["typed"]) if "typed" in context else draft and draft.recipients
    shown = recipients_context(ticket, answering, chosen=chosen, user=context["request"].user)
    return render_to_string("channels/_recipients.html", shown)


@fills("tickets.usual_recipients")
def usual_recipients(ticket: Ticket) -> list[Recipient]:
    """Whom an answer goes to where nobody chooses, such as when many are answered at once."""
    return queries.answer_recipients(ticket)


@fills("tickets.talk_recipients")
def talk_recipients(context: Mapping[str, Any]) -> str:
    """The chips of whom a message in a side talk goes to; nobody at the beginning of one."""
    talk, draft = context["talk"], context["draft"]
    chosen = draft and draft.recipients
    chosen = chosen or (recipients_in(talk) if talk else [])
    return render_to_string("tickets/_recipients.html", as_typed(chosen))


@fills("tickets.spam")
def block_offers(context: Mapping[str, Any]) -> str:
    """Beside a ticket in spam: block its sender, or everybody at their domain, or unblock."""
    ticket, request = context["ticket"], context["request"]
    offers = offers_for(ticket.requester)
    return render_to_string("channels/_block.html", {"offers": offers, "ticket": ticket}, request)


def _on_page(context: Mapping[str, Any]) -> Sequence[Message]:
    """The messages that are on the page anyway."""
    return context["thread"].messages if "thread" in context else ()


def _beside(context: Mapping[str, Any]) -> dict[str, Any]:
    """What came into the ticket and who takes part, where that stands on the page anyway."""
    if "people" not in context:
        return {}
    part = context["people"].participants
    people = [Recipient(kind="cc", name=each.name, email=each.email) for each in part]
    known = context["customer"].identities.all()
    emails = [identity for identity in known if identity.kind == Identity.Kind.EMAIL]
    return {"merges": context["merges"], "participants": people, "known": emails}


@fills("composer.foot")
def what_follows(context: Mapping[str, Any]) -> str:
    """What will stand under the answer: the inbox's signature and the quoted message, folded."""
    ticket = context["ticket"]
    inbox = queries.inbox_of(ticket)
    merges = context.get("merges")
    quoted = queries.last_received(ticket, shown=_on_page(context), merges=merges)
    following = {"signature": signature_on(ticket, inbox) if inbox else "", "quoted": quoted}
    return render_to_string("channels/_what_follows.html", following)


@fills("tickets.undo_reply_url")
def undo_reply_url(context: Mapping[str, Any]) -> str:
    """Where an answer is taken back during its hold time."""
    return reverse("channels:take_back", args=[context["message"].pk])


@fills("rail.foot", order=3)
def mail_alert(context: Mapping[str, Any]) -> str | None:
    """A place in the rail that fills itself while something is wrong with mail."""
    if not context["request"].user.can(SEE_HEALTH):
        return None
    return render_to_string("channels/_rail.html")


@fills("welcome.steps", order=10)
def inbox_step(context: Mapping[str, Any]) -> FirstStep | None:
    """First step: an address that customers write to."""
    if not context["request"].user.can(MANAGE):
        return None
    count = Inbox.objects.count()
    so_far = ngettext("%(n)d inbox so far.", "%(n)d inboxes so far.", count) % {"n": count}
    return FirstStep(
        title=_("Add an inbox"),
        words=so_far
        if count
        else _("The address customers write to. It is tried out while you set it up."),
        icon="mail",
        is_done=bool(count),
        label=_("Inboxes"),
        url=reverse("channels:inboxes"),
    )
