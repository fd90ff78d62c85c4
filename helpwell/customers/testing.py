"""Customers for tests, made through the real actions."""

from itertools import count

from helpwell.core.actors import SYSTEM
from helpwell.customers.actions import recognise
from helpwell.customers.models import Customer

_numbers = count(1)


def make_customer(name: str = "Carl Customer", *, email: str = "") -> Customer:
    """Somebody who writes to us."""
    return recognise(email=email or f"customer{next(_numbers)}@home.example", name=name, by=SYSTEM)


def grace() -> Customer:
    """Grace, a customer; the same person however often she is asked for."""
    return make_customer("Grace Garden", email="grace@home.example")
