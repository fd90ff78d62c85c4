"""Mail that came back: shown on the answer it is about."""

from helpwell.channels import signing
from helpwell.channels.mail.incoming import Incoming
from helpwell.channels.models import Delivery, Recipient
from helpwell.core.text import storable


def note_bounce(incoming: Incoming, raw: bytes) -> None:
    """Mark the recipients a bounce names, on the delivery whose Message-ID it quotes."""
    quoted = signing.message_ids_in(raw)
    delivery = Delivery.objects.filter(message_id_header__in=quoted).first()
    if delivery is None or incoming.bounce is None:
        return
    Recipient.objects.filter(
        delivery=delivery, email__in=[address.lower() for address in incoming.bounce.recipients]
    ).update(
        state=Recipient.State.BOUNCED if incoming.bounce.hard else Recipient.State.DEFERRED,
        answer=storable(f"{incoming.bounce.status} {incoming.subject}")[:500],
    )
