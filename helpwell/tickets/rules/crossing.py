"""Which tickets passing time alone has brought into a rule, or out of it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q

from helpwell.tickets.rules.compiling import conditions
from helpwell.tickets.rules.reading import Condition
from helpwell.tickets.rules.vocabulary import Vocabulary

Boundary = tuple[str, timedelta]


def crossings(rules: Iterable[Any], *, since: datetime, until: datetime) -> Iterator[Q]:
    """Conditions that together hold for every ticket one of the rules judges otherwise by now.

    A condition such as “opened within the last 3 days” changes for those tickets alone that were
    opened between three days before `since` and three days before `until`.
    """
    vocabulary = Vocabulary()
    boundaries: dict[Boundary, Condition] = {}
    for rule in rules:
        for each in conditions(rule, vocabulary):
            for offset in each.operator.offsets(each.value):
                boundaries[each.property.key, offset] = each
    for (_key, offset), each in boundaries.items():
        passing = _between(each, since + offset, until + offset)
        if passing is not None:
            yield passing


def is_timed(rule: Any, vocabulary: Vocabulary) -> bool:
    """Whether time alone can change what the rule holds."""
    return any(each.operator.offsets(each.value) for each in conditions(rule, vocabulary))


def _between(found: Condition, first: datetime, last: datetime) -> Q | None:
    if found.property.kind != "day":
        return found.property.where.asks(gte=first, lte=last)
    begin, end = (moment.astimezone(UTC).date().isoformat() for moment in (first, last))
    return found.property.where.asks(gte=begin, lte=end) if begin != end else None
