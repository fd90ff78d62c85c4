"""How often somebody may come: a count for the present minute, shared by all processes."""

from django.db import connection

from helpwell.api.models import Allowance
from helpwell.core import clock

COUNT = """
INSERT INTO api_allowance (whose, minute, used) VALUES (%s, %s, %s)
ON CONFLICT (whose) DO UPDATE SET
    used = CASE WHEN api_allowance.minute = excluded.minute
                THEN api_allowance.used ELSE 0 END + excluded.used,
    minute = excluded.minute
RETURNING used
"""


def note_came(whose: str, *, times: int = 1) -> int:
    """Count a request, or with 0 times only ask; how many there were in this minute."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [whose, this_minute(), times])
        (used,) = cursor.fetchone()
    return int(used)


def this_minute() -> int:
    """Minutes since 1970."""
    return int(clock.now().timestamp()) // 60


def sweep_allowances() -> None:
    """Forget the counts of minutes gone by."""
    Allowance.objects.filter(minute__lt=this_minute() - 1).delete()
