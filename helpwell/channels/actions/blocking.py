"""Blocking senders, and letting them in again."""

from django.db import transaction
from django.db.models import F

from helpwell.accounts.models import User
from helpwell.channels.blocks import is_ours, is_public
from helpwell.channels.errors import NothingToBlock, OneOfOurs, PublicProvider
from helpwell.channels.facts import SenderBlocked, SenderUnblocked
from helpwell.channels.models import BlockedSender
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.addresses import is_writable
from helpwell.customers.actions import normalised
from helpwell.events.actions import publish


@transaction.atomic
def block_sender(value: str, *, by: User) -> BlockedSender:
    """Send all mail of an address, or of everybody at `@domain`, to spam from now on.

    Refuses our own addresses and domains, and domains where anybody can have an address.
    """
    value = normalised(value)
    if not is_writable(f"x{value}" if value.startswith("@") else value):
        raise NothingToBlock
    if is_ours(value):
        raise OneOfOurs
    if value.startswith("@") and is_public(value):
        raise PublicProvider
    block, is_new = BlockedSender.objects.get_or_create(
        value=value, defaults={"blocked_by": by, "blocked_at": clock.now()}
    )
    if is_new:
        publish(SenderBlocked(block_id=block.pk, by=by.actor))
    return block


@transaction.atomic
def unblock_sender(block: BlockedSender, *, by: By) -> None:
    """Take mail of this sender like anybody's again; what is in spam stays there."""
    if BlockedSender.objects.filter(pk=block.pk).delete()[0]:
        publish(SenderUnblocked(block_id=block.pk, by=by.actor))


def note_stopped(block: BlockedSender) -> None:
    """Count one more mail that a block has sent to spam."""
    BlockedSender.objects.filter(pk=block.pk).update(stopped=F("stopped") + 1)
