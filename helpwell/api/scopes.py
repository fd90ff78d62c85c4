"""What a token lends of what its person may: a few plain words instead of all capabilities."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.capabilities import declared


@dataclass(frozen=True)
class Scope:
    """A part of what a person may do; `label` finishes "This token may …"."""

    name: str
    label: str | Promise
    writes: bool = True


SCOPES = {
    scope.name: scope
    for scope in (
        Scope("read", _("read tickets, customers and what there is to choose"), writes=False),
        Scope("answer", _("write to customers and others outside")),
        Scope("work", _("change tickets: status, fields, tags, notes, merging, the trash")),
        Scope("customers", _("change customers and organisations, and merge them")),
        Scope("export", _("export lists"), writes=False),
        Scope("guarded", _("see what only few may: vulnerability, masked originals"), writes=False),
        Scope("arrange", _("arrange settings, people and shared views")),
    )
}
WRITING = frozenset(scope.name for scope in SCOPES.values() if scope.writes)
_NAMED = {
    "customers.read": "read",
    "channels.see_health": "read",
    "tickets.reply": "answer",
    "tickets.ask": "answer",
    "tickets.see_originals": "guarded",
    "tickets.open_infected": "guarded",
    "customers.see_vulnerability": "guarded",
    "tickets.arrange": "arrange",
    "tickets.share_views": "arrange",
}


def scope_of(capability: str) -> str:
    """The one scope that lends a capability; whatever nobody has thought of is arranging."""
    if named := _NAMED.get(capability):
        return named
    room, _dot, deed = capability.partition(".")
    if room == "tickets" and deed.startswith("read_"):
        return "read"
    if deed == "export":
        return "export"
    return {"tickets": "work", "customers": "customers"}.get(room, "arrange")


def lent_by(scopes: Iterable[str]) -> frozenset[str]:
    """All capabilities that tokens of these scopes lend, as far as their person has them."""
    chosen = set(scopes)
    return frozenset(name for name in declared if scope_of(name) in chosen)
