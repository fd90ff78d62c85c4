"""How a message came in, and why it stands where it stands, in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpwell.channels.models import Envelope
from helpwell.tickets.models import Message

WHY: Mapping[str, str | Promise] = {
    "address": _("by its signed reply address"),
    "reference": _("it answers a mail of ours"),
    "conversation": _("it answers a mail on this ticket, and its sender takes part"),
    "side talk": _("it answers our side talk"),
    "report": _("a report about our answer"),
    "form": _("filled in as a form, under our own address"),
    "forward": _("for its first sender"),
    "moved": _("put here by a colleague"),
}


@dataclass(frozen=True)
class Arrival:
    """The mails that became one message; several when it came to several inboxes."""

    message: Message
    envelopes: tuple[Envelope, ...]

    @property
    def first(self) -> Envelope:
        return self.envelopes[0]

    @property
    def addresses(self) -> list[str]:
        """The inboxes it came in at, each once."""
        return list(dict.fromkeys(envelope.inbox.address for envelope in self.envelopes))

    @property
    def why(self) -> str | Promise:
        """What proved where it belongs; nothing for what simply opened the ticket."""
        reasons = (WHY.get(envelope.threaded_by) for envelope in self.envelopes)
        return next((reason for reason in reasons if reason), "")

    @property
    def is_forged(self) -> bool:
        return self.first.authentication == Envelope.Authentication.FAILED

    @property
    def is_ours(self) -> bool:
        """Whether this is our own answer, come back to us or reported about."""
        return self.message.kind in (Message.Kind.REPLY, Message.Kind.ASKED)

    @property
    def is_report(self) -> bool:
        return self.first.threaded_by == "report"


def arrivals_of(messages: Iterable[Message]) -> dict[int, Arrival]:
    """How each of these messages came in, those that did; one query."""
    by_pk = {message.pk: message for message in messages}
    found: dict[int, list[Envelope]] = defaultdict(list)
    rows = Envelope.objects.filter(message__in=by_pk).select_related("inbox").order_by("pk")
    for envelope in rows:
        found[envelope.message_id or 0].append(envelope)
    return {pk: Arrival(by_pk[pk], tuple(rows)) for pk, rows in found.items()}
