from dataclasses import dataclass
from typing import ClassVar

from helpwell.events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CustomerAppeared(Fact):
    """Somebody wrote to us for the first time."""

    name: ClassVar[str] = "customer.appeared"
    subject: ClassVar[str] = "customer_id"
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class CustomerDescribed(Fact):
    """What we know about a customer changed; the values stay in the customer's row."""

    name: ClassVar[str] = "customer.described"
    subject: ClassVar[str] = "customer_id"
    customer_id: int
    fields: list[str]
