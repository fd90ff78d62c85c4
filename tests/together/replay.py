"""A ticket's standing as its history tells it: every change begins where the one before ended."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from helpwell.events.models import Fact
from helpwell.events.queries import history_of
from helpwell.fields.models import Change
from helpwell.tickets.models import Merge, Ticket

UNKNOWN = object()
PARTICULARS = ("type", "form", "reason", "resolution", "brand")
Told = Callable[["Standing", dict[str, Any]], Iterator[str]]
_told: dict[str, Told] = {}


@dataclass
class Standing:
    """What is known of a ticket so far; `UNKNOWN` until a fact speaks of it."""

    ticket: int
    status: Any = "new"
    custom: Any = None
    merge: Merge | None = None
    tags: set[str] = field(default_factory=set)
    values: dict[str, Any] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)

    def turn(self, before: str, after: str) -> Iterator[str]:
        """Another status; the house's own word goes with the old one."""
        if self.status != before:
            yield f"stood at {self.status}, not at {before}"
        if before != after:
            self.custom = None
        self.status = after

    def change(self, name: str, before: Any, after: Any) -> Iterator[str]:
        now = self.known.get(name, UNKNOWN)
        if now is not UNKNOWN and now != before:
            yield f"{name} was {now}, not {before}"
        self.known[name] = after


def replay(ticket: Ticket) -> Iterator[str]:
    """Where the history is no line, and where its end is not what the row says."""
    standing = Standing(ticket.pk)
    for fact in history_of(f"ticket:{ticket.pk}"):
        told = _told.get(fact.name)
        for words in told(standing, fact.payload | {"fact": fact.pk}) if told else ():
            yield f"#{ticket.pk}, fact {fact.pk} {fact.name}: {words}"
    yield from (f"#{ticket.pk}: {words}" for words in _other_than(ticket, standing))


def _other_than(ticket: Ticket, standing: Standing) -> Iterator[str]:
    tags = set(ticket.tags.values_list("name", flat=True))
    pairs: dict[str, tuple[Any, Any]] = {
        "status": (ticket.status, standing.status),
        "own status": (ticket.custom_status_id, standing.custom),
        "values": (ticket.values, standing.values),
        "tags": (tags, standing.tags),
    }
    columns = {"assignee": ticket.assignee_id, "group": ticket.group_id}
    columns |= {"priority": ticket.priority}
    columns |= {name: getattr(ticket, _column(name)) for name in PARTICULARS}
    pairs |= {name: (columns[name], told) for name, told in standing.known.items()}
    for name, (is_now, told) in pairs.items():
        if is_now != told:
            yield f"{name} is {is_now}, its history says {told}"


def _column(name: str) -> str:
    return name if name == "type" else f"{name}_id"


def tells(*names: str) -> Callable[[Told], Told]:
    def register(told: Told) -> Told:
        _told.update(dict.fromkeys(names, told))
        return told

    return register


@tells("message.received", "talk.told")
def _heard(standing: Standing, told: dict[str, Any]) -> Iterator[str]:
    yield from standing.turn(told["status_before"], told["status_after"])


@tells("ticket.replied")
def _replied(standing: Standing, told: dict[str, Any]) -> Iterator[str]:
    if standing.custom != told["custom_before"]:
        yield f"own status was {standing.custom}, not {told['custom_before']}"
    yield from standing.turn(told["status_before"], told["status_after"])
    standing.custom = told["custom_after"]
    yield from standing.change("assignee", told["assignee_before"], told["assignee_after"])


@tells("reply.withdrawn")
def _withdrawn(standing: Standing, told: dict[str, Any]) -> Iterator[str]:
    """As it was before the answer, where nobody has changed it since; one that was never said has
    changed nothing."""
    replies = Fact.objects.filter(name="ticket.replied")
    said = replies.filter(payload__message_id=told["message_id"]).first()
    if said is None:
        return
    reply = said.payload
    if standing.status == reply["status_after"]:
        standing.status, standing.custom = reply["status_before"], reply["custom_before"]
    if standing.known.get("assignee") == reply["assignee_after"]:
        standing.known["assignee"] = reply["assignee_before"]
    yield from ()


@tells("ticket.status_changed")
def _turned(standing: Standing, told: dict[str, Any]) -> Iterator[str]:
    if standing.custom != told["custom_before"]:
        yield f"own status was {standing.custom}, not {told['custom_before']}"
    yield from standing.turn(told["before"], told["after"])
    standing.custom = told["custom_after"]


