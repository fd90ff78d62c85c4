"""Customers and organisations for programs."""

from helpwell.api.door import register
from helpwell.customers.api import identities, importing, merging, organisations, people, segments
from helpwell.customers.api.router import router

__all__ = ["identities", "importing", "merging", "organisations", "people", "segments"]

register(router)
