"""Where a rule looks: a column, a value of a custom field, rows that hang on the ticket."""

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, Protocol

from django.db.models import (
    DecimalField,
    Exists,
    Expression,
    F,
    Func,
    Lookup,
    Model,
    OuterRef,
    Q,
    TextField,
    Value,
    lookups,
)

NOTHING = Q(pk__in=[])
ANY = Q()
NUMERIC = (  # what is no number is none, rather than a failure of the whole list
    "substring(%(expressions)s from '^-?[0-9]{1,30}(?:[.][0-9]{1,30})?$')::numeric"
)
LOOKUPS: dict[str, type[Lookup[Any]]] = {
    "in": lookups.In,
    "exact": lookups.Exact,
    "icontains": lookups.IContains,
    "istartswith": lookups.IStartsWith,
    "iexact": lookups.IExact,
    "gte": lookups.GreaterThanOrEqual,
    "gt": lookups.GreaterThan,
    "lte": lookups.LessThanOrEqual,
    "lt": lookups.LessThan,
    "isnull": lookups.IsNull,
}


class Where(Protocol):
    """Something a ticket has, of which lookups such as `gte` can be asked."""

    def asks(self, **wanted: Any) -> Q:
        """Whether one and the same value passes all of these lookups."""

    def is_empty(self) -> Q:
        """Whether there is no value."""


@dataclass(frozen=True)
class Column:
    """A column of the ticket, or of a row it points to."""

    path: str
    is_text: bool = False

    def asks(self, **wanted: Any) -> Q:
        return Q(**{f"{self.path}__{lookup}": value for lookup, value in wanted.items()})

    def is_empty(self) -> Q:
        nothing = Q(**{f"{self.path}__isnull": True})
        return nothing | Q(**{self.path: ""}) if self.is_text else nothing


@dataclass(frozen=True)
class Noted:
    """What a custom field says: the text, or the number, that stands in a JSON column."""

    column: str
    key: str
    is_number: bool = False

    @property
    def expression(self) -> Expression:
        text: Expression = Func(
            F(self.column),
            Value(self.key),
            function="jsonb_extract_path_text",
            output_field=TextField(),
        )
        if self.is_number:
            return Func(text, template=NUMERIC, output_field=DecimalField())
        return text

    def asks(self, **wanted: Any) -> Q:
        found = (Q(LOOKUPS[name](self.expression, value)) for name, value in wanted.items())
        return reduce(and_, found)

    def is_empty(self) -> Q:
        return self.asks(isnull=True) | (NOTHING if self.is_number else self.asks(exact=""))


@dataclass(frozen=True)
class NotedMany:
    """What a custom field with several choices says: a list in a JSON column."""

    column: str
    key: str

    def asks(self, **wanted: Any) -> Q:
        each = (Q(**{f"{self.column}__contains": {self.key: [v]}}) for v in wanted["in"])
        return reduce(or_, each, NOTHING)

    def is_empty(self) -> Q:
        empty = Q(**{f"{self.column}__contains": {self.key: []}})
        return ~empty | Noted(self.column, self.key).asks(exact="[]")


@dataclass(frozen=True)
class Among:
    """Rows that hang on the ticket (`back` leads to it, or to what `of` names): one must fit."""

    model: type[Model]
    path: str
    back: str = "ticket"
    of: str = "pk"
    only: Q = ANY

    def asks(self, **wanted: Any) -> Q:
        return self._exist(Q(**{f"{self.path}__{name}": value for name, value in wanted.items()}))

    def is_empty(self) -> Q:
        return ~self._exist(Q())

    def _exist(self, passing: Q) -> Q:
        rows = self.model._default_manager.filter(
            self.only, passing, **{self.back: OuterRef(self.of)}
        )
        return Q(Exists(rows))
