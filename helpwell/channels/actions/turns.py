"""Mail of one sender, and copies of one mail, are read one after the other, by whichever worker."""

import hashlib
from collections.abc import Iterable, Iterator

from django.db import connection

from helpwell.channels.mail.incoming import Incoming
from helpwell.customers.actions import normalised


def take_turns(mails: Iterable[Incoming]) -> None:
    """Wait until nobody else reads mail like these, and keep others waiting until we have ended.

    All wait in the same order, so that nobody waits in a circle.
    """
    keys = sorted({key for incoming in mails for key in _keys(incoming)})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) key", [keys])


def _keys(incoming: Incoming) -> Iterator[int]:
    yield _key("sender", normalised(incoming.from_email))
    if incoming.message_id:
        yield _key("message", incoming.message_id)


def _key(what: str, value: str) -> int:
    named = f"helpwell.mail:{what}:{value}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(named).digest()[:8], signed=True)
