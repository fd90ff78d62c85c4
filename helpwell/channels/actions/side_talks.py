"""Side talks by mail: answers of third parties, heard in the talk they belong to."""

from collections.abc import Iterator

from helpwell.channels import signing
from helpwell.channels.contents import content_of_mail, naming_strangers
from helpwell.channels.mail.identity import TALK
from helpwell.channels.mail.incoming import Incoming
from helpwell.channels.models import Envelope
from helpwell.channels.recipients import bare
from helpwell.channels.standing import Standing
from helpwell.core.actors import SYSTEM
from helpwell.files.queries import content_of
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Message, SideTalk

MOST_IDS = 200
OUTSIDE = (Message.Kind.ASKED, Message.Kind.TOLD)


def hear(envelope: Envelope, incoming: Incoming, standing: Standing) -> Message | None:
    """The message a mail becomes on the side talk that it proves to belong to; nothing for others.

    A signed reply address proves it, a signed Message-ID, or that it answers a mail of the talk
    and comes from somebody in it; for a report, a signed Message-ID anywhere in what it returns.
    Whom an unproven mail newly names gets nothing by itself, as on a ticket.
    """
    signed = _signed_talk(envelope, incoming)
    talk = signed or (None if standing.is_forged else _conversation(incoming))
    if talk is None:
        return None
    content = content_of_mail(incoming)
    if not standing.is_proven:
        people = _people_in(talk)
        may_invite = signed and not standing.is_forged and bare(incoming.from_email) in people
        content = content if may_invite else naming_strangers(content, people | standing.ours)
    return tickets.hear_in_side_talk(talk, content=content, by=SYSTEM)


def _signed_talk(envelope: Envelope, incoming: Incoming) -> SideTalk | None:
    signed = [*_by_address(envelope, incoming), *_by_reference(incoming)]
    if incoming.is_bounce or incoming.is_feedback_report:
        signed += _returned(envelope)
    for talk_id in dict.fromkeys(signed):
        talk = SideTalk.objects.select_related("ticket").filter(pk=talk_id).first()
        if talk:
            return talk
    return None


def _by_address(envelope: Envelope, incoming: Incoming) -> Iterator[int]:
    seen = (address.email for address in (*incoming.to, *incoming.cc))
    for address in (envelope.envelope_to, *incoming.delivered_to, *seen):
        name = signing.name_of_address(address)
        if name and name.kind == TALK:
            yield name.id


def _by_reference(incoming: Incoming) -> Iterator[int]:
    answered = [*incoming.in_reply_to, *reversed(incoming.references)][:MOST_IDS]
    fields = (incoming.header("in-reply-to"), incoming.header("references"))
    for text in (*answered, *fields):
        yield from _talks_named(text)


def _returned(envelope: Envelope) -> Iterator[int]:
    for header in signing.message_ids_in(content_of(envelope.raw)):
        yield from _talks_named(header)


def _talks_named(text: str) -> Iterator[int]:
    yield from (name.id for name in reversed(signing.names_in(text)) if name.kind == TALK)


def _conversation(incoming: Incoming) -> SideTalk | None:
    """The talk that a mail it answers came in on, if its sender is somebody in that talk.

    Those Message-IDs are known to third parties only, and a stranger who knows one is not in it.
    """
    ids = [*incoming.in_reply_to, *reversed(incoming.references)][:MOST_IDS]
    came = Envelope.objects.filter(message_id_header__in=ids, message__kind=Message.Kind.TOLD)
    envelope = came.select_related("message__side_talk__ticket").order_by("-pk").first()
    if not ids or envelope is None or envelope.message is None:
        return None
    talk = envelope.message.side_talk
    return talk if talk and bare(incoming.from_email) in _people_in(talk) else None


def _people_in(talk: SideTalk) -> set[str]:
    """The addresses of all who were written to in a talk or have written in it."""
    said = Message.objects.filter(side_talk=talk, kind__in=OUTSIDE)
    return {
        bare(recipient["email"])
        for recipients in said.values_list("recipients", flat=True)
        for recipient in recipients
        if recipient["kind"] in ("from", "to", "cc")
    }
