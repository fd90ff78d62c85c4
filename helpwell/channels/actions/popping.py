"""Which mails of a POP3 mailbox we are done with."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from helpwell.channels.actions.accepting import Arrival, accept_all
from helpwell.channels.models import Fetched, Inbox

LONGEST_UIDL = 255


def done_with(inbox: Inbox) -> dict[str, bool]:
    """The UIDLs we are done with, and whether each mail is here as a whole."""
    rows = Fetched.objects.filter(inbox=inbox)
    return dict(rows.values_list("uidl", "is_stored").iterator(chunk_size=5000))


@transaction.atomic
def keep_together(arrivals: Sequence[Arrival], uidls: Sequence[str]) -> None:
    """Store mails and remember that they are, both or neither."""
    if not arrivals:
        return
    accept_all(arrivals)
    rows = [
        Fetched(inbox_id=arrival.inbox.pk, uidl=uidl[:LONGEST_UIDL])
        for arrival, uidl in zip(arrivals, uidls, strict=True)
    ]
    Fetched.objects.bulk_create(rows, ignore_conflicts=True)


def pass_over(inbox: Inbox, uidl: str) -> None:
    """Look at a mail no more that is not stored, such as an old one; it is never deleted there."""
    Fetched.objects.get_or_create(
        inbox=inbox, uidl=uidl[:LONGEST_UIDL], defaults={"is_stored": False}
    )


def forget_gone(inbox: Inbox, uidls: Iterable[str], *, there_are: int) -> None:
    """Forget mails that the mailbox has no longer; one that shows nothing at all may be unwell."""
    if there_are:
        Fetched.objects.filter(inbox=inbox, uidl__in=list(uidls)).delete()
