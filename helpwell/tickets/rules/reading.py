"""One condition of a rule, read: its property, its operator and its value, or what is wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from helpwell.core.text import storable
from helpwell.tickets.rules.errors import RuleWrong
from helpwell.tickets.rules.operators import LONGEST_SPAN, UNITS, Operator
from helpwell.tickets.rules.properties import NOBODY, PERSONAL_VALUES, Property
from helpwell.tickets.rules.vocabulary import Vocabulary

MOST_VALUES = 100
LONGEST_WORDS = 200
LARGEST_NUMBER = Decimal(10) ** 12
MOST_DECIMALS = 30


@dataclass(frozen=True)
class Condition:
    """A condition whose parts fit together."""

    property: Property
    operator: Operator
    value: Any


def read(leaf: Any, vocabulary: Vocabulary) -> Condition:
    """The condition `{field, is, value}`; RuleWrong says what is wrong with it."""
    if not isinstance(leaf, dict) or not isinstance(leaf.get("field"), str):
        raise RuleWrong(_("A condition names a field, a comparison and a value."))
    found = _property(leaf["field"], vocabulary)
    operator = found.operators.get(str(leaf.get("is")))
    if operator is None:
        known = ", ".join(found.operators)
        raise RuleWrong(
            _("“%(field)s” cannot be compared so. It can be: %(known)s.")
            % {"field": found.label, "known": known}
        )
    value = READERS[operator.takes](leaf.get("value"), found)
    return Condition(found, operator, value)


def _property(key: str, vocabulary: Vocabulary) -> Property:
    try:
        return vocabulary[key]
    except KeyError:
        words = _("There is no field “%s” any more. Choose another one, or take the line out.")
        raise RuleWrong(words % key[:80]) from None


def _nothing(_value: Any, _property: Property) -> None:
    return None


def _choices(value: Any, found: Property) -> list[str]:
    given = value if isinstance(value, list) else [value]
    chosen = [storable(str(each)) for each in given if each not in (None, "")]
    if not chosen:
        raise RuleWrong(_("Choose at least one value for “%s”.") % found.label)
    if len(chosen) > MOST_VALUES:
        raise RuleWrong(_("Choose at most 100 values for “%s”.") % found.label)
    for each in chosen:
        _castable(each, found)
    return chosen


def _choice(value: Any, found: Property) -> Any:
    (chosen,) = _choices(value, found)[:1]
    return found.cast(chosen)


def _castable(value: str, found: Property) -> None:
    if value in (*NOBODY, *PERSONAL_VALUES):
        return
    try:
        number = found.cast(value)
    except ValueError:
        number = 2**62
    if isinstance(number, int) and abs(number) >= 2**31:
        raise RuleWrong(
            _("“%(value)s” is no value of “%(field)s”.")
            % {"value": value[:60], "field": found.label}
        )


def _names(value: Any, found: Property) -> list[str]:
    return _choices(value, found)


def _words(value: Any, found: Property) -> str:
    words = storable(str(value if value is not None else "")).strip()
    if not words:
        raise RuleWrong(_("Write some words for “%s”.") % found.label)
    if len(words) > LONGEST_WORDS:
        raise RuleWrong(_("Write at most 200 characters for “%s”.") % found.label)
    return words


def _number(value: Any, found: Property) -> Decimal:
    try:
        number = Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > LARGEST_NUMBER or _is_endless(number):
        raise RuleWrong(_("Write a number for “%s”.") % found.label)
    return number


def _is_endless(number: Decimal) -> bool:
    """Whether it has decimals without end, such as 1e-999999999: written out they fill memory."""
    exponent = number.as_tuple().exponent
    return not isinstance(exponent, int) or exponent < -MOST_DECIMALS


def _span(value: Any, found: Property) -> timedelta:
    given = value if isinstance(value, dict) else {}
    number, unit = str(given.get("number", "")).strip(), str(given.get("unit", ""))
    if unit not in UNITS or not (number.isascii() and number.isdigit() and len(number) < 7):
        raise RuleWrong(_("Write how many hours or days for “%s”, such as 3.") % found.label)
    span = int(number) * UNITS[unit][0]
    if not timedelta(0) < span <= LONGEST_SPAN:
        raise RuleWrong(_("“%s” takes a time of at most ten years.") % found.label)
    return span


def _day(value: Any, found: Property) -> datetime | str:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        raise RuleWrong(_("Give a date for “%s”.") % found.label) from None
    return day.isoformat() if found.kind == "day" else datetime.combine(day, time(), UTC)


READERS: dict[str, Callable[[Any, Property], Any]] = {
    "": _nothing,
    "choices": _choices,
    "choice": _choice,
    "names": _names,
    "words": _words,
    "number": _number,
    "span": _span,
    "day": _day,
}
