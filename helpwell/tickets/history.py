"""Facts about a ticket as sentences a person would say."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from helpwell.accounts.models import Group, User
from helpwell.brands.models import Brand
from helpwell.customers.models import Customer
from helpwell.events.models import Fact
from helpwell.tickets import doings, joinings
from helpwell.tickets.facts import BrandChanged, RequesterChanged
from helpwell.tickets.fillings import Changes, particular_changed
from helpwell.tickets.models import CustomStatus, Ticket
from helpwell.tickets.particulars import PARTICULARS

Payload = dict[str, Any]
REASONS = {
    "silence": gettext_noop("Solved, as no answer came to our reminder"),
    "age": gettext_noop("Closed, as it has been solved for long"),
}


class Sentences:
    """Tells facts, having looked up everybody's name at once, but of those who are `known`."""

    def __init__(
        self, facts: Iterable[Fact], reader: User | None = None, known: Iterable[User] = ()
    ) -> None:
        facts = list(facts)
        self.joined = joinings.Joined(facts, reader)
        self.changes = Changes(facts)
        named = doings.named_in(facts) | {f.actor_id for f in facts if f.actor_kind == "agent"}
        names: dict[int | None, str] = {person.pk: person.name for person in known}
        self.people = names | _names(User, (_ids(facts, "assignee") | named) - names.keys())
        self.promised = doings.promised_in(facts)
        self.groups = _names(Group, _ids(filter(_is_move, facts), "group"))
        changed = [f for f in facts if f.name == RequesterChanged.name]
        self.statuses = _names(CustomStatus, {f.payload.get("custom_after") for f in facts})
        branded = {f.payload["after"] for f in facts if f.name == BrandChanged.name}
        self.brands = _names(Brand, branded)
        self.customers = _names(Customer, {fact.payload["after"] for fact in changed})

    def of(self, fact: Fact) -> str:
        """Who did what; nothing where the reader may not know of it."""
        return told[fact.name](self, self._who(fact), fact.payload)

    def _who(self, fact: Fact) -> str:
        if fact.actor_kind != "agent":
            return _("Helpwell") if fact.actor_kind == "system" else _("The customer")
        return self.people.get(fact.actor_id, _("Somebody"))

    def person(self, pk: int | None) -> str:
        return self.people.get(pk, _("somebody who left"))

    def status(self, pk: int | None) -> str:
        """This house's own word for a status, or nothing."""
        return self.statuses.get(pk, "")

    def brand(self, pk: int | None) -> str:
        return self.brands.get(pk, _("a brand that is gone"))

    def customer(self, pk: int) -> str:
        return self.customers.get(pk, _("somebody else"))

    def group(self, pk: int | None) -> str:
        return self.groups.get(pk, _("a group that is gone"))


def _assigned(say: Sentences, who: str, fact: Payload) -> str:
    if fact.get("why") == "away":
        return _("It went back to the team, as its person is away")
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
    if reason := REASONS.get(fact.get("why", "")):
        return _(reason)
    if moved := _put_aside(fact):
        return moved % {"who": who}
    status = say.status(fact.get("custom_after")) or Ticket.Status(fact["after"]).label
    return _("%(who)s set the status to %(status)s") % {"who": who, "status": status}


def _put_aside(fact: Payload) -> str:
    """What putting it out of everybody's way is called, and bringing it back."""
    said = {
        ("after", Ticket.Status.TRASH): _("%(who)s put it into the trash"),
        ("after", Ticket.Status.SPAM): _("%(who)s put it into spam"),
        ("before", Ticket.Status.TRASH): _("%(who)s took it out of the trash"),
        ("before", Ticket.Status.SPAM): _("%(who)s took it out of spam"),
    }
    return next((words for (when, status), words in said.items() if fact[when] == status), "")


def _prioritised(say: Sentences, who: str, fact: Payload) -> str:
    priority = Ticket.Priority(fact["after"]).label
    return _("%(who)s set the priority to %(priority)s") % {"who": who, "priority": priority}


def _nudged(say: Sentences, who: str, fact: Payload) -> str:
    if fact["message_id"] is None:
        return _("No reminder was sent: mail to this customer is not welcome, or would not arrive")
    return _("The customer was reminded that we wait for an answer")


