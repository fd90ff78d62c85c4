"""What an inbox has got."""

from helpwell.channels.models import Envelope, Inbox
from helpwell.files.queries import content_of


def mails_of(inbox: Inbox) -> list[bytes]:
    """The raw mails an inbox has, in the order they came."""
    envelopes = Envelope.objects.filter(inbox=inbox).order_by("pk").select_related("raw")
    return [content_of(envelope.raw) for envelope in envelopes]
