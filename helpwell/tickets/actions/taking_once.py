"""Saying a message once, however often its sending is repeated."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.tickets.errors import TakenBefore
from helpwell.tickets.models import Message, Receipt

KEPT = timedelta(days=60)  # browsers try for a week


@contextmanager
def taken_once(token: UUID | None, *, by: User) -> Iterator[list[Message]]:
    """Around the saying of what was sent under `token`: put the message into the list.

    Refuses what was taken before. A twin that comes meanwhile waits at the unique key; when the
    first is refused or killed, the twin is the first.
    """
    with transaction.atomic():
        said: list[Message] = []
        receipt = _receipt(token, by) if token else None
        yield said
        if receipt and said:
            receipt.message_id = said[0].pk
            receipt.save(update_fields=["message_id"])


def sweep_receipts() -> None:
    """Forget what no browser tries again to send."""
    Receipt.objects.filter(taken_at__lt=clock.now() - KEPT).delete()


def _receipt(token: UUID, by: User) -> Receipt:
    now = clock.now()
    receipt, is_first = Receipt.objects.get_or_create(
        agent=by, token=token, defaults={"taken_at": now}
    )
    if not is_first:
        raise TakenBefore(receipt.message_id)
    return receipt
