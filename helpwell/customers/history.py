"""What happened to our knowledge of a customer, in sentences a person would say."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from helpwell.accounts.models import User
from helpwell.customers.known import PARTS, may_see, words_of
from helpwell.customers.models import Change, Customer
from helpwell.customers.permissions import GUARDED
from helpwell.events.models import Fact
from helpwell.fields.models import Change as FieldChange
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions
from helpwell.fields.showing import in_words

LONGEST = 60


class Sentences:
    """Tells facts about customers to a reader, having looked up names and values at once."""

    def __init__(self, facts: Iterable[Fact], reader: User) -> None:
        facts = list(facts)
        self.reader = reader
        ids = {pk for fact in facts for pk in fact.payload.get("change_ids", [])}
        self.changes = Change.objects.in_bulk(ids)
        filled = FieldChange.objects.select_related("field").filter(pk__in=ids)
        self.filled = {each.pk: each for each in filled}
        people = {fact.actor_id or 0 for fact in facts if fact.actor_kind == "agent"}
        self.people = dict(User.objects.filter(pk__in=people).values_list("pk", "name"))
        others = {fact.payload.get("other_id") for fact in facts} - {None}
        self.customers = dict(Customer.objects.filter(pk__in=others).values_list("pk", "name"))

    def of(self, fact: Fact) -> list[str]:
        """Who did what; nothing of what the reader may not see."""
        tell = told[fact.name]
        return tell(self, self._who(fact), fact.payload)

    def _who(self, fact: Fact) -> str:
        if fact.actor_kind == "agent":
            return self.people.get(fact.actor_id or 0, _("Somebody"))
        return _("Helpwell") if fact.actor_kind == "system" else _("The customer")


def _described(say: Sentences, who: str, fact: dict[str, Any]) -> list[str]:
    changes = [say.changes[pk] for pk in fact.get("change_ids", []) if pk in say.changes]
    told_of = {change.field for change in changes} | {GUARDED}
    lines = [
        _changed(
            who,
            PARTS[each.field].name,
            _said(each.field, each.before),
            _said(each.field, each.after),
        )
        for each in changes
        if each.field in PARTS
    ]
    if GUARDED in fact["fields"] and may_see(say.reader, GUARDED):
        lines.append(_("%(who)s changed what to mind with care") % {"who": who})
    for field in fact["fields"]:
        if field not in told_of and field in PARTS:
            lines.append(_("%(who)s changed: %(what)s") % {"who": who, "what": PARTS[field].name})
    return lines


def _filled(say: Sentences, who: str, fact: dict[str, Any]) -> list[str]:
    known = definitions(Field.About.CUSTOMER).by_key
    lines = []
    for pk in fact["change_ids"]:
        change = say.filled.get(pk)
        if change and change.field.key in known:
            definition = known[change.field.key]
            words = (in_words(definition, value) for value in (change.before, change.after))
            lines.append(_changed(who, definition.name, *words))
    return lines


def _changed(who: str, what: Any, before: str, after: str) -> str:
    words = {"who": who, "what": what, "before": _short(before), "after": _short(after)}
    if not before:
        return _("%(who)s noted %(what)s: %(after)s") % words
    if not after:
        return _("%(who)s took away %(what)s: it was %(before)s") % words
    return _("%(who)s changed %(what)s from %(before)s to %(after)s") % words


def _said(field: str, value: str) -> str:
    """A value as the panel says it."""
    if field in ("language", "form_of_address"):
        return words_of(Customer(**{field: value}), field)
    return value


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _joined(say: Sentences, who: str, fact: dict[str, Any]) -> list[str]:
    words = {"who": who, "whom": say.customers.get(fact["other_id"], _("somebody"))}
    if fact["is_undone"]:
        return [_("%(who)s parted %(whom)s from them again") % words]
    return [_("%(who)s merged %(whom)s into them") % words]


def _moved(say: Sentences, who: str, fact: dict[str, Any]) -> list[str]:
    if fact["customer_id"] == fact["to_id"]:
        return [_("%(who)s gave them an address that was somebody else’s") % {"who": who}]
    return [_("%(who)s gave one of their addresses to somebody else") % {"who": who}]


def _plainly(sentence: str) -> Callable[..., list[str]]:
    return lambda say, who, fact: [_(sentence) % {"who": who}]


told: dict[str, Callable[[Sentences, str, dict[str, Any]], list[str]]] = {
    "customer.described": _described,
    "customer.fields_filled": _filled,
    "customer.joined": _joined,
    "identity.moved": _moved,
    "identity.added": _plainly("%(who)s added an address or number"),
    "identity.removed": _plainly("%(who)s took an address or number away"),
    "identity.preferred": _plainly("%(who)s chose which address is used first"),
    "address.failed": _plainly("Mail to one of their addresses came back"),
    "address.withdrawn": _plainly("They want no more mail at one of their addresses"),
    "address.restored": _plainly("One of their addresses works again"),
    "customer.appeared": _plainly("They wrote to us for the first time"),
}
