"""Finding: the newest matches, each only for those who may see its owner."""

from django.db.models import BooleanField, F, Q, QuerySet
from django.db.models.expressions import RawSQL

from helpwell.search.marks import Window, windows
from helpwell.search.models import Entry
from helpwell.search.words import Question, question_of

CANDIDATES = 200


def find(text: str, *, kinds: list[str], audience: Q | None = None) -> list[Entry]:
    """The newest `CANDIDATES` entries that hold every word of `text`, newest first.

    The newest owners are searched first and ever more of them only while too few are found, so a
    common word costs no more than a rare one. `audience` narrows to what may be seen; without it
    nothing is hidden.
    """
    question = question_of(text)
    found: list[Entry] = []
    if question is None:
        return found
    for window in windows(kinds, _newest_owner(kinds)):
        found = list(_newest(_within(window, question), audience))
        if len(found) == CANDIDATES:
            break
    return found


def _newest_owner(kinds: list[str]) -> int:
    newest = (Entry.objects.filter(kind=kind).order_by("-owner_id") for kind in kinds)
    return max(owners.values_list("owner_id", flat=True).first() or 0 for owners in newest)


def _within(window: Window, question: Question) -> QuerySet[Entry]:
    """The matches inside a window.

    The index answers for a begun word by gathering every entry of every word that begins so,
    which is millions for a common beginning. In a small window the rows are looked at instead;
    a larger one is only searched for what is rare there.
    """
    indexed = [f"({window.marks})", *question.whole]
    if not question.begun:
        return _matching("words @@ %s::tsquery", indexed)
    if window.is_small:
        begun = _matching("ts_match_vq(words, %s::tsquery)", [question.begun])
        return begun & _matching("words @@ %s::tsquery", indexed)
    return _matching("words @@ %s::tsquery", [*indexed, question.begun])


def _matching(condition: str, terms: list[str]) -> QuerySet[Entry]:
    asked = [" & ".join(terms)]
    holds = RawSQL(condition, asked, output_field=BooleanField())  # noqa: S611 a constant of ours
    return Entry.objects.filter(holds)


def _newest(matches: QuerySet[Entry], audience: Q | None) -> QuerySet[Entry]:
    """The newest of `matches`; the order is by a sum, lest PostgreSQL walk all entries by key."""
    seen = matches if audience is None else matches.filter(audience)
    return seen.defer("words").order_by((F("pk") + 0).desc())[:CANDIDATES]
