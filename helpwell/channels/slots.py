"""What channels add to the ticket's page: how an answer fared, whom it goes to, taking it back."""

from collections.abc import Iterable, Mapping, Sequence
from email.utils import quote
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from helpwell.channels import queries
from helpwell.channels.models import Inbox
from helpwell.channels.permissions import MANAGE, SEE_HEALTH
from helpwell.core.slots import fills
from helpwell.tickets.content import Recipient
from helpwell.tickets.models import Message


@fills("tickets.message_foot")
def how_it_fared(messages: Iterable[Message]) -> Mapping[int, str]:
    """Under each answer its delivery, under each received message where it came in."""
    messages = list(messages)
    deliveries = queries.deliveries_of(messages)
    envelopes = queries.envelopes_of(messages)
    return {
        message.pk: render_to_string(
            "channels/_message_foot.html",
            {"delivery": deliveries.get(message.pk), "envelope": envelopes.get(message.pk)},
        )
        for message in messages
        if message.pk in deliveries or message.pk in envelopes
    }


@fills("tickets.recipients")
def recipients(context: Mapping[str, Any]) -> str:
    """The chips of an answer's recipients, as correct reply-all has them."""
    ticket, draft = context["ticket"], context.get("reply_draft")
    chosen = draft and draft.recipients
    chosen = chosen or queries.answer_recipients(ticket, shown=_on_page(context))
    typed = {kind: [_shown(r) for r in chosen if r["kind"] == kind] for kind in ("to", "cc", "bcc")}
    return render_to_string("tickets/_recipients.html", typed)


def _on_page(context: Mapping[str, Any]) -> Sequence[Message]:
    """The messages that are on the page anyway."""
    return context["thread"].messages if "thread" in context else ()


@fills("composer.foot")
def what_follows(context: Mapping[str, Any]) -> str:
    """What will stand under the answer: the inbox's signature and the quoted message, folded."""
    ticket = context["ticket"]
    inbox = queries.inbox_of(ticket)
    quoted = queries.last_received(ticket, shown=_on_page(context))
    following = {"signature": inbox.signature if inbox else "", "quoted": quoted}
    return render_to_string("channels/_what_follows.html", following)


@fills("tickets.undo_reply_url")
def undo_reply_url(context: Mapping[str, Any]) -> str:
    """Where an answer is taken back during its hold time."""
    return reverse("channels:take_back", args=[context["message"].pk])


@fills("settings.menu", order=30)
def mail_settings(context: Mapping[str, Any]) -> str | None:
    """The ways to inboxes and to how mail fares, for those who may go there."""
    request = context["request"]
    may = {"manage": request.user.can(MANAGE), "see_health": request.user.can(SEE_HEALTH)}
    if not any(may.values()):
        return None
    return render_to_string("channels/_settings.html", may, request=request)


@fills("welcome.steps", order=10)
def inbox_step(context: Mapping[str, Any]) -> str | None:
    """First step: an address that customers write to."""
    if not context["request"].user.can(MANAGE):
        return None
    count = Inbox.objects.count()
    return render_to_string("channels/_inbox_step.html", {"count": count})


def _shown(recipient: Recipient) -> str:
    """A recipient as people write one; the name stays readable in every script."""
    name, email = recipient["name"], recipient["email"]
    return f'"{quote(name)}" <{email}>' if name else email
