"""The list of customers: found, narrowed, ordered, and its pages, which go on after a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from helpwell.accounts.models import User
from helpwell.core.numbers import whole
from helpwell.customers import queries
from helpwell.customers.models import Customer

PAGE = 50
ORDERS = {"name": ("name", "pk"), "newest": ("-pk",), "oldest": ("pk",)}


@dataclass(frozen=True)
class Page:
    """Some customers in a row, and where the next page begins; empty: there is none."""

    customers: list[Customer]
    after: str


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What is asked of the list."""

    typed: str = ""
    segment: int | None = None
    organisation: int | None = None
    language: str = ""
    order: str = "name"
    after: str = ""

    @classmethod
    def asked(cls, get: Mapping[str, Any]) -> "Listing":
        """As an address says it; what cannot be read is not asked."""
        order = str(get.get("order", ""))
        return cls(
            typed=str(get.get("q", "")).strip()[:100],
            segment=whole(str(get.get("segment", ""))),
            organisation=whole(str(get.get("organisation", ""))),
            language=str(get.get("language", ""))[:12],
            order=order if order in ORDERS else "name",
            after=str(get.get("after", ""))[:300],
        )

    def kept(self) -> dict[str, str]:
        """The same for an address, without the place in the list."""
        said = {
            "q": self.typed,
            "segment": self.segment or "",
            "organisation": self.organisation or "",
            "language": self.language,
            "order": "" if self.order == "name" else self.order,
        }
        return {key: str(value) for key, value in said.items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.segment or self.organisation or self.language)

    def everybody(self, user: User) -> QuerySet[Customer]:
        """All whom the reader may see and that fit, in order."""
        people = queries.visible_to(user)
        if self.typed:
            people = people.filter(pk__in=[e.object_id for e in queries.found(self.typed)])
        if self.segment:
            people = people.filter(segments=self.segment)
        if self.organisation:
            people = people.filter(organisation=self.organisation)
        if self.language:
            people = people.filter(language=self.language)
        return people.order_by(*ORDERS[self.order])

    def page(self, user: User) -> Page:
        """One page; no page costs more for being further down."""
        people = self.everybody(user).filter(self._rest())
        people = people.select_related("organisation").prefetch_related("identities")
        found = list(people[: PAGE + 1])
        shown, more = found[:PAGE], found[PAGE:]
        return Page(shown, self._place_of(shown[-1]) if more else "")

    def _rest(self) -> Q:
        pk, _, name = self.after.partition("_")
        number = whole(pk)
        if number is None:
            return Q()
        if self.order == "newest":
            return Q(pk__lt=number)
        if self.order == "oldest":
            return Q(pk__gt=number)
        return Q(name__gt=name) | Q(name=name, pk__gt=number)

    def _place_of(self, customer: Customer) -> str:
        return f"{customer.pk}_{customer.name if self.order == 'name' else ''}"
