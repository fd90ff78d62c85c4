"""Finding: the newest matches, each only for those who may see its owner."""

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from helpwell.search.models import Entry
from helpwell.search.words import question_of

CANDIDATES = 200


def find(text: str, *, kinds: list[str], audience: Q | None = None) -> QuerySet[Entry]:
    """The newest `CANDIDATES` entries that hold every word of `text`, newest first.

    The candidates are bounded before anything is ranked or joined, so a common word costs no more
    than a rare one. `audience` narrows to what may be seen; without it nothing is hidden.
    """
    question = question_of(text)
    if not question:
        return Entry.objects.none()
    matches = Entry.objects.filter(kind__in=kinds).filter(
        RawSQL("words @@ %s::tsquery", [question], output_field=BooleanField())
    )
    if audience is not None:
        matches = matches.filter(audience)
    return matches.order_by("-pk")[:CANDIDATES]
