"""Tickets for programs: the same queries and actions as the screens, in JSON."""

from helpwell.api.door import register
from helpwell.tickets.api import (
    arranging,
    bulk,
    changing,
    dealing,
    files,
    habits,
    listing,
    moving,
    opening,
    people,
    promises,
    saying,
    settings,
    spending,
    steps,
    views,
)
from helpwell.tickets.api.router import router

__all__ = [
    "arranging",
    "bulk",
    "changing",
    "dealing",
    "files",
    "habits",
    "listing",
    "moving",
    "opening",
    "people",
    "promises",
    "saying",
    "settings",
    "spending",
    "steps",
    "views",
]

register(router)
