"""What this house wants to know: read once, kept until it changes."""

from functools import lru_cache

from helpwell.fields.definitions import Definition, Definitions
from helpwell.fields.models import Edition, Field

KEPT = 8  # editions; a process needs the newest, tests and long transactions some more


def edition() -> int:
    """The number that grows with every change of fields and of what is arranged around them."""
    return Edition.objects.values_list("number", flat=True).first() or 0


def definitions(about: str, *, at: int | None = None) -> Definitions:
    """The fields of tickets, customers or organisations, as of an edition read before, or of now.

    They are shared by the whole process: nobody changes them.
    """
    return _definitions(about, edition() if at is None else at)


@lru_cache(maxsize=3 * KEPT)
def _definitions(about: str, _edition: int) -> Definitions:
    rows = Field.objects.filter(about=about)
    return Definitions({row.key: Definition(row) for row in rows})
