"""Copies of answers in the mailbox they were sent from, apart from sending and after it."""

import logging
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from helpwell.channels.adapters.email.sent_folder import TROUBLE, SentFolder, sent_folder
from helpwell.channels.adapters.email.sentences import explain
from helpwell.channels.adapters.email.servers import incoming_of
from helpwell.channels.locks import COPIES, lock, unlock
from helpwell.channels.models import Delivery, Inbox
from helpwell.channels.queries import as_mailed
from helpwell.core import clock
from helpwell.core.text import storable
from helpwell.live.actions import tell

log = logging.getLogger(__name__)
AS_FAR_BACK = timedelta(days=3)
PAUSE = timedelta(minutes=10)


def file_copies() -> None:
    """Put a copy of every sent answer into its inbox's folder, for inboxes that want that.

    Trouble is noted on the inbox and tried again; it holds up neither sending nor other inboxes.
    """
    for inbox in _wanting():
        if lock(COPIES, inbox.pk):
            try:
                _file(inbox)
            finally:
                unlock(COPIES, inbox.pk)


def _wanting() -> QuerySet[Inbox]:
    now = clock.now()
    rested = Q(file_after=None) | Q(file_after__lte=now) | Q(file_after__gt=now + PAUSE)
    kept = Inbox.objects.filter(rested, is_active=True).exclude(sent_folder="")
    return kept.exclude(fetch_host="")


def _unfiled(inbox: Inbox) -> QuerySet[Delivery]:
    lately = Delivery.objects.filter(inbox=inbox, claimed_at__gt=clock.now() - AS_FAR_BACK)
    sent = lately.filter(state=Delivery.State.SENT, filed_at=None, is_automatic=False)
    return sent.filter(message__isnull=False, sent_at__isnull=False).order_by("pk")


def _file(inbox: Inbox) -> None:
    waiting = list(_unfiled(inbox))
    if not waiting:
        return
    if inbox.fetch_protocol != Inbox.Protocol.IMAP:
        _note(inbox, _("A POP3 mailbox has no folders. Clear the folder for copies, or use IMAP."))
        return
    server = incoming_of(inbox)
    try:
        with sent_folder(server, inbox.sent_folder) as folder:
            for delivery in waiting:
                _keep(folder, delivery)
    except TROUBLE as trouble:
        _note(inbox, explain(trouble, server))
    else:
        _note(inbox, "")


def _keep(folder: SentFolder, delivery: Delivery) -> None:
    at = delivery.sent_at or clock.now()
    folder.keep(as_mailed(delivery), message_id=delivery.message_id_header, at=at)
    Delivery.objects.filter(pk=delivery.pk).update(filed_at=clock.now())


def _note(inbox: Inbox, trouble: str) -> None:
    """Write down how it went, where that is news; after trouble there is a pause."""
    until = clock.now() + PAUSE if trouble else None
    said = storable(trouble)[:2000]
    row = Inbox.objects.filter(pk=inbox.pk)
    row.update(file_error=said, file_after=until)
    if said != inbox.file_error:
        tell("mail-health")
