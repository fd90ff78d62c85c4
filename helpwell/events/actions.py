"""Publishing facts, and having them heard exactly once."""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.db import connection, transaction

from helpwell.core import clock
from helpwell.core.actors import Actor
from helpwell.core.masking import masked
from helpwell.events import facts, models
from helpwell.events.errors import OutsideTransaction
from helpwell.jobs.bell import ring

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 8


def publish(fact: facts.Fact) -> models.Fact:
    """Write `fact` into the log; it is told to its subscribers after this transaction."""
    return publish_all(fact)[0]


def publish_all(*happened: facts.Fact) -> list[models.Fact]:
    """Write several facts at once, in their order."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(happened[0].name)
    rows = models.Fact.objects.bulk_create([_row_of(fact) for fact in happened])
    if any(row.pending for row in rows):
        ring("fact.published")
    return rows


def _row_of(fact: facts.Fact) -> models.Fact:
    return models.Fact(
        name=fact.name,
        about=fact.about,
        actor_kind=fact.by.kind,
        actor_id=fact.by.id,
        payload=fact.payload(),
        at=clock.now(),
        pending=facts.subscribers_of(fact),
    )


def tell_next() -> bool:
    """Tell one waiting fact to its subscribers; False when none waits.

    Each subscriber's work and the mark that it has heard commit together. One that fails is undone
    alone and set aside. Facts about the same thing are told in sequence, by one worker at a time.
    """
    with transaction.atomic():
        row = _claim_next()
        if row is None:
            return False
        for subscriber in row.pending:
            _tell(row, subscriber)
        row.pending = []
        row.save(update_fields=["pending"])
    return True


def retry_next_setback() -> bool:
    """Tell a fact again to one subscriber that failed on it; False when none is due."""
    with transaction.atomic():
        setback = (
            models.Setback.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("fact")
            .filter(next_try_at__lte=clock.now())
            .order_by("next_try_at")
            .first()
        )
        if setback is None:
            return False
        if _tell(setback.fact, setback.subscriber, attempts=setback.attempts):
            setback.delete()
    return True


def retry(setback: models.Setback) -> None:
    """Put a setback that waits for a person back into the line, with fresh attempts."""
    setback.attempts = 0
    setback.next_try_at = clock.now()
    setback.save(update_fields=["attempts", "next_try_at"])
    ring("fact.published")


def forget(abouts: Iterable[str]) -> None:
    """Take everything out of the log that is about these (such as `ticket:42`), for good."""
    models.Fact.objects.filter(about__in=list(abouts)).delete()


def _claim_next() -> models.Fact | None:
    """Lock the oldest waiting fact that has no older waiting one about the same thing."""
    found = models.Fact.objects.raw(
        """
        SELECT * FROM events_fact AS fact
        WHERE pending <> '{}' AND NOT EXISTS (
            SELECT 1 FROM events_fact AS older
            WHERE older.about = fact.about AND older.id < fact.id AND older.pending <> '{}'
        )
        ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
        """
    )
    return next(iter(found), None)


def _tell(row: models.Fact, name: str, *, attempts: int = 0) -> bool:
    """Let one subscriber hear `row`; on failure undo its work, set it aside and say False."""
    try:
        with transaction.atomic():
            by = Actor(kind=row.actor_kind, id=row.actor_id)  # type: ignore[arg-type]
            facts.subscribers[name].hear(facts.revive(row.name, row.payload, by))
    except Exception as error:
        log.exception("%s failed on fact %s (%s)", name, row.pk, row.name)
        _set_aside(row, name, attempts=attempts + 1, error=repr(error))
        return False
    return True


def _set_aside(row: models.Fact, name: str, *, attempts: int, error: str) -> None:
    pause = timedelta(seconds=min(3600, 5 * 4**attempts))
    models.Setback.objects.update_or_create(
        fact=row,
        subscriber=name,
        defaults={
            "attempts": attempts,
            "next_try_at": clock.now() + pause if attempts < MOST_ATTEMPTS else None,
            "error": masked(error[:2000].replace("\0", "")),
        },
    )
