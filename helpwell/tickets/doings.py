"""Sentences about what rests, what was promised, and drafts that went from hand to hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from helpwell.events.models import Fact
from helpwell.tickets.models import Promise

if TYPE_CHECKING:
    from helpwell.tickets.history import Sentences

NAMED = ("with_id", "to_id", "writer_id", "snoozed_by")


def named_in(facts: Iterable[Fact]) -> set[int | None]:
    """The people whom such facts name beside who acted."""
    mine = [fact for fact in facts if fact.name in told]
    return {fact.payload[key] for fact in mine for key in NAMED if key in fact.payload}


def promised_in(facts: Iterable[Fact]) -> dict[int, str]:
    """The words of the promises that facts are about."""
    ids = {fact.payload["promise_id"] for fact in facts if "promise_id" in fact.payload}
    if not ids:
        return {}
    return dict(Promise.objects.filter(pk__in=ids).values_list("pk", "words"))


def _snoozed(say: Sentences, who: str, fact: dict[str, Any]) -> str:
    if fact["until"]:
        return _("%(who)s snoozed it") % {"who": who}
    return _("%(who)s snoozed it until there is news") % {"who": who}


def _woke(say: Sentences, who: str, fact: dict[str, Any]) -> str:
    if fact["why"] == "order":
        return _("It woke up: there is news of the order")
    if fact["snoozed_by"]:
        return _("It woke up, as %(who)s had asked") % {"who": say.person(fact["snoozed_by"])}
    return _("It woke up")


def _about(sentence: str) -> Callable[[Sentences, str, dict[str, Any]], str]:
    """Tells such a fact about a promise."""

    def tell(say: Sentences, who: str, fact: dict[str, Any]) -> str:
        words = say.promised.get(fact["promise_id"], _("a promise"))
        return _(sentence) % {"who": who, "words": words}

    return tell


def _kept(say: Sentences, who: str, fact: dict[str, Any]) -> str:
    late = _("%(who)s kept “%(words)s”, late")
    in_time = _("%(who)s kept “%(words)s”")
    words = say.promised.get(fact["promise_id"], _("a promise"))
    return (late if fact["is_late"] else in_time) % {"who": who, "words": words}


def _shared(say: Sentences, who: str, fact: dict[str, Any]) -> str:
    words = {"who": who, "whom": say.person(fact["with_id"])}
    return _("%(who)s asked %(whom)s to look over a draft") % words


def _returned(say: Sentences, who: str, fact: dict[str, Any]) -> str:
    if say.person(fact["to_id"]) == who:
        return _("%(who)s took the draft back") % {"who": who}
    return _("%(who)s gave the draft back to %(whom)s") % {
        "who": who,
        "whom": say.person(fact["to_id"]),
    }


def _sent(say: Sentences, who: str, fact: dict[str, Any]) -> str:
    words = {"who": who, "whom": say.person(fact["writer_id"])}
    return _("%(who)s sent what was written with %(whom)s") % words


told: dict[str, Callable[[Sentences, str, dict[str, Any]], str]] = {
    "ticket.snoozed": _snoozed,
    "ticket.woke": _woke,
    "promise.made": _about(gettext_noop("%(who)s promised “%(words)s”")),
    "promise.moved": _about(gettext_noop("%(who)s moved the promise “%(words)s”")),
    "promise.kept": _kept,
    "promise.withdrawn": _about(gettext_noop("%(who)s withdrew the promise “%(words)s”")),
    "promise.restored": _about(gettext_noop("The promise “%(words)s” stands again")),
    "promise.broken": _about(gettext_noop("The time of the promise “%(words)s” has passed")),
    "draft.shared": _shared,
    "draft.returned": _returned,
    "draft.sent": _sent,
}
