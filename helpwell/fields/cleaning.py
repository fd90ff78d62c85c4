"""Values as they are kept, made of what people type, browsers send and programs hand in.

Nothing (an empty text, no choice) is None and means that the field says nothing.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpwell.core.masking import masked
from helpwell.core.numbers import whole
from helpwell.core.text import one_line, storable
from helpwell.fields.definitions import Definition
from helpwell.fields.errors import NotSuchValue
from helpwell.fields.models import Field

LONGEST_TEXT = 2000
LONGEST_ORDER = 60
MOST_CHOSEN = 100
EARLIEST, LATEST = 1800, 2299  # years
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,6})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def cleaned(definition: Definition, given: Any, *, standing: Any = None) -> Any:
    """What `given` is as a value of the field; refuses what it cannot be, in a sentence.

    `standing` is what the field says now: of choices that are offered no more, those may stay.
    """
    if given is None or given in ("", [], [""]):
        return None
    if definition.kind in (Field.Kind.CHOICE, Field.Kind.TREE):
        return _choice(definition, given, standing=[standing])
    if definition.kind == Field.Kind.CHOICES:
        return _choices(definition, given, standing=standing or [])
    return _ways[Field.Kind(definition.kind)](definition, given)


def _text(definition: Definition, given: Any) -> str | None:
    typed = masked(storable(_typed(definition, given))).strip()
    if len(typed) > LONGEST_TEXT:
        raise _no(definition, _("At most 2,000 characters, please."))
    return typed or None


def _order(definition: Definition, given: Any) -> str | None:
    typed = one_line(masked(storable(_typed(definition, given))))
    if len(typed) > LONGEST_ORDER:
        raise _no(definition, _("An order number has at most 60 characters."))
    return typed or None


def _number(definition: Definition, given: Any) -> int | str | None:
    """A whole number as such, one with decimals as text, so that none is lost on the way."""
    typed = _typed(definition, given).strip().replace("−", "-")
    if not typed:
        return None
    if _GROUPED.fullmatch(typed) or not _NUMBER.fullmatch(typed):
        raise _no(
            definition,
            _("Write a number such as 12 or 12.5, without signs between thousands."),
        )
    try:
        exact = Decimal(typed.replace(",", "."))
    except InvalidOperation:  # pragma: no cover - the pattern lets nothing else through
        raise _no(definition, _("Write a number such as 12 or 12.5.")) from None
    is_whole = exact == exact.to_integral_value()
    return int(exact) if is_whole else format(exact.normalize(), "f")


def _date(definition: Definition, given: Any) -> str | None:
    typed = _typed(definition, given).strip()
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed) if _DAY.fullmatch(typed) else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day.year <= LATEST:
        raise _no(definition, _("Choose a day such as 2026-03-31."))
    return day.isoformat()


def _choice(definition: Definition, given: Any, *, standing: list[Any]) -> str:
    """One of what is offered, or of what stands there."""
    choice = definition.choices.get(given) if isinstance(given, str) else None
    if choice is None:
        raise _no(definition, _("This cannot be chosen."))
    if choice.is_retired and choice.value not in standing:
        raise _no(definition, _("“%s” is not offered any more.") % choice.label)
    return choice.value


def _choices(definition: Definition, given: Any, *, standing: list[Any]) -> list[str] | None:
    """Those chosen, each once, in the order in which they are offered."""
    wanted = given if isinstance(given, list) else [given]
    if len(wanted) > MOST_CHOSEN:
        raise _no(definition, _("At most 100 of them, please."))
    chosen = {_choice(definition, each, standing=standing) for each in wanted if each != ""}
    return [value for value in definition.choices if value in chosen] or None


def _person(definition: Definition, given: Any) -> int:
    number = given if isinstance(given, int) and not isinstance(given, bool) else None
    number = whole(given) if isinstance(given, str) else number
    if not number or number < 0 or number >= 10**18:
        raise _no(definition, _("Choose somebody who works here."))
    return number


def _yes_no(definition: Definition, given: Any) -> bool:
    said = {"yes": True, "no": False, "true": True, "false": False}
    if isinstance(given, bool):
        return given
    if not isinstance(given, str) or given.lower() not in said:
        raise _no(definition, _("Say yes or no."))
    return said[given.lower()]


def _typed(definition: Definition, given: Any) -> str:
    """What is or can be written as text; a number of a program counts, anything else does not."""
    if isinstance(given, str):
        return given
    if isinstance(given, int | float) and not isinstance(given, bool):
        return str(given)
    raise _no(definition, _("This is no text."))


def _no(definition: Definition, sentence: str | Promise) -> NotSuchValue:
    return NotSuchValue(definition.name, sentence)


_ways: dict[Field.Kind, Callable[[Definition, Any], Any]] = {
    Field.Kind.TEXT: _text,
    Field.Kind.NUMBER: _number,
    Field.Kind.DATE: _date,
    Field.Kind.PERSON: _person,
    Field.Kind.ORDER: _order,
    Field.Kind.YES_NO: _yes_no,
}
