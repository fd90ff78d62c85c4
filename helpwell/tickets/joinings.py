"""Sentences about tickets that belong together, and people who work on one together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpwell.accounts.models import User
from helpwell.customers.models import Customer
from helpwell.events.models import Fact
from helpwell.tickets.links import seen_among
from helpwell.tickets.models import Step
from helpwell.tickets.spans import as_words

if TYPE_CHECKING:
    from helpwell.tickets.history import Sentences

Payload = dict[str, Any]


class Joined:
    """What such facts name: people, steps, and those linked tickets that the reader may see."""

    def __init__(self, facts: Iterable[Fact], reader: User | None) -> None:
        mine = [fact for fact in facts if fact.name in told]
        agents = {pk for f in mine for key in AGENTS for pk in f.payload.get(key, ())}
        self.agents = _named(User, agents)
        self.customers = _named(Customer, {f.payload.get("customer_id") for f in mine})
        self.steps = _named(Step, {f.payload.get("step_id") for f in mine}, "text")
        others = {pk for fact in mine for pk in _others(fact.payload)}
        self.seen = seen_among(others, reader) if reader else others

    def people(self, ids: Iterable[int]) -> str:
        return ", ".join(self.agents.get(pk, _("somebody who left")) for pk in ids)


AGENTS = ("added_ids", "removed_ids")
OTHERS = ("other_id", "from_id", "into_id")


def _others(fact: Payload) -> Iterable[int]:
    """The tickets that a fact about one names beside it."""
    return [*(fact[key] for key in OTHERS if key in fact), *fact.get("from_ids", ())]


def _named(model: type[Any], ids: set[int | None], column: str = "name") -> dict[int, str]:
    wanted = ids - {None}
    if not wanted:
        return {}
    return dict(model._default_manager.filter(pk__in=wanted).values_list("pk", column))


def _took_in(say: Sentences, who: str, fact: Payload) -> str:
    numbers = ", ".join(f"#{pk}" for pk in fact["from_ids"] if pk in say.joined.seen)
    if not numbers:
        return _("%s merged another ticket into this") % who
    return _("%(who)s merged %(numbers)s into this") % {"who": who, "numbers": numbers}


def _merged(say: Sentences, who: str, fact: Payload) -> str:
    if fact["into_id"] not in say.joined.seen:
        return _("%s merged it into another ticket") % who
    return _("%(who)s merged it into #%(number)s") % {"who": who, "number": fact["into_id"]}


def _parted(say: Sentences, who: str, fact: Payload) -> str:
    if not say.joined.seen.issuperset({fact["from_id"], fact["into_id"]}):
        return ""
    words = {"who": who, "from": fact["from_id"], "into": fact["into_id"]}
    if fact["ticket_id"] == fact["from_id"]:
        return _("%(who)s took it out of #%(into)s again") % words
    return _("%(who)s took #%(from)s out again") % words


def _linked(say: Sentences, who: str, fact: Payload) -> str:
    if fact["other_id"] not in say.joined.seen:
        return ""
    sentences = {
        "parent": _("%(who)s made #%(other)s a part of this"),
        "child": _("%(who)s made this a part of #%(other)s"),
        "problem": _("%(who)s made #%(other)s an incident of this problem"),
        "incident": _("%(who)s made this an incident of #%(other)s"),
        "related": _("%(who)s linked it to #%(other)s"),
    }
    return sentences[fact["as_what"]] % {"who": who, "other": fact["other_id"]}


def _unlinked(say: Sentences, who: str, fact: Payload) -> str:
    if fact["other_id"] not in say.joined.seen:
        return ""
    words = {"who": who, "other": fact["other_id"]}
    return _("%(who)s took the link to #%(other)s away") % words


def _steps_added(say: Sentences, who: str, fact: Payload) -> str:
    count = len(fact["step_ids"])
    words = ngettext(
        "%(who)s added a step to the checklist",
        "%(who)s added %(count)s steps to the checklist",
        count,
    )
    return words % {"who": who, "count": count}


def _step_changed(say: Sentences, who: str, fact: Payload) -> str:
    sentences = {
        "done": _("%(who)s ticked off “%(step)s”"),
        "undone": _("%(who)s took the tick off “%(step)s”"),
        "assigned": _("%(who)s said who does “%(step)s”"),
        "renamed": _("%(who)s rewrote the step “%(step)s”"),
        "removed": _("%(who)s removed a step of the checklist"),
    }
    step = say.joined.steps.get(fact["step_id"], _("a step that is gone"))
    return sentences[fact["what"]] % {"who": who, "step": step}


def _followers(say: Sentences, who: str, fact: Payload) -> str:
    people = say.joined.people([*fact["added_ids"], *fact["removed_ids"]])
    if people == who:
        return _("%s follows it") % who if fact["added_ids"] else _("%s follows it no more") % who
    words = {"who": who, "people": people}
    if fact["added_ids"]:
        return _("%(who)s let %(people)s follow it") % words
    return _("%(who)s let %(people)s follow it no more") % words


def _takes_part(say: Sentences, who: str, fact: Payload) -> str:
    whom = say.joined.customers.get(fact["customer_id"], _("somebody else"))
    return _("%(who)s let %(whom)s take part: answers go to them in copy") % {
        "who": who,
        "whom": whom,
    }


def _leaves(say: Sentences, who: str, fact: Payload) -> str:
    whom = say.joined.customers.get(fact["customer_id"], _("somebody else"))
    return _("%(who)s let %(whom)s take part no more") % {"who": who, "whom": whom}


def _spent(say: Sentences, who: str, fact: Payload) -> str:
    words = {"who": who, "time": as_words(abs(fact["seconds"]))}
    if fact["seconds"] > 0:
        return _("%(who)s spent %(time)s on it") % words
    return _("%(who)s took %(time)s off the time spent") % words


told: dict[str, Callable[[Sentences, str, Payload], str]] = {
    "ticket.took_in": _took_in,
    "ticket.merged": _merged,
    "ticket.parted": _parted,
    "ticket.linked": _linked,
    "ticket.unlinked": _unlinked,
    "steps.added": _steps_added,
    "step.changed": _step_changed,
    "followers.changed": _followers,
    "participant.added": _takes_part,
    "participant.removed": _leaves,
    "time.spent": _spent,
}
