"""Facts about a ticket as sentences a person would say."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpwell.accounts.models import Group, User
from helpwell.events.models import Fact
from helpwell.tickets.models import Ticket

Payload = dict[str, Any]


class Sentences:
    """Tells facts, having looked up everybody's name at once."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        facts = list(facts)
        self.people = _names(User, _ids(facts, "assignee") | {f.actor_id for f in facts})
        self.groups = _names(Group, _ids(filter(_is_move, facts), "group"))

    def of(self, fact: Fact) -> str:
        """Who did what."""
        return told[fact.name](self, self._who(fact), fact.payload)

    def _who(self, fact: Fact) -> str:
        if fact.actor_kind != "agent":
            return _("Helpwell") if fact.actor_kind == "system" else _("The customer")
        return self.people.get(fact.actor_id, _("Somebody"))

    def person(self, pk: int | None) -> str:
        return self.people.get(pk, _("somebody who left"))

    def group(self, pk: int | None) -> str:
        return self.groups.get(pk, _("a group that is gone"))


def _assigned(say: Sentences, who: str, fact: Payload) -> str:
    person, group = fact["assignee_after"], fact["group_after"]
    if person != fact["assignee_before"]:
        if person is None:
            return _("%(who)s took the assignee away") % {"who": who}
        if say.person(person) == who:
            return _("%(who)s took the ticket") % {"who": who}
        return _("%(who)s assigned it to %(whom)s") % {"who": who, "whom": say.person(person)}
    if group is None:
        return _("%(who)s took it out of its group") % {"who": who}
    return _("%(who)s moved it to %(group)s") % {"who": who, "group": say.group(group)}


def _status_changed(say: Sentences, who: str, fact: Payload) -> str:
    status = Ticket.Status(fact["after"]).label
    return _("%(who)s set the status to %(status)s") % {"who": who, "status": status}


def _prioritised(say: Sentences, who: str, fact: Payload) -> str:
    priority = Ticket.Priority(fact["after"]).label
    return _("%(who)s set the priority to %(priority)s") % {"who": who, "priority": priority}


def _tagged(say: Sentences, who: str, fact: Payload) -> str:
    added, removed = ", ".join(fact["added"]), ", ".join(fact["removed"])
    if added and removed:
        words = {"who": who, "added": added, "removed": removed}
        return _("%(who)s added %(added)s and removed %(removed)s") % words
    if added:
        words = {"who": who, "tags": added}
        return (
            ngettext(
                "%(who)s added the tag %(tags)s",
                "%(who)s added the tags %(tags)s",
                len(fact["added"]),
            )
            % words
        )
    words = {"who": who, "tags": removed}
    return (
        ngettext(
            "%(who)s removed the tag %(tags)s",
            "%(who)s removed the tags %(tags)s",
            len(fact["removed"]),
        )
        % words
    )


def _withdrawn(say: Sentences, who: str, fact: Payload) -> str:
    return _("%(who)s took back a reply before it left") % {"who": who}


told: dict[str, Callable[[Sentences, str, Payload], str]] = {
    "ticket.assigned": _assigned,
    "ticket.status_changed": _status_changed,
    "ticket.prioritised": _prioritised,
    "ticket.tagged": _tagged,
    "reply.withdrawn": _withdrawn,
}


def _is_move(fact: Fact) -> bool:
    """Whether it went to another group and stayed with its person: only then groups are named."""
    return bool(fact.payload.get("assignee_before") == fact.payload.get("assignee_after"))


def _ids(facts: Iterable[Fact], what: str) -> set[int | None]:
    return {fact.payload[f"{what}_after"] for fact in facts if f"{what}_after" in fact.payload}


def _names(model: type[User] | type[Group], ids: set[int | None]) -> dict[int | None, str]:
    wanted = {pk for pk in ids if pk is not None}
    if not wanted:
        return {}
    return dict(model._default_manager.filter(pk__in=wanted).values_list("pk", "name"))
