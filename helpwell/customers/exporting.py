"""Customers as plain rows, for files that people take along."""

from collections.abc import Iterator
from itertools import batched
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from helpwell.accounts.models import User
from helpwell.customers.models import Customer, Identity
from helpwell.customers.permissions import GUARDED, SEE_GUARDED
from helpwell.customers.queries import with_details
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions
from helpwell.fields.showing import in_words

TOGETHER = 500
PLAIN = (
    *("name", "greeting", "form_of_address", "language", "time_zone", "contact_times", "needs"),
    *("notes", "external_id"),
)


def head_of(user: User | None) -> dict[str, str]:
    """The columns this person gets, by key, under their names; import knows them again."""
    names = {name: str(Customer._meta.get_field(name).verbose_name) for name in PLAIN}  # type: ignore[union-attr]
    head = {"id": _("Number"), **names}
    head |= {"emails": _("E-mail"), "phones": _("Phone"), "handles": _("Handle")}
    head |= {"organisation": _("Organisation"), "segments": _("Segments")}
    head |= {"created_at": _("With us since")}
    if user and user.can(SEE_GUARDED):
        head[GUARDED] = str(Customer._meta.get_field(GUARDED).verbose_name)  # type: ignore[union-attr]
    known = definitions(Field.About.CUSTOMER).in_use
    return head | {f"field_{key}": each.name for key, each in known.items()}


def rows_of(people: QuerySet[Customer], user: User) -> Iterator[dict[str, Any]]:
    """Every one of them as a plain row, read some at a time."""
    keys = list(head_of(user))
    ids = people.values_list("pk", flat=True)
    for some in batched(ids.iterator(chunk_size=TOGETHER), TOGETHER):
        found = {each.pk: each for each in with_details().filter(pk__in=some)}
        for pk in some:
            if pk in found:
                yield {key: _cell(found[pk], key) for key in keys}


def cells_of(rows: Iterator[dict[str, Any]], keys: list[str]) -> Iterator[list[Any]]:
    """Rows as lines of a table."""
    for row in rows:
        yield [_one(row[key]) for key in keys]


def _one(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _cell(customer: Customer, key: str) -> Any:
    kinds = {"emails": Identity.Kind.EMAIL, "phones": Identity.Kind.PHONE}
    if key in (*kinds, "handles"):
        kind = kinds.get(key, Identity.Kind.HANDLE)
        return [each.value for each in customer.identities.all() if each.kind == kind]
    if key == "segments":
        return list(customer.segment_names)  # type: ignore[attr-defined]
    if key == "organisation":
        return str(customer.organisation or "")
    if key.startswith("field_"):
        return _field(customer, key.removeprefix("field_"))
    return getattr(customer, key)


def _field(customer: Customer, key: str) -> str:
    definition = definitions(Field.About.CUSTOMER, at=customer.fields_edition).in_use.get(key)  # type: ignore[attr-defined]
    return in_words(definition, customer.values.get(key)) if definition else ""
