"""The panel: everything about a person on one screen, in the queries that fetched them."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.urls import reverse

from helpwell.accounts.models import User
from helpwell.customers.identities import readable
from helpwell.customers.known import PARTS, may_see, row_of
from helpwell.customers.models import Customer, Identity
from helpwell.customers.permissions import GUARDED
from helpwell.fields.definitions import Definitions
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions
from helpwell.fields.rows import Row, Rows, fitting, named, rows_of

ALWAYS = ("greeting",)  # asked for quietly until it is known
OF_HOUSE = "customer-of-"  # what the rows of this house's fields are called on the page
ON_TOP = ("name", "organisation", "needs", GUARDED, "notes")  # shown in places of their own


@dataclass(frozen=True)
class Panel:
    """A customer as this reader sees them."""

    customer: Customer
    reader: User

    @property
    def may_fill(self) -> bool:
        return self.reader.can("customers.read") and self.reader.can("customers.describe")

    @property
    def may_read(self) -> bool:
        return self.reader.can("customers.read")

    @property
    def may_merge(self) -> bool:
        return self.may_read and self.reader.can("customers.merge")

    @cached_property
    def parts(self) -> dict[str, Row]:
        """The parts that exist for the reader, by key."""
        url = url_of(self.customer)
        keys = (key for key in PARTS if may_see(self.reader, key))
        return {key: row_of(self.customer, key, url=url) for key in keys}

    @property
    def known(self) -> list[Row]:
        """What we know, and what is asked for quietly."""
        return [
            self._worded(key, row)
            for key, row in self.parts.items()
            if key not in ON_TOP and (row.words or (key in ALWAYS and self.may_fill))
        ]

    @property
    def unknown(self) -> list[Row]:
        """Parts that could be known."""
        return [row for key, row in self.parts.items() if not row.words and key not in ALWAYS]

    @property
    def may_say_more(self) -> bool:
        return self.may_fill and bool(self.unknown or self.fields.more)

    def left_out(self, typed: str) -> list[Row]:
        """What is not shown since it says nothing, and whose name holds what was typed."""
        fields = named(self._asked, self.customer.values, typed)
        return [*fitting(self.unknown, typed), *(_of_house(row) for row in fields)]

    @property
    def guarded(self) -> Row | None:
        """What to mind with care, for those who may see it."""
        row = self.parts.get(GUARDED)
        return row if row and row.words else None

    @cached_property
    def fields(self) -> Rows:
        """The fields of this house that say something."""
        url = reverse("customers:panel", args=[self.customer.pk]) + "fields/"
        found = rows_of(self._asked, self.customer.values, url=url)
        return Rows([_of_house(row) for row in found.shown], found.more)

    @property
    def identities(self) -> list[tuple[Identity, str]]:
        """Ways we know them by, the preferred ones first, each as people read it."""
        kinds = list(Identity.Kind.values)
        known = sorted(self.customer.identities.all(), key=lambda each: kinds.index(each.kind))
        return [(each, readable(each)) for each in known]

    @property
    def _asked(self) -> Definitions:
        at = getattr(self.customer, "fields_edition", None)
        return definitions(Field.About.CUSTOMER, at=at)

    def _worded(self, key: str, row: Row) -> Row:
        return row if row.words else replace(row, words=str(PARTS[key].empty))


def _of_house(row: Row) -> Row:
    return replace(row, key=f"{OF_HOUSE}{row.key}")


def url_of(customer: Customer) -> str:
    """Where the parts of a customer are opened, each at its key."""
    return reverse("customers:panel", args=[customer.pk]) + "known/"


def panel_context(customer: Customer, reader: User) -> dict[str, Any]:
    """What the panel's template shows."""
    panel = Panel(customer, reader)
    return {"customer": customer, "panel": panel, "may_fill": panel.may_fill}
