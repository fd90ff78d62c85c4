"""Files that were uploaded for a message nobody has written."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from helpwell.core import clock
from helpwell.files.actions import drop_unused
from helpwell.tickets.models import Attachment, Draft

ABANDONED = timedelta(days=30)
BATCH = 200


def sweep_uploads() -> None:
    """Delete uploads that are older than `ABANDONED` and whose uploader has no draft on the ticket.

    Their bytes go too, unless something else refers to them.
    """
    while _sweep_some():
        pass


@transaction.atomic
def _sweep_some() -> int:
    draft = Draft.objects.filter(ticket=OuterRef("ticket"), agent=OuterRef("uploaded_by"))
    old = Attachment.objects.filter(message=None, created_at__lt=clock.now() - ABANDONED)
    rows = dict(old.exclude(Exists(draft)).values_list("pk", "file_id")[:BATCH])
    Attachment.objects.filter(pk__in=rows, message=None).delete()
    drop_unused(set(rows.values()))
    return len(rows)
