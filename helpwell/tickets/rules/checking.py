"""Refusing rules that cannot be read, in sentences."""

from typing import Any

from django.utils.translation import gettext as _

from helpwell.tickets.rules.compiling import leaves, parts
from helpwell.tickets.rules.errors import RuleWrong
from helpwell.tickets.rules.reading import Condition, read
from helpwell.tickets.rules.vocabulary import Vocabulary

MOST_LEVELS = 8
MOST_CONDITIONS = 60


def check(rule: Any, vocabulary: Vocabulary | None = None) -> None:
    """Refuse what is no rule: unknown fields, comparisons and values, too deep, too long."""
    vocabulary = vocabulary or Vocabulary()
    if parts(rule) is None:
        raise RuleWrong(_("A rule begins with “all of” or “any of”."))
    _refuse_depth(rule)
    written = list(leaves(rule))
    if len(written) > MOST_CONDITIONS:
        raise RuleWrong(_("A rule has at most 60 conditions. Take some out, or make two views."))
    for leaf in written:
        _refuse_unknown(read(leaf, vocabulary), vocabulary)


def _refuse_depth(rule: Any) -> None:
    """Level by level, so that no depth of nesting can overwhelm the check itself."""
    level = [rule]
    for _depth in range(MOST_LEVELS):
        level = [part for group in map(parts, level) if group for part in group[1]]
        if not level:
            return
    if any(parts(each) for each in level):
        raise RuleWrong(_("Groups stand in one another at most 8 deep. Take one level out."))


def _refuse_unknown(found: Condition, vocabulary: Vocabulary) -> None:
    if found.operator.takes not in ("choices", "choice"):
        return
    given = found.value if found.operator.takes == "choices" else [str(found.value)]
    known = {value for value, _label in vocabulary.choices(found.property.key)}
    if not known.issuperset(given):
        words = _("A value of “%s” does not exist any more. Choose again.")
        raise RuleWrong(words % found.property.label)