def _branded(say: Sentences, who: str, fact: Payload) -> str:
    if fact["after"] is None:
        return _("%(who)s took its brand away") % {"who": who}
    words = {"who": who, "brand": say.brand(fact["after"])}
    return _("%(who)s moved it to the brand %(brand)s") % words


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


def _talk_opened(say: Sentences, who: str, fact: Payload) -> str:
    return _("%(who)s asked somebody else in a side talk") % {"who": who}


def _talk_told(say: Sentences, who: str, fact: Payload) -> str:
    return _("An answer came in a side talk")


def _moved(say: Sentences, who: str, fact: Payload) -> str:
    if fact["ticket_id"] == fact["from_id"]:
        return _("%(who)s moved a message to #%(number)s") % {"who": who, "number": fact["to_id"]}
    words = {"who": who, "number": fact["from_id"]}
    return _("%(who)s moved a message here from #%(number)s") % words


def _continued(say: Sentences, who: str, fact: Payload) -> str:
    return _("It goes on in #%s") % str(fact["later_id"])


def _continues(say: Sentences, who: str, fact: Payload) -> str:
    return _("It goes on with what #%s was about, which is closed") % str(fact["earlier_id"])


def _requester_changed(say: Sentences, who: str, fact: Payload) -> str:
    words = {"who": who, "whom": say.customer(fact["after"])}
    return _("%(who)s made %(whom)s the requester") % words


def _field_changed(say: Sentences, who: str, fact: Payload) -> str:
    return say.changes.sentence(fact["change_id"], who=who)


def _original_seen(say: Sentences, who: str, fact: Payload) -> str:
    if fact["attachment_id"] is None:
        return _("%(who)s looked at the original of a masked message") % {"who": who}
    return _("%(who)s opened a file that is held back") % {"who": who}


def _outdated(say: Sentences, who: str, fact: Payload) -> str:
    return _("The scheduled reply was not sent, as the customer wrote first. It is a draft again.")


def _stopped(say: Sentences, who: str, fact: Payload) -> str:
    return _("Mail comes so often that it does not open the ticket for a while")


def _returned(say: Sentences, who: str, fact: Payload) -> str:
    if fact["is_proven"]:
        return _("A reply came back from somebody it was sent to")
    return _("A report without proof says that a reply did not arrive")


def _complained(say: Sentences, who: str, fact: Payload) -> str:
    return _("Somebody reported a reply as unwanted")


told: dict[str, Callable[[Sentences, str, Payload], str]] = {
    "ticket.assigned": _assigned,
    "ticket.status_changed": _status_changed,
    "ticket.prioritised": _prioritised,
    "ticket.tagged": _tagged,
    "ticket.brand_changed": _branded,
    "ticket.nudged": _nudged,
    "reply.withdrawn": _withdrawn,
    "original.seen": _original_seen,
    "reply.outdated": _outdated,
    "reopening.stopped": _stopped,
    "reply.returned": _returned,
    "reply.complained": _complained,
    "talk.opened": _talk_opened,
    "talk.told": _talk_told,
    "message.moved": _moved,
    "ticket.continued": _continued,
    "ticket.followed": _continues,
    "ticket.requester_changed": _requester_changed,
    **doings.told,
    **joinings.told,
    "ticket.field_changed": _field_changed,
    **{f"ticket.{name}_changed": partial(particular_changed, name) for name in PARTICULARS},
}


def _is_move(fact: Fact) -> bool:
    """Whether it went to another group and stayed with its person: only then groups are named."""
    return bool(fact.payload.get("assignee_before") == fact.payload.get("assignee_after"))


def _ids(facts: Iterable[Fact], what: str) -> set[int | None]:
    return {fact.payload[f"{what}_after"] for fact in facts if f"{what}_after" in fact.payload}


def _names(
    model: type[User] | type[Group] | type[Customer] | type[CustomStatus] | type[Brand],
    ids: set[int | None],
) -> dict[int | None, str]:
    wanted = {pk for pk in ids if pk is not None}
    if not wanted:
        return {}
    return dict(model._default_manager.filter(pk__in=wanted).values_list("pk", "name"))