@tells("ticket.snoozed")
def _snoozed(standing: Standing, told: dict[str, Any]) -> Iterator[str]:
    yield from standing.turn(told["before"], "snoozed")


@tells("ticket.woke")
def _woke(standing: Standing, _told: dict[str, Any]) -> Iterator[str]:
    yield from standing.turn("snoozed", "open")


@tells("message.moved")
def _moved(standing: Standing, told: dict[str, Any]) -> Iterator[str]:
    end = "from" if told["from_id"] == standing.ticket else "to"
    if standing.custom != told[f"{end}_custom_before"]:
        yield f"own status was {standing.custom}, not {told[f'{end}_custom_before']}"
    yield from standing.turn(told[f"{end}_before"], told[f"{end}_after"])
    standing.custom = told[f"{end}_custom_after"]


@tells("ticket.assigned")
def _assigned(standing: Standing, told: dict[str, Any]) -> Iterator[str]:
    for name in ("assignee", "group"):
        yield from standing.change(name, told[f"{name}_before"], told[f"{name}_after"])


@tells("ticket.prioritised")
def _prioritised(standing: Standing, told: dict[str, Any]) -> Iterator[str]:
    yield from standing.change("priority", told["before"], told["after"])


@tells(*(f"ticket.{name}_changed" for name in PARTICULARS))
def _particular(standing: Standing, told: dict[str, Any]) -> Iterator[str]:
    name = Fact.objects.get(pk=told["fact"]).name.split(".")[1].removesuffix("_changed")
    yield from standing.change(name, told["before"], told["after"])


@tells("ticket.field_changed")
def _filled(standing: Standing, told: dict[str, Any]) -> Iterator[str]:
    change = Change.objects.select_related("field").get(pk=told["change_id"])
    key = change.field.key
    if standing.values.get(key) != change.before:
        yield f"{key} said {standing.values.get(key)}, not {change.before}"
    standing.values.pop(key, None)
    if change.after is not None:
        standing.values[key] = change.after


@tells("ticket.tagged")
def _tagged(standing: Standing, told: dict[str, Any]) -> Iterator[str]:
    if twice := standing.tags & set(told["added"]):
        yield f"{sorted(twice)} came twice"
    if lacking := set(told["removed"]) - standing.tags:
        yield f"{sorted(lacking)} went without having been there"
    standing.tags = (standing.tags | set(told["added"])) - set(told["removed"])


@tells("ticket.merged")
def _merged(standing: Standing, told: dict[str, Any]) -> Iterator[str]:
    standing.merge = Merge.objects.get(pk=told["merge_id"])
    yield from standing.turn(standing.status, "merged")


@tells("ticket.took_in")
def _took_in(standing: Standing, told: dict[str, Any]) -> Iterator[str]:
    for merge in Merge.objects.filter(pk__in=told["merge_ids"]).order_by("pk"):
        filled = merge.before["filled"]
        standing.values |= filled["values"]
        standing.known |= {name: filled[_column(name)] for name in _filled_in(filled)}
    yield from ()


@tells("ticket.parted")
def _parted(standing: Standing, told: dict[str, Any]) -> Iterator[str]:
    if told["from_id"] == standing.ticket and standing.merge:
        before, standing.merge = standing.merge.before, None
        yield from standing.turn("merged", before["status"])
        standing.custom = before["custom"]
    elif told["into_id"] == standing.ticket:
        _give_back(standing, _merge_undone(told))


def _merge_undone(told: dict[str, Any]) -> dict[str, Any]:
    """What the merge had kept that a parting has undone."""
    merges = Fact.objects.filter(name="ticket.merged", about=f"ticket:{told['from_id']}")
    last = merges.filter(pk__lt=told["fact"]).order_by("-pk").first()
    assert last
    before: dict[str, Any] = Merge.objects.get(pk=last.payload["merge_id"]).before
    return before


def _give_back(standing: Standing, before: dict[str, Any]) -> None:
    filled = before["filled"]
    for key, value in filled["values"].items():
        if standing.values.get(key) == value:
            del standing.values[key]
    for name in _filled_in(filled):
        if standing.known.get(name) == filled[_column(name)]:
            standing.known[name] = "" if name == "type" else None


def _filled_in(filled: dict[str, Any]) -> list[str]:
    return [name for name in PARTICULARS if _column(name) in filled]
