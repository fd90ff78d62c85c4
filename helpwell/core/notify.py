"""Sending PostgreSQL notifications after the commit.

A NOTIFY inside a transaction holds a lock on the whole database until that transaction is on
disk, so ours go out afterwards, on their own. One that is lost because we died in between must
cost no more than a wait: receivers look at their rows now and then in any case.
"""

from django.db import connection, transaction

Notification = tuple[str, str]
SEND = "SELECT pg_notify(channel, payload) FROM unnest(%s::text[], %s::text[]) _ (channel, payload)"


def notify_on_commit(channel: str, payload: str) -> None:
    """Send `payload` on `channel` after the commit; repeats within a transaction are sent once."""
    if not connection.in_atomic_block:
        _send([(channel, payload)])
        return
    owed = _owed()
    if (channel, payload) not in owed:
        owed.append((channel, payload))


def _owed() -> list[Notification]:
    """What this transaction owes; a rolled back one has forgotten its hook and so its list."""
    if not any(entry[1] is _send_owed for entry in connection.run_on_commit):
        connection.helpwell_owed = []  # type: ignore[attr-defined]
        transaction.on_commit(_send_owed, robust=True)
    owed: list[Notification] = connection.helpwell_owed  # type: ignore[attr-defined]
    return owed


def _send_owed() -> None:
    owed: list[Notification] = connection.helpwell_owed  # type: ignore[attr-defined]
    connection.helpwell_owed = []  # type: ignore[attr-defined]
    _send(owed)


def _send(notifications: list[Notification]) -> None:
    channels, payloads = zip(*notifications, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(SEND, [list(channels), list(payloads)])
