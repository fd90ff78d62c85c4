"""What answers a moved message follows it."""

from helpwell.channels.models import Envelope


def note_moved(*, message_id: int) -> None:
    """Note that somebody chose the ticket of a mail: what answers it goes there, too."""
    Envelope.objects.filter(message=message_id).update(threaded_by="moved")
