"""The number that tells every reader to look again."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from helpwell.fields.models import Edition


@contextmanager
def renewing() -> Iterator[None]:
    """A change of fields, or of what is arranged around them: one at a time, since conditions and
    places hang together; after it every reader looks again."""
    with transaction.atomic():
        Edition.objects.get_or_create(pk=1)
        Edition.objects.select_for_update().get(pk=1)
        yield
        with connection.cursor() as cursor:  # a sequence goes on even when this is rolled back
            cursor.execute(
                "UPDATE fields_edition "
                "SET number = nextval(pg_get_serial_sequence('fields_edition', 'id'))"
            )
