"""One thread per person: every contact in every channel, newest first, whatever room it is of.

Rooms above add theirs with `@fills("customer.moments")`: a function that gives its sources. Each
tells, of a customer, for a reader, at most `PAGE + 1` moments beyond a place, newest first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import User
from helpwell.core.slots import fillers_of
from helpwell.customers.models import Customer

PAGE = 25


@dataclass(frozen=True)
class Moment:
    """Something that happened with a customer; `html` is safe, made by a template."""

    at: datetime
    kind: str
    pk: int
    html: str

    @property
    def place(self) -> "Place":
        return Place(self.at, self.kind, self.pk)


@dataclass(frozen=True, order=True)
class Place:
    """Where in the thread a page ends: moments have an order even within a microsecond."""

    at: datetime
    kind: str
    pk: int

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """A place as an address says it; a damaged one is none."""
        at, _, rest = text.partition("_")
        kind, _, pk = rest.partition("_")
        try:
            return cls(datetime.fromisoformat(at.replace(" ", "+")), kind, int(pk))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.kind}_{self.pk}"

    def older(self, kind: str, *, at: str) -> Q:
        """The condition on rows of a kind, whose moment stands in the column `at`."""
        if kind == self.kind:
            same = Q(**{at: self.at}, pk__lt=self.pk)
            return Q(**{f"{at}__lt": self.at}) | same
        return Q(**{f"{at}__lte" if kind < self.kind else f"{at}__lt": self.at})


@dataclass(frozen=True)
class Source:
    """Where moments of a kind come from, under the name of its filter."""

    kind: str
    name: str | Promise
    moments: "Moments"


type Moments = Callable[[Customer, User, Place | None], Sequence[Moment]]


@dataclass(frozen=True)
class Timeline:
    """A page of the thread, and where the next one begins; empty: there is none."""

    moments: list[Moment]
    before: str


def sources() -> list[Source]:
    """All kinds of moments, of this room and of those above."""
    return [source for give in fillers_of("customer.moments") for source in give()]


def filters() -> list[tuple[str, str | Promise]]:
    """What the thread can be narrowed to."""
    return [("", _("Everything")), *((source.kind, source.name) for source in sources())]


def timeline_of(customer: Customer, reader: User, *, kind: str, before: str) -> Timeline:
    """One page of everything with a customer that the reader may see, newest first."""
    place = Place.read(before)
    asked = [source for source in sources() if kind in ("", source.kind)]
    found = [each for source in asked for each in source.moments(customer, reader, place)]
    found.sort(key=lambda moment: moment.place, reverse=True)
    shown = found[:PAGE]
    return Timeline(shown, str(shown[-1].place) if len(found) > PAGE else "")
