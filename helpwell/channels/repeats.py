"""Mail that has been here before: by another way, to another inbox, or our own come back."""

from helpwell.channels import signing
from helpwell.channels.mail.incoming import Incoming
from helpwell.channels.models import Envelope
from helpwell.channels.standing import Standing
from helpwell.tickets.models import Message

MOST_COMPARED = 2000


def said_before(envelope: Envelope) -> Message | None:
    """The message that the same mail became when it came before, to whichever inbox.

    The same is what has the same Message-ID and says the same; another text under a used
    Message-ID is another mail.
    """
    if not envelope.message_id_header:
        return None
    same = Envelope.objects.filter(
        message_id_header=envelope.message_id_header,
        fingerprint=envelope.fingerprint,
        message__isnull=False,
    )
    first = same.exclude(pk=envelope.pk).select_related("message__ticket").order_by("pk").first()
    return first.message if first else None


def our_own(incoming: Incoming, standing: Standing) -> Message | None:
    """The message of ours that this mail is: as a blind copy to ourselves, or from a list.

    Its own Message-ID says so, if it comes from us or says what we said, and not as a quote: a
    gateway may have put our Message-ID onto a mail of its own.
    """
    for name in signing.names_in(f"{incoming.message_id}@"):
        message = Message.objects.filter(pk=name.message_id or 0).select_related("ticket").first()
        if message and (standing.is_ours or _says(incoming, message)):
            return message
    return None


def _says(incoming: Incoming, message: Message) -> bool:
    ours, theirs = (" ".join(text.split()) for text in (message.text, incoming.visible_text))
    return bool(ours) and ours[:MOST_COMPARED] in theirs
