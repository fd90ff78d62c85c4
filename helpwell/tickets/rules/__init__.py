"""Rules over tickets, as people make them: nested `{all: […]}` and `{any: […]}` of
`{field, is, value}`; as a condition for lists, as a sentence, and what is wrong with one."""

from helpwell.tickets.rules.checking import MOST_CONDITIONS, MOST_LEVELS, check
from helpwell.tickets.rules.compiling import compile, is_personal
from helpwell.tickets.rules.crossing import crossings, is_timed
from helpwell.tickets.rules.errors import RuleWrong
from helpwell.tickets.rules.properties import ABOUT
from helpwell.tickets.rules.vocabulary import Vocabulary
from helpwell.tickets.rules.wording import in_words

__all__ = [
    "ABOUT",
    "MOST_CONDITIONS",
    "MOST_LEVELS",
    "RuleWrong",
    "Vocabulary",
    "check",
    "compile",
    "crossings",
    "in_words",
    "is_personal",
    "is_timed",
]
