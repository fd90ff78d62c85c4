"""All that people do to tickets, as their pages do it: any deed, at any moment, to any ticket."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from helpwell.accounts.models import Group, User
from helpwell.core import clock
from helpwell.events.models import Fact
from helpwell.tickets import actions
from helpwell.tickets.content import Content
from helpwell.tickets.models import (
    CustomStatus,
    Draft,
    Link,
    Merge,
    Message,
    Promise,
    Step,
    Ticket,
)
from tests.together.actor import Actor

Deed = Callable[[Actor], Any]
deeds: dict[Deed, int] = {}
SOON_SECONDS, LATER_SECONDS = (2, 5), 3600
STATUSES = ("open", "pending", "on_hold", "solved", "solved", "open")
VALUES: dict[str, tuple[str, ...]] = {
    "size": ("",),  # or words of their own, so that every overwriting can be told
    "colour": ("", "red", "blue", "green"),
    "type": ("", "question", "incident", "problem", "task"),
}


def deed(*, weight: int = 4) -> Callable[[Deed], Deed]:
    """Let actors do this, so often among all that they do."""

    def register(do: Deed) -> Deed:
        deeds[do] = weight
        return do

    return register


@deed(weight=10)
def hear(actor: Actor) -> None:
    ticket = actor.some_ticket()
    with actor.outside():
        content = Content(text=actor.new_words("heard"))
        customer = ticket.requester
        actions.receive(ticket, customer=customer, content=content, by=customer)


@deed(weight=1)
def come(actor: Actor) -> None:
    customer = actor.some_ticket().requester
    content = Content(text=actor.new_words("new"))
    actions.open(requester=customer, subject="A new matter", content=content, by=customer)


@deed(weight=8)
def reply(actor: Actor) -> None:
    ticket = actor.some_ticket()
    words = f"<p>{actor.new_words('answer')}</p>"
    seen = ticket.last_public_id or 0
    status = actor.dice.choice(STATUSES)
    actor.at(ticket, "replies/", body=words, to="a@home.example", status=status, seen_up_to=seen)


@deed(weight=6)
def note(actor: Actor) -> None:
    actor.at(actor.some_ticket(), "notes/", note=f"<p>{actor.new_words('note')}</p>")


@deed(weight=6)
def assign(actor: Actor) -> None:
    people = User.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True)[:8]
    groups = ["", *Group.objects.order_by("pk").values_list("pk", flat=True)[:2]]
    chosen = {"assignee": actor.dice.choice(["", *people]), "group": actor.dice.choice(groups)}
    actor.at(actor.some_ticket(), "assignment/", **chosen)


@deed()
def take(actor: Actor) -> None:
    actor.at(actor.some_ticket(), "assignment/me/")


@deed(weight=8)
def tag(actor: Actor) -> None:
    wanted = actor.dice.sample([f"tag{n}" for n in range(8)], 3)
    actor.at(actor.some_ticket(), "tags/", tag=wanted)


@deed(weight=10)
def fill_in(actor: Actor) -> None:
    """Overwrite what was seen: noted, so that the checker can compare."""
    ticket, key = actor.some_ticket(), actor.dice.choice(list(VALUES))
    seen = ticket.type if key == "type" else ticket.values.get(key)
    value = actor.dice.choice([*VALUES[key], *([actor.new_words(key)] if key == "size" else [])])
    answer = actor.at(ticket, f"fields/of/{key}/", value=value, seen=json.dumps(seen))
    if answer.status_code == 200 and not undoes(actor):
        noted = {"key": key, "seen": seen or None, "typed": value or None, "by": actor.user.pk}
        actor.record.overwrites.append(noted)


@deed(weight=8)
def set_status(actor: Actor) -> None:
    own = [str(pk) for pk in CustomStatus.objects.values_list("pk", flat=True)]
    to = actor.dice.choice([*STATUSES, *own])
    actor.at(actor.some_ticket(), "status/", to=to, untagged=1)


@deed()
def prioritise(actor: Actor) -> None:
    actor.at(actor.some_ticket(), "priority/", to=actor.dice.choice("1234"))


@deed(weight=6)
def merge(actor: Actor) -> None:
    some = {actor.some_ticket().pk for _ in range(actor.dice.choice((2, 2, 3)))}
    numbers = actor.dice.sample(sorted(some), len(some))
    actor.post("/tickets/merge/", ticket=numbers, into=numbers[0])


@deed(weight=7)
def part(actor: Actor) -> None:
    standing = list(Merge.objects.filter(undone_at=None).order_by("-pk")[:20])
    if standing:
        merged = actor.dice.choice(standing)
        actor.post(f"/tickets/{merged.into_id}/merges/{merged.pk}/removal/")


@deed(weight=5)
def link(actor: Actor) -> None:
    as_what = actor.dice.choice(("parent", "child", "problem", "incident", "related"))
    actor.at(actor.some_ticket(), "links/", other=actor.some_ticket().pk, as_what=as_what)


@deed(weight=2)
def unlink(actor: Actor) -> None:
    if found := one_of(actor, Link.objects.all()):
        actor.post(f"/tickets/{found.ticket_id}/links/{found.pk}/removal/")


@deed(weight=3)
def add_steps(actor: Actor) -> None:
    actor.at(actor.some_ticket(), "steps/", text="Call them\nWrite it down")


@deed()
def tick(actor: Actor) -> None:
    if step := one_of(actor, Step.objects.all()):
        place = actor.dice.choice(("tick", "tick", "place", "removal"))
        path = f"/tickets/{step.ticket_id}/steps/{step.pk}/{place}/"
        actor.post(path, done=actor.dice.choice("01"), up=actor.dice.choice("01"))


@deed(weight=3)
def follow(actor: Actor) -> None:
    actor.at(actor.some_ticket(), "followers/me/", follow=actor.dice.choice("01"))


@deed()
def promise(actor: Actor) -> None:
    due = soon(actor)
    actor.at(actor.some_ticket(), "promises/new/", words="We call you back", due_at=due)


@deed(weight=5)
def settle(actor: Actor) -> None:
    if found := one_of(actor, Promise.objects.filter(state="open")):
        place = actor.dice.choice(("kept", "moment", "withdrawal"))
        path = f"/tickets/{found.ticket_id}/promises/{found.pk}/{place}/"
        actor.post(path, due_at=soon(actor))


@deed()
def snooze(actor: Actor) -> None:
    actor.at(actor.some_ticket(), "snooze/", until=soon(actor))


@deed(weight=3)
def set_aside(actor: Actor) -> None:
    place = actor.dice.choice(("trash/", "spam/"))
    actor.at(actor.some_ticket(), place)


@deed(weight=5)
def bring_back(actor: Actor) -> None:
    hidden = one_of(actor, Ticket.objects.filter(status__in=("trash", "spam")))
    if hidden:
        actor.at(hidden, "trash/restoration/" if hidden.is_trashed else "spam/removal/")


@deed(weight=5)
def share(actor: Actor) -> None:
    ticket = actor.some_ticket()
    html = f"<p>{actor.new_words('draft')}</p>"
    actor.at(ticket, "draft/", mode="reply", html=html, edition=0)
    colleague = actor.dice.choice(list(User.objects.order_by("pk")[:8]))
    actor.at(ticket, "draft/looking-over/", colleague=colleague.pk, request="Is it right?")


@deed(weight=4)
def look_over(actor: Actor) -> None:
    if draft := one_of(actor, Draft.objects.filter(shared_with=actor.user)):
        ticket = Ticket(pk=draft.ticket_id)
        if actor.dice.random() < 0.4:
            actor.at(ticket, "draft/return/", draft=draft.pk, words="As you like")
        else:
            sent = {"draft_of": draft.agent_id, "body": draft.html, "status": "pending"}
            actor.at(ticket, "replies/", to="a@home.example", **sent)


@deed(weight=3)
def move_message(actor: Actor) -> None:
    if message := one_of(actor, Message.objects.order_by("-pk")[:80]):
        path = f"/tickets/{message.ticket_id}/messages/{message.pk}/"
        if actor.dice.random() < 0.3:
            actor.post(f"{path}split/")
        else:
            actor.post(f"{path}move/", to=actor.some_ticket().pk)


@deed(weight=12)
def take_back(actor: Actor) -> None:
    """Undo something that was done of late, by whomever."""
    facts = Fact.objects.filter(about__startswith="ticket:")
    if not undoes(actor):
        facts = facts.exclude(name__in=("ticket.field_changed", "ticket.type_changed"))
    if fact := one_of(actor, facts.order_by("-pk")[:60]):
        actor.post(f"/tickets/{fact.payload['ticket_id']}/undo/{fact.pk}/")


def undoes(actor: Actor) -> bool:
    """Half of them take back what fields say, so that the other half's overwriting can be told."""
    return actor.user.pk % 2 == 1


def soon(actor: Actor) -> str:
    seconds = actor.dice.choice((*SOON_SECONDS, LATER_SECONDS))
    return (clock.now() + timedelta(seconds=seconds)).isoformat()


def one_of(actor: Actor, rows: Any) -> Any:
    found = list(rows[:100])
    return actor.dice.choice(found) if found else None
