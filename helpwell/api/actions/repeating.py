"""Idempotency keys: a request that is repeated is answered as the first time, and done once.

The claim, the deed and the answer are one transaction. A twin that comes meanwhile waits at the
unique key until it is over; when the first was killed or refused, the twin does the deed.
"""

from datetime import timedelta

from django.db import connection
from django.http import HttpResponse

from helpwell.api.models import Answer, Token
from helpwell.core import clock

KEPT = timedelta(hours=24)
WAITS = "10s"
REPEATED_HEADERS = ("Content-Type", "Location", "ETag", "Link")


def claim(token: Token, *, key: str, fingerprint: str) -> Answer | None:
    """Take a key for this transaction, or the answer that was given under it before.

    Waits for a twin that is at work, at most `WAITS`; then the database refuses.
    """
    taken = Answer.objects.filter(token=token, key=key)
    taken.filter(at__lt=clock.now() - KEPT).delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [WAITS])
        cursor.execute(
            "INSERT INTO api_answer (token_id, key, fingerprint, status, headers, body, at)"
            " VALUES (%s, %s, %s, 0, '{}', '', %s) ON CONFLICT (token_id, key) DO NOTHING",
            [token.pk, key, fingerprint, clock.now()],
        )
        is_ours = cursor.rowcount == 1
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    return None if is_ours else taken.get()


def keep(token: Token, *, key: str, answer: HttpResponse) -> None:
    """Keep what was answered, for repeats within `KEPT`."""
    headers = {name: answer[name] for name in REPEATED_HEADERS if name in answer}
    claimed = Answer.objects.filter(token=token, key=key)
    claimed.update(status=answer.status_code, headers=headers, body=answer.content)


def sweep_answers() -> None:
    """Forget what no repeat may ask for any more."""
    Answer.objects.filter(at__lt=clock.now() - KEPT).delete()
