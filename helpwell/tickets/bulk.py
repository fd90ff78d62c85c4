"""What would happen to many tickets, and how far it has come."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.tickets.deeds import Deed, carry_out
from helpwell.tickets.models import BulkRun
from helpwell.tickets.queries import visible_to

TRIED = 50
REMEMBERED = timedelta(minutes=10)


@dataclass(frozen=True)
class Preview:
    """What doing the deeds to the first of the tickets would come to."""

    tried: int
    chosen: int
    changed: int
    reasons: list[tuple[str, int]]

    @property
    def same(self) -> int:
        """How many are so already."""
        return self.tried - self.changed - sum(number for _why, number in self.reasons)


def preview(ticket_ids: Sequence[int], deeds: Sequence[Deed], *, by: User) -> Preview:
    """Do the deeds to the first `TRIED` tickets and take everything back at once: the truth."""
    tickets = visible_to(by).filter(pk__in=ticket_ids[:TRIED])
    changed, reasons = 0, Counter[str]()
    for ticket in tickets:
        with transaction.atomic():
            done = carry_out(ticket, deeds, by=by)
            transaction.set_rollback(True)
        changed += bool(done.fact_ids)
        if not done.fact_ids:
            reasons.update(done.refusals[:1])
    return Preview(len(tickets), len(ticket_ids), changed, reasons.most_common())


def runs_of(user: User) -> list[BulkRun]:
    """What this person has running, and what has just ended, newest first."""
    recent = Q(finished_at=None) | Q(finished_at__gt=clock.now() - REMEMBERED)
    rows = BulkRun.objects.filter(recent, by=user).order_by("-pk")
    return list(rows.select_related("undoes")[:5])
