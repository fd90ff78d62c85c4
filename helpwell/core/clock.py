"""The house's clock: every room asks here what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_travelled: ContextVar[datetime | None] = ContextVar("travelled", default=None)


def now() -> datetime:
    """The current moment, aware, in UTC; the past while somebody has travelled there."""
    return _travelled.get() or timezone.now()


@contextmanager
def travel(to: datetime) -> Iterator[None]:
    """Make `now()` say `to` inside the block, so that history can be written through actions."""
    token = _travelled.set(to)
    try:
        yield
    finally:
        _travelled.reset(token)
