"""What a surviving ticket takes over of one that is merged into it, and gives back."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, Max

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.tickets.actions.changing import assign, tag, tag_in_hand
from helpwell.tickets.models import (
    Follower,
    Link,
    Merge,
    Participant,
    Promise,
    Step,
    Ticket,
    TimeEntry,
)
from helpwell.tickets.people import address_of

UNITED = ("tags", "followers", "participants")
LACKABLE = ("type", "brand_id", "form_id", "reason_id", "resolution_id")
CARRIED: dict[str, type[Step] | type[TimeEntry] | type[Promise]] = {
    "steps": Step,
    "times": TimeEntry,
    "promises": Promise,
}


def unite(source: Ticket, survivor: Ticket, *, by: By, joining: Collection[int]) -> dict[str, Any]:
    """Give the survivor what it lacks; what it got, so that it can be given back."""
    assigned = _assign(source, survivor, by)
    survivor.refresh_from_db()
    return {
        "assigned": assigned,
        "tags": _tags(source, survivor, by),
        "followers": _followers(source, survivor),
        "participants": _participants(source, survivor, joining),
        "links": _links(source, survivor),
        "filled": _fill(source, survivor),
        **{name: _carry(name, source, survivor) for name in CARRIED},
    }


def give_back(given: dict[str, Any], *, into: Ticket, at: Ticket, source: Ticket, by: By) -> None:
    """Put back what `into` got, where nobody has changed it since; `at` is where `into` itself
    goes on, if it was merged as well."""
    _take_out(given, into, by)
    for name, model in CARRIED.items():
        model._default_manager.filter(pk__in=given[name], ticket=at).update(ticket=source)
    _link_back(given["links"], at, source)
    _empty(given["filled"], into)
    if into.pk == at.pk:
        _unassign(given["assigned"], into, by)


def _take_out(given: dict[str, Any], into: Ticket, by: By) -> None:
    """Tags, followers and participants leave again, also from where a later merge took them."""
    names, agents, customers = (set(given[what]) for what in UNITED)
    ticket: Ticket | None = into
    while ticket:
        Follower.objects.filter(ticket=ticket, agent__in=agents).delete()
        Participant.objects.filter(ticket=ticket, customer__in=customers).delete()
        tag_in_hand(ticket, remove=names, by=by)
        if ticket.merged_into_id is None:
            return
        later = Merge.objects.get(ticket=ticket, undone_at=None)
        names &= set(later.before["tags"])
        agents &= set(later.before["followers"])
        customers &= set(later.before["participants"])
        ticket = later.into


def _tags(source: Ticket, survivor: Ticket, by: By) -> list[str]:
    there = set(survivor.tags.values_list("name", flat=True))
    lacking = sorted(set(source.tags.values_list("name", flat=True)) - there)
    tag(survivor, add=lacking, by=by)
    return lacking


def _followers(source: Ticket, survivor: Ticket) -> list[int]:
    """Those who followed, and whoever had it: nobody loses sight of it."""
    agents = set(Follower.objects.filter(ticket=source).values_list("agent", flat=True))
    if source.assignee_id:
        agents.add(source.assignee_id)
    agents -= set(Follower.objects.filter(ticket=survivor).values_list("agent", flat=True))
    agents -= {survivor.assignee_id or 0}
    Follower.objects.bulk_create(Follower(ticket=survivor, agent_id=pk) for pk in sorted(agents))
    return sorted(agents)


def _participants(source: Ticket, survivor: Ticket, joining: Collection[int]) -> list[int]:
    """Those whom somebody lets in: the other requester, and who took part there."""
    addresses = dict(Participant.objects.filter(ticket=source).values_list("customer", "email"))
    if email := address_of(source.requester):
        addresses.setdefault(source.requester_id, email)
    there = set(Participant.objects.filter(ticket=survivor).values_list("customer", flat=True))
    wanted = (set(joining) & set(addresses)) - there - {survivor.requester_id}
    Participant.objects.bulk_create(
        Participant(ticket=survivor, customer_id=pk, email=addresses[pk], added_at=clock.now())
        for pk in sorted(wanted)
    )
    return sorted(wanted)


def _links(source: Ticket, survivor: Ticket) -> list[list[Any]]:
    """Links hang on the survivor now, but for those that it has or cannot have; [id, end]."""
    moved: list[list[Any]] = []
    for end, far in (("ticket", "other"), ("other", "ticket")):
        for link in Link.objects.filter(**{end: source}).order_by("pk"):
            setattr(link, end, survivor)
            if getattr(link, f"{far}_id") != survivor.pk and _fits(link):
                link.save(update_fields=[end])
                moved.append([link.pk, end])
    return moved


def _fits(link: Link) -> bool:
    """Whether nothing of the kind stands there: not the same link, no second parent, no circle."""
    others = Link.objects.filter(kind=link.kind).exclude(pk=link.pk)
    if link.kind == Link.Kind.RELATED:
        pairs = ((link.ticket_id, link.other_id), (link.other_id, link.ticket_id))
        return not any(others.filter(ticket=one, other=other).exists() for one, other in pairs)
    return not others.filter(other=link.other_id).exists() and not hangs_on(link)


def hangs_on(link: Link) -> bool:
    """Whether what would be above hangs, by links of this kind, on what would be below."""
    above: int | None = link.ticket_id
    links = Link.objects.filter(kind=link.kind).exclude(pk=link.pk)
    while above is not None and above != link.other_id:
        above = links.filter(other=above).values_list("ticket", flat=True).first()
    return above is not None


def _link_back(moved: list[list[Any]], survivor: Ticket, source: Ticket) -> None:
    for pk, end in moved:
        link = Link.objects.filter(pk=pk, **{end: survivor}).first()
        if link is None:
            continue
        setattr(link, end, source)
        if link.ticket_id != link.other_id and _fits(link):
            link.save(update_fields=[end])


def _fill(source: Ticket, survivor: Ticket) -> dict[str, Any]:
    """Type, brand, form, reason and resolution, and the values of fields it has none of."""
    filled = {
        name: getattr(source, name)
        for name in LACKABLE
        if getattr(source, name) and not getattr(survivor, name)
    }
    values = {key: value for key, value in source.values.items() if key not in survivor.values}
    for name, value in filled.items():
        setattr(survivor, name, value)
    survivor.values = {**survivor.values, **values}
    survivor.save(update_fields=[*LACKABLE, "values"])
    return {**filled, "values": values}


def _empty(filled: dict[str, Any], survivor: Ticket) -> None:
    values = filled["values"]
    kept = {k: v for k, v in survivor.values.items() if k not in values or values[k] != v}
    survivor.values = kept
    for name in LACKABLE:
        if name in filled and getattr(survivor, name) == filled[name]:
            setattr(survivor, name, "" if name == "type" else None)
    survivor.save(update_fields=[*LACKABLE, "values"])


def _assign(source: Ticket, survivor: Ticket, by: By) -> list[int | None]:
    """The person and the group that the survivor lacks."""
    lacks_person = survivor.assignee_id is None and source.assignee and source.assignee.is_active
    person = source.assignee if lacks_person else None
    group = source.group if survivor.group_id is None else None
    if person or group:
        assign(survivor, to=person or survivor.assignee, group=group or survivor.group, by=by)
    return [person.pk if person else None, group.pk if group else None]


def _unassign(assigned: list[int | None], survivor: Ticket, by: By) -> None:
    person, group = assigned
    keeps_person = person is None or survivor.assignee_id != person
    keeps_group = group is None or survivor.group_id != group
    to: User | None = survivor.assignee if keeps_person else None
    assign(survivor, to=to, group=survivor.group if keeps_group else None, by=by)


def _carry(name: str, source: Ticket, survivor: Ticket) -> list[int]:
    """Steps, times and promises go along; steps below those that are there."""
    rows = CARRIED[name]._default_manager.filter(ticket=source)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.update(ticket=survivor)
    if name == "steps" and ids:
        there = Step.objects.filter(ticket=survivor).exclude(pk__in=ids)
        last = there.aggregate(last=Max("position"))["last"] or 0
        Step.objects.filter(pk__in=ids).update(position=F("position") + last + 1)
    return ids
