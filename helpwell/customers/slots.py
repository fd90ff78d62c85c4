from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import User
from helpwell.core.slots import fills
from helpwell.customers.history import Sentences, told
from helpwell.customers.models import Customer
from helpwell.customers.timeline import PAGE, Moment, Place, Source
from helpwell.events.queries import history_of


@fills("customer.moments", order=90)
def what_was_noted() -> list[Source]:
    """Changes of what we know of a customer."""
    return [Source("changed", _("Changes"), _changes)]


def _changes(customer: Customer, reader: User, place: Place | None) -> list[Moment]:
    facts = history_of(f"customer:{customer.pk}").filter(name__in=told).order_by("-at", "-pk")
    if place:
        facts = facts.filter(place.older("changed", at="at"))
    found = list(facts[: PAGE + 1])
    sentences = Sentences(found, reader)
    return [
        Moment(fact.at, "changed", fact.pk, _html(fact.at, sentences.of(fact))) for fact in found
    ]


def _html(at: object, lines: list[str]) -> str:
    return render_to_string("customers/_changed.html", {"at": at, "lines": lines})
