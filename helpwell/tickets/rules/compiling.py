"""A rule as a condition on tickets."""

from collections.abc import Iterator
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.tickets.rules.asking import NOTHING
from helpwell.tickets.rules.errors import RuleWrong
from helpwell.tickets.rules.properties import (
    NAMING_READERS,
    OF_READERS,
    PERSONAL_VALUES,
    Personal,
)
from helpwell.tickets.rules.reading import Condition, read
from helpwell.tickets.rules.vocabulary import Vocabulary

Rule = dict[str, Any]


def compile(
    rule: Rule,
    user: User | None = None,
    *,
    vocabulary: Vocabulary | None = None,
    at: datetime | None = None,
) -> Q:
    """The rule as a condition on tickets, as `user` means “me”, at a moment (now).

    A condition that cannot be read any more, such as one of a field that is gone, holds for no
    ticket. Nothing is said about who may see what: intersect it with `visible_to`.
    """
    return _compiled(rule, user, vocabulary or Vocabulary(), at or clock.now())


def conditions(rule: Any, vocabulary: Vocabulary) -> Iterator[Condition]:
    """The conditions of a rule that can be read, however deep they stand."""
    for leaf in leaves(rule):
        try:
            yield read(leaf, vocabulary)
        except RuleWrong:
            continue


def leaves(rule: Any) -> Iterator[Any]:
    """The conditions of a rule as they are written."""
    found = parts(rule)
    if found is None:
        yield rule
    else:
        for part in found[1]:
            yield from leaves(part)


def parts(rule: Any) -> tuple[str, list[Any]] | None:
    """How a group joins its parts (all, any) and those; nothing for a condition."""
    for mode in ("all", "any"):
        if isinstance(rule, dict) and isinstance(rule.get(mode), list):
            return mode, rule[mode]
    return None


def is_personal(rule: Rule) -> bool:
    """Whether the rule holds something else for everybody who reads it."""
    return any(_is_personal(leaf) for leaf in leaves(rule))


def _is_personal(leaf: Any) -> bool:
    """No field of this house's own is, so none has to be read for this."""
    field, value = (leaf.get("field"), leaf.get("value")) if isinstance(leaf, dict) else ("", None)
    if field in OF_READERS:
        return True
    return field in NAMING_READERS and isinstance(value, list) and _names_reader(value)


def _names_reader(values: list[Any]) -> bool:
    return any(value in PERSONAL_VALUES for value in values if isinstance(value, str))


def _compiled(rule: Any, user: User | None, vocabulary: Vocabulary, at: datetime) -> Q:
    group = parts(rule)
    if group is None:
        return _condition(rule, user, vocabulary, at)
    mode, inner = group
    each = (_compiled(part, user, vocabulary, at) for part in inner)
    return reduce(and_, each, Q()) if mode == "all" else reduce(or_, each, NOTHING)


def _condition(leaf: Any, user: User | None, vocabulary: Vocabulary, at: datetime) -> Q:
    try:
        found = read(leaf, vocabulary)
    except RuleWrong:
        return NOTHING
    where, value = found.property.where, found.value
    if isinstance(where, Personal):
        theirs = where.rows(user)
        return theirs if leaf["is"] == "yes" else ~theirs
    if found.operator.takes == "choices":
        value = [row for each in value for row in found.property.stands_for(each, user)]
    return found.operator.means(where, value, at)
