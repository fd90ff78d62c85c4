"""A rule as a sentence."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from helpwell.tickets.rules.compiling import parts
from helpwell.tickets.rules.errors import RuleWrong
from helpwell.tickets.rules.operators import UNITS
from helpwell.tickets.rules.reading import Condition, read
from helpwell.tickets.rules.vocabulary import Vocabulary


def in_words(rule: Any, vocabulary: Vocabulary | None = None) -> str:
    """The rule as people say it, such as “Status is open, and Priority is at least High”."""
    return _sentence(rule, vocabulary or Vocabulary(), is_inner=False)


def _sentence(rule: Any, vocabulary: Vocabulary, *, is_inner: bool) -> str:
    group = parts(rule)
    if group is None:
        return _condition(rule, vocabulary)
    mode, inner = group
    if not inner:
        return _("every ticket") if mode == "all" else _("no ticket")
    link = _(", and ") if mode == "all" else _(", or ")
    joined = link.join(_sentence(part, vocabulary, is_inner=True) for part in inner)
    return f"({joined})" if is_inner and len(inner) > 1 else joined


def _condition(leaf: Any, vocabulary: Vocabulary) -> str:
    try:
        found = read(leaf, vocabulary)
    except RuleWrong as wrong:
        return str(wrong)
    value = _value(found, leaf, vocabulary)
    if leaf["is"] == "longer_ago":
        return _("%(field)s more than %(span)s ago") % {
            "field": found.property.label,
            "span": value,
        }
    return " ".join(filter(None, (str(found.property.label), str(found.operator.label), value)))


def _value(found: Condition, leaf: Any, vocabulary: Vocabulary) -> str:
    """What is compared with, in words."""
    value, takes = found.value, found.operator.takes
    if takes in ("choices", "choice"):
        labels = dict(vocabulary.choices(found.property.key))
        given = value if isinstance(value, list) else [str(value)]
        return _listed([str(labels.get(each, _("something that is gone"))) for each in given])
    words: dict[str, Callable[[], str]] = {
        "": lambda: "",
        "names": lambda: _listed([f"“{each}”" for each in value]),
        "words": lambda: f"“{value}”",
        "span": lambda: _span(leaf["value"]),
        "day": lambda: _date(value),
        "number": lambda: f"{value:f}",
    }
    return words[takes]()


def _listed(words: list[str]) -> str:
    *first, last = words
    return _("%(first)s or %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def _span(value: dict[str, Any]) -> str:
    return f"{int(value['number'])} {UNITS[value['unit']][1]}"


def _date(value: datetime | str) -> str:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return date_format(moment, "DATE_FORMAT")
