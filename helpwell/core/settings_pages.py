"""The pages of the settings, as rooms declare them: for the menu, its overview and the palette."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Heading(Enum):
    """Under which a page stands, in this order."""

    MINE = _("For myself")
    HOUSE = _("The house")
    TEAM = _("The team")
    TICKETS = _("Tickets")
    WRITING = _("Writing")
    MAIL = _("Mail")


@dataclass(frozen=True)
class SettingsPage:
    """One page: its address by name, and what it is for in a sentence.

    It is for those with one of the capabilities `needs`, or for everybody without any; `below`
    names further addresses that belong to it; `also` are other words it is looked for by; low
    `order` comes first under its heading.
    """

    view: str
    label: str | Promise
    words: str | Promise
    icon: str
    heading: Heading
    needs: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    also: str | Promise = ""
    order: int = 50

    @property
    def url(self) -> str:
        return reverse(self.view)

    @property
    def found_by(self) -> str:
        return f"{self.label} {self.words} {self.also}"

    def is_at(self, view: str) -> bool:
        """Whether one is on it, or on a page below it."""
        return view == self.view or view in self.below


_pages: list[SettingsPage] = []


def declare_pages(*pages: SettingsPage) -> None:
    """Let these pages be part of the settings."""
    _pages.extend(pages)


def pages_for(can: Callable[[str], bool]) -> list[SettingsPage]:
    """The pages of somebody who `can` do what is asked, heading by heading."""
    may = [page for page in _pages if not page.needs or any(map(can, page.needs))]
    order = list(Heading)
    return sorted(may, key=lambda page: (order.index(page.heading), page.order))


def by_heading(pages: Iterable[SettingsPage]) -> dict[Heading, list[SettingsPage]]:
    """The pages under their headings; a heading without pages is left out."""
    found: dict[Heading, list[SettingsPage]] = {}
    for page in pages:
        found.setdefault(page.heading, []).append(page)
    return found
