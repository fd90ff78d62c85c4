"""Fields as they are shown and filled in: one row each, for any subject and any screen."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from helpwell.accounts.models import User
from helpwell.fields.definitions import Definition, Definitions, Values
from helpwell.fields.models import Field
from helpwell.fields.people import names_of
from helpwell.fields.showing import in_words, people_in

FORM_SHOWN = 8
OFFERED = 30  # as many names are offered at once, the others are found by typing
Option = tuple[Any, str]


@dataclass(frozen=True)
class Row:
    """One field beside what it says; `url` is where it is opened and saved."""

    key: str
    name: str | Promise
    kind: str
    value: Any
    words: str
    url: str = ""
    help: str = ""
    is_needed: bool = False
    options: Sequence[Option] = field(default=())
    error: str = ""
    typed: Any = None

    @property
    def seen(self) -> str:
        """What it said when it was shown, to be sent along."""
        return json.dumps(self.value)

    @property
    def entered(self) -> Any:
        """What stands in its editor: what was typed and refused, or what it says."""
        value = self.value if self.typed is None else self.typed
        if isinstance(value, bool):
            return "yes" if value else "no"
        return "" if value is None else value

    @property
    def chosen(self) -> list[Any]:
        entered = self.entered
        return entered if isinstance(entered, list) else [entered]


@dataclass(frozen=True)
class Rows:
    """The rows to be shown, and how many more there are that say nothing yet."""

    shown: list[Row]
    more: int = 0


def rows_of(
    known: Definitions, values: Values, *, url: str, keys: Collection[str] | None = None
) -> Rows:
    """The fields of a subject that say something, must, or were brought by what was just said.

    `url` is where they are opened and saved, each at its key; `keys` are those of a form: who
    chose it wants to fill in its first `FORM_SHOWN` fields.
    """
    asked = known.asked(values, keys)
    shown = [each for each in asked if _matters(each, values, keys)]
    people = names_of(people_in((each, values.get(each.key)) for each in shown))
    rows = [
        Row(
            each.key,
            each.name,
            each.kind,
            values.get(each.key),
            in_words(each, values.get(each.key), people=people),
            url=f"{url}{each.key}/",
            is_needed=each.field.needed != Field.Needed.NEVER,
        )
        for each in shown
    ]
    return Rows(rows, more=len(asked) - len(shown))


def row_to_fill(
    definition: Definition, value: Any, *, url: str = "", error: str = "", typed: Any = None
) -> Row:
    """One field with all that its editor offers."""
    return Row(
        definition.key,
        definition.name,
        definition.kind,
        value,
        in_words(definition, value, people=names_of(people_in([(definition, value)]))),
        url=url,
        help=definition.field.help,
        is_needed=definition.field.needed != Field.Needed.NEVER,
        options=options_of(definition, value),
        error=error,
        typed=typed,
    )


def options_of(definition: Definition, value: Any = None) -> list[Option]:
    """What can be chosen, nothing first where one is chosen; what stands there stays in it."""
    if definition.kind == Field.Kind.YES_NO:
        return [("", _("Nothing")), ("yes", _("Yes")), ("no", _("No"))]
    if definition.kind == Field.Kind.PERSON:
        return [("", _("Nobody")), *_colleagues(value)]
    standing = value if isinstance(value, list) else [value]
    offered = [
        (choice.value, choice.label)
        for choice in definition.choices.values()
        if not choice.is_retired or choice.value in standing
    ]
    return offered if definition.kind == Field.Kind.CHOICES else [("", _("Nothing")), *offered]


def named(
    known: Definitions, values: Values, typed: str, *, keys: Collection[str] | None = None
) -> list[Row]:
    """The fields that `rows_of` leaves out whose names hold what was typed, at most `OFFERED`."""
    left = [each for each in known.asked(values, keys) if not _matters(each, values, keys)]
    rows = [Row(each.key, each.name, each.kind, None, "") for each in left]
    return fitting(rows, typed)


def fitting(rows: Iterable[Row], typed: str) -> list[Row]:
    """The rows whose names hold what was typed, at most `OFFERED`."""
    wanted = typed.casefold()
    return [row for row in rows if wanted in str(row.name).casefold()][:OFFERED]


def _colleagues(value: Any) -> list[Option]:
    people = User.objects.colleagues() | User.objects.filter(pk=value or 0)
    return [(person.pk, str(person)) for person in people.only("pk", "name", "email")]


def _matters(definition: Definition, values: Values, keys: Collection[str] | None) -> bool:
    """Whether it is shown although it may say nothing: it must, or something chosen brought it."""
    field, key = definition.field, definition.key
    is_brought = bool(field.shown_if) or key in list(keys or ())[:FORM_SHOWN]
    return is_brought or field.needed != Field.Needed.NEVER or values.get(key) is not None
