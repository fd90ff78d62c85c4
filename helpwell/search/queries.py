"""Finding: the newest matches, each only for those who may see its owner."""

from django.db.models import BooleanField, F, Q, QuerySet
from django.db.models.expressions import RawSQL

from helpwell.search.marks import Window, windows
from helpwell.search.models import Entry
from helpwell.search.spelling import close_to
from helpwell.search.words import Question, question_of

CANDIDATES = 200
ENOUGH_OWNERS = 30  # as many as a page of results shows
FREQUENT = 25  # matches among the very newest entries, some two thousand


def find(text: str, *, kinds: list[str], audience: Q | None = None) -> list[Entry]:
    """The newest entries that hold every word of `text`, newest first, at most `CANDIDATES`.

    The last word is taken as written; only when fewer than `ENOUGH_OWNERS` hold it so, as begun.
    `audience` narrows to what may be seen; without it nothing is hidden.
    """
    question = question_of(text)
    if question is None:
        return []
    found = _newest_with(question.as_written(), kinds, audience)
    if question.begun and not _is_enough(found):
        found = _newest_with(question, kinds, audience)
    return found


def find_close(text: str, *, kinds: list[str], audience: Q | None = None) -> list[Entry]:
    """As `find`, for words that differ from those of `text` by one slip of the finger.

    Only what is found tells that a word exists: what nobody may see is not hinted at.
    """
    close = close_to(text)
    if close is None:
        return []
    return _newest_with(Question([_any_of(words) for words in close]), kinds, audience)


def _any_of(words: list[str]) -> str:
    return f"({' | '.join(f"'{word}'" for word in words)})"


def _newest_with(question: Question, kinds: list[str], audience: Q | None) -> list[Entry]:
    """The newest owners are searched first, and ever more of them only while too few are found,
    so a common word costs no more than a rare one."""
    found: list[Entry] = []
    is_frequent = False
    for window in windows(kinds, _newest_owner(kinds)):
        by_row = window.is_smallest or (window.is_small and is_frequent)
        matches = _within(window, question, by_row=by_row).filter(kind__in=kinds)
        found = list(_newest(matches, audience))
        if _is_enough(found):
            break
        if window.is_smallest and question.begun:
            is_frequent = matches.count() >= FREQUENT
    return found


def _is_enough(found: list[Entry]) -> bool:
    return len({entry.owner_id for entry in found}) >= ENOUGH_OWNERS


def _newest_owner(kinds: list[str]) -> int:
    newest = (Entry.objects.filter(kind=kind).order_by("-owner_id") for kind in kinds)
    return max(owners.values_list("owner_id", flat=True).first() or 0 for owners in newest)


def _within(window: Window, question: Question, *, by_row: bool) -> QuerySet[Entry]:
    """The matches inside a window; a begun word is looked for `by_row` or in the index.

    For a begun word the index gathers every entry of every word that begins so, which is millions
    for a frequent beginning; looking at each row of a window that is not large costs less then.
    """
    indexed = [f"({window.marks})", *question.whole]
    if not question.begun:
        return _matching("words @@ %s::tsquery", indexed)
    if by_row:
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
