"""What the form of a new ticket shows and offers."""

from email.utils import quote
from typing import Any

from helpwell.accounts.models import Group, User
from helpwell.accounts.requests import AgentRequest
from helpwell.brands.models import Brand
from helpwell.core.numbers import whole
from helpwell.customers import queries as people
from helpwell.customers.models import Identity
from helpwell.fields.definitions import Definition
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions
from helpwell.fields.rows import Row, row_to_fill
from helpwell.tickets.arrangement import arrangement
from helpwell.tickets.deeds import read_all
from helpwell.tickets.models import Ticket
from helpwell.tickets.sheets import NORMAL, TEXTS, Sheet

FEW = 10  # as many fields are asked for at once
RIGHTS = ("assign", "set_fields", "prioritise", "tag")


def empty_sheet(request: AgentRequest) -> Sheet:
    """Nothing yet, but for the customer it is opened for; it will be one's own."""
    texts = dict.fromkeys(TEXTS, "") | {"assignee": str(request.user.pk), "priority": NORMAL}
    visible = people.visible_to(request.user).prefetch_related("identities")
    found = visible.filter(pk=whole(request.GET.get("customer", "")) or 0).first()
    if found is None:
        return Sheet(texts)
    known = (each for each in found.identities.all() if each.kind == Identity.Kind.EMAIL)
    to = [written(found.name, each.value) for each in known][:1]
    return Sheet(texts | {"customer": str(found.pk)}, to)


def sheet_context(user: User, sheet: Sheet) -> dict[str, Any]:
    """What the form shows, and what it offers to this person."""
    arranged = arrangement()
    brands = Brand.objects.filter(is_active=True).values_list("pk", "name")
    colleagues = User.objects.colleagues().only("pk", "name", "email")
    return {
        "sheet": sheet,
        "deeds": read_all(sheet.deeds),
        "may_mail": user.can("tickets.reply"),
        "may_record": user.can("tickets.note"),
        "may": {right: user.can(f"tickets.{right}") for right in RIGHTS},
        "brands": list(brands) if len(brands) > 1 else [],
        "types": [("", "–"), *Ticket.Type.choices],
        "priorities": Ticket.Priority.choices,
        "forms": [(form.pk, form.name) for form in arranged.forms_in_use],
        "people": [("", "–"), *((person.pk, str(person)) for person in colleagues)],
        "groups": [("", "–"), *Group.objects.values_list("pk", "name")],
        "rows": _rows(sheet, arranged.keys_of(sheet.form_id)),
    }


def _rows(sheet: Sheet, keys: list[str] | None) -> list[Row]:
    """The fields asked for; of many those that are needed, or say something already."""
    known = definitions(Field.About.TICKET)
    values = sheet.values_so_far()
    asked = known.asked(values, keys)
    if len(asked) > FEW:
        asked = [each for each in asked if _matters(each, sheet)]
    return [row_to_fill(each, None, typed=sheet.values.get(each.key)) for each in asked]


def _matters(definition: Definition, sheet: Sheet) -> bool:
    is_needed = definition.field.needed == Field.Needed.AT_CREATE
    return is_needed or bool(definition.field.shown_if) or definition.key in sheet.values


def written(name: str, email: str) -> str:
    """An address as people write one; the name stays readable in every script."""
    return f'"{quote(name)}" <{email}>' if name else email
