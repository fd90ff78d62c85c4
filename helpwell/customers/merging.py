"""What merging two people would do: what stays, what fills a gap, where they disagree."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from helpwell.customers.models import Customer, Organisation

COMPARED = {
    "name": _("Name"),
    "greeting": _("How to greet them"),
    "form_of_address": _("Form of address"),
    "language": _("Language"),
    "time_zone": _("Time zone"),
    "contact_times": _("When to reach them"),
    "needs": _("Needs"),
    "organisation_id": _("Organisation"),
    "external_id": _("Number elsewhere"),
}
KEPT_OF_BOTH = ("notes", "vulnerability")  # nothing of these may get lost, seen or unseen
VALUE = "value:"  # before the key of a custom field


@dataclass(frozen=True)
class Disagreement:
    """A field in which both say something else; `key` chooses what the merged one says."""

    key: str
    label: Any
    stays: str
    other: str


@dataclass(frozen=True)
class Preview:
    """Everything a person decides before two become one."""

    customer: Customer
    into: Customer
    disagreements: list[Disagreement]

    @property
    def has_two_numbers(self) -> bool:
        """Whether both have a number elsewhere: then they may well be two people."""
        return bool(self.customer.external_id and self.into.external_id)


def preview(customer: Customer, into: Customer, *, labels: Mapping[str, str]) -> Preview:
    """What merging `customer` into `into` would ask; `labels` name the custom fields."""
    fields = [
        Disagreement(name, label, _shown(into, name), _shown(customer, name))
        for name, label in COMPARED.items()
        if _differ(getattr(into, name), getattr(customer, name))
    ]
    values = [
        Disagreement(f"{VALUE}{key}", labels.get(key, key), str(into.values[key]), str(said))
        for key, said in customer.values.items()
        if _differ(into.values.get(key), said)
    ]
    return Preview(customer, into, fields + values)


def outcome(customer: Customer, into: Customer, chosen: Collection[str]) -> dict[str, Any]:
    """What changes on `into`: gaps are filled, what was `chosen` is the other's, of notes both."""
    changes = {
        name: getattr(customer, name)
        for name in COMPARED
        if _takes(getattr(into, name), getattr(customer, name), name in chosen)
    }
    for name in KEPT_OF_BOTH:
        both = [text for text in (getattr(into, name), getattr(customer, name)) if text]
        if (len(both) == 2 and both[0] != both[1]) or (both and not getattr(into, name)):
            changes[name] = "\n\n".join(both)
    return changes


def values_taken(customer: Customer, into: Customer, chosen: Collection[str]) -> dict[str, Any]:
    """The same for custom fields: those that `into` takes over."""
    return {
        key: said
        for key, said in customer.values.items()
        if _takes(into.values.get(key), said, f"{VALUE}{key}" in chosen)
    }


def _differ(stays: Any, other: Any) -> bool:
    return bool(stays and other and stays != other)


def _takes(stays: Any, other: Any, is_chosen: bool) -> bool:
    return bool(other) and other != stays and (is_chosen or not stays)


def _shown(customer: Customer, name: str) -> str:
    if name == "organisation_id":
        found = Organisation.objects.filter(pk=customer.organisation_id or 0).first()
        return str(found or "")
    if name == "form_of_address":
        return customer.get_form_of_address_display()
    if name == "language":
        return customer.language_name
    return str(getattr(customer, name) or "")
