"""How a rule compares: the words, what has to be given, and the condition it means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpwell.tickets.rules.asking import Where

UNITS: dict[str, tuple[timedelta, str | Promise]] = {
    "minutes": (timedelta(minutes=1), _("minutes")),
    "hours": (timedelta(hours=1), _("hours")),
    "days": (timedelta(days=1), _("days")),
    "weeks": (timedelta(weeks=1), _("weeks")),
}
LONGEST_SPAN = timedelta(days=3650)


@dataclass(frozen=True)
class Operator:
    """One way to compare.

    `takes` says what its value is: choices, choice, names, words, number, span, day, or nothing.
    """

    label: str | Promise
    takes: str
    means: Callable[[Where, Any, datetime], Q]
    offsets: Callable[[Any], Sequence[timedelta]] = lambda _value: ()


def _one_of(where: Where, values: Sequence[Any], _at: datetime) -> Q:
    """Among `values`; None stands for having none."""
    there = where.asks(**{"in": [value for value in values if value is not None]})
    return there | where.is_empty() if None in values else there


def _none_of(where: Where, values: Sequence[Any], at: datetime) -> Q:
    """Having none is not being one of them; written so that NULL never decides."""
    others = where.is_empty() | ~where.asks(**{"in": [v for v in values if v is not None]})
    return others & ~where.is_empty() if None in values else others


def _all_of(where: Where, values: Sequence[Any], _at: datetime) -> Q:
    return reduce(and_, (where.asks(**{"in": [value]}) for value in values), Q())


def _asks(lookup: str) -> Callable[[Where, Any, datetime], Q]:
    return lambda where, value, _at: where.asks(**{lookup: value})


def _lacks(where: Where, value: str, _at: datetime) -> Q:
    return where.is_empty() | ~where.asks(icontains=value)


def _within_last(where: Where, span: timedelta, at: datetime) -> Q:
    return where.asks(gte=at - span)


def _longer_ago(where: Where, span: timedelta, at: datetime) -> Q:
    return where.asks(lt=at - span)


def _within_next(where: Where, span: timedelta, at: datetime) -> Q:
    return where.asks(gte=at, lt=at + span)


def _past(where: Where, _value: Any, at: datetime) -> Q:
    return where.asks(lt=at)


def _days_ago(where: Where, span: timedelta, at: datetime) -> Q:
    return where.asks(gte=_day(at - span), lte=_day(at))


def _days_ahead(where: Where, span: timedelta, at: datetime) -> Q:
    return where.asks(gte=_day(at), lte=_day(at + span))


def _day(moment: datetime) -> str:
    """The day as custom fields write it, in UTC."""
    return moment.astimezone(UTC).date().isoformat()


EMPTY = Operator(_("is empty"), "", lambda where, _value, _at: where.is_empty())
FILLED = Operator(_("is filled in"), "", lambda where, _value, _at: ~where.is_empty())
ONE_OF = Operator(_("is"), "choices", _one_of)
NONE_OF = Operator(_("is not"), "choices", _none_of)
BEFORE = Operator(_("before"), "day", _asks("lt"))
FROM = Operator(_("on or after"), "day", _asks("gte"))

CHOICE = {"one_of": ONE_OF, "none_of": NONE_OF}
RANK = CHOICE | {
    "at_least": Operator(_("is at least"), "choice", _asks("gte")),
    "at_most": Operator(_("is at most"), "choice", _asks("lte")),
}
TEXT = {
    "contains": Operator(_("contains"), "words", _asks("icontains")),
    "lacks": Operator(_("does not contain"), "words", _lacks),
    "is": Operator(_("is exactly"), "words", _asks("iexact")),
    "begins": Operator(_("begins with"), "words", _asks("istartswith")),
    "empty": EMPTY,
    "filled": FILLED,
}
SAID = {name: TEXT[name] for name in ("contains", "lacks")}
NAMES = {
    "any_of": Operator(_("has one of"), "names", _one_of),
    "all_of": Operator(_("has all of"), "names", _all_of),
    "none_of": Operator(_("has none of"), "names", _none_of),
    "empty": EMPTY,
    "filled": FILLED,
}
SOME = {
    "any_of": Operator(_("has one of"), "choices", _one_of),
    "all_of": Operator(_("has all of"), "choices", _all_of),
    "none_of": Operator(_("has none of"), "choices", _none_of),
    "empty": EMPTY,
    "filled": FILLED,
}
NUMBER = {
    "at_least": Operator(_("is at least"), "number", _asks("gte")),
    "at_most": Operator(_("is at most"), "number", _asks("lte")),
    "equals": Operator(_("is exactly"), "number", _asks("exact")),
}
PAST = {
    "within_last": Operator(_("within the last"), "span", _within_last, lambda span: (-span,)),
    "longer_ago": Operator(_("more than … ago"), "span", _longer_ago, lambda span: (-span,)),
    "before": BEFORE,
    "from": FROM,
    "empty": EMPTY,
    "filled": FILLED,
}
DUE = {
    "within_next": Operator(
        _("within the next"), "span", _within_next, lambda span: (timedelta(0), span)
    ),
    "past": Operator(_("is past"), "", _past, lambda _value: (timedelta(0),)),
    "before": BEFORE,
    "from": FROM,
    "empty": EMPTY,
    "filled": FILLED,
}
DAY = {
    "within_last": Operator(
        _("within the last"), "span", _days_ago, lambda span: (-span, timedelta(0))
    ),
    "within_next": Operator(
        _("within the next"), "span", _days_ahead, lambda span: (timedelta(0), span)
    ),
    "before": BEFORE,
    "from": FROM,
    "empty": EMPTY,
    "filled": FILLED,
}
FLAG = {
    "yes": Operator(_("yes"), "", lambda where, _value, _at: ~where.is_empty()),
    "no": Operator(_("no"), "", lambda where, _value, _at: where.is_empty()),
}
TRUTH = {
    "yes": Operator(_("yes"), "", lambda where, _value, _at: where.asks(exact="true")),
    "no": Operator(
        _("no"), "", lambda where, _value, _at: where.is_empty() | where.asks(exact="false")
    ),
}
KINDS: dict[str, dict[str, Operator]] = {
    "choice": CHOICE,
    "optional": CHOICE | {"empty": EMPTY, "filled": FILLED},
    "rank": RANK,
    "text": TEXT,
    "said": SAID,
    "names": NAMES,
    "some": SOME,
    "number": NUMBER,
    "optional_number": NUMBER | {"empty": EMPTY, "filled": FILLED},
    "past": PAST,
    "due": DUE,
    "day": DAY,
    "flag": FLAG,
    "truth": TRUTH,
}
