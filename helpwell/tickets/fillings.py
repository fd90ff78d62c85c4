"""What changed in fields, type, form, reason and resolution, as sentences of the history."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Protocol

from django.utils.translation import gettext as _

from helpwell.events.models import Fact
from helpwell.fields.definitions import Definition
from helpwell.fields.models import Change
from helpwell.fields.people import names_of
from helpwell.fields.showing import in_words, people_in
from helpwell.tickets.arrangement import Arrangement, arrangement
from helpwell.tickets.facts import FieldChanged
from helpwell.tickets.particulars import PARTICULARS


class Changes:
    """The changes that facts name, looked up at once."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        ids = [fact.payload["change_id"] for fact in facts if fact.name == FieldChanged.name]
        rows = Change.objects.filter(pk__in=ids).select_related("field") if ids else ()
        self._rows = {row.pk: (Definition(row.field), row.before, row.after) for row in rows}
        said = self._rows.values()
        pairs = [(what, value) for what, *values in said for value in values]
        self._people = names_of(people_in(pairs))

    @cached_property
    def arranged(self) -> Arrangement:
        return arrangement()

    def sentence(self, change_id: int, *, who: str) -> str:
        """Who changed which field from what to what."""
        if change_id not in self._rows:
            return _("%(who)s changed a field that is gone") % {"who": who}
        what, before, after = self._rows[change_id]
        old, new = (in_words(what, value, people=self._people) for value in (before, after))
        return said(who, what.name, old, new)


class Saying(Protocol):
    """Whoever tells a ticket's facts."""

    changes: Changes


def particular_changed(name: str, say: Saying, who: str, fact: Mapping[str, Any]) -> str:
    """Who set type, form, reason or resolution to what."""
    particular, arranged = PARTICULARS[name], say.changes.arranged
    old = particular.in_words(fact["before"], arranged=arranged)
    new = particular.in_words(fact["after"], arranged=arranged)
    return said(who, str(particular.name), old, new)


def said(who: str, what: str, old: str, new: str) -> str:
    """A change from one value to another, where nothing is one, too."""
    words = {"who": who, "what": what, "old": old, "new": new}
    if not new:
        return _("%(who)s emptied %(what)s, which said %(old)s") % words
    if not old:
        return _("%(who)s set %(what)s to %(new)s") % words
    return _("%(who)s changed %(what)s from %(old)s to %(new)s") % words
