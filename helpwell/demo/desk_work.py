"""What lies on the desks on the day one looks: views, promises, rests, links, a merged pair."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.html import from_text
from helpwell.demo import cast
from helpwell.demo.hiring import Desk
from helpwell.demo.models import Made
from helpwell.demo.noting import note_made
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Draft, Promise, Step, Ticket

LATELY = timedelta(minutes=3)


@dataclass(frozen=True)
class DeskWork:
    """The desk, its tickets by subject, and the moment at which one looks."""

    desk: Desk
    tickets: dict[str, Ticket]
    now: datetime

    def lay_out(self) -> None:
        """Do all that the content tells; what is about a talk that was not told is left out."""
        told = cast.desk_work()
        for each in told["views"]:
            self._view(each)
        for kind, act in DEEDS.items():
            for each in told[kind]:
                if each["on"] in self.tickets:
                    act(self, self.tickets[each["on"]], each, self._person(each["by"]))

    def at(self, hours: float) -> datetime:
        return self.now + timedelta(hours=hours)

    @contextmanager
    def lately(self, hours: float = 0) -> Iterator[None]:
        """So many hours before now, or just now."""
        with clock.travel(self.at(hours) if hours else self.now - LATELY):
            yield

    def _person(self, key: str) -> User:
        return self.desk.people[key]

    def _view(self, each: dict[str, Any]) -> None:
        whose, kept = each["for"], ("name", "rule", "sort", "grouping")
        plan = tickets.Plan(
            **{key: each[key] for key in kept if key in each},
            for_all=whose == "all",
            group=self.desk.groups.get(whose),
        )
        view = tickets.save_view(plan, by=self._person(each["by"]))
        note_made(Made.Kind.VIEW, view.pk)


def _promise(work: DeskWork, ticket: Ticket, each: dict[str, Any], by: User) -> None:
    with work.lately(each["given"]):
        tickets.promise(ticket, words=each["words"], due_at=work.at(each["due"]), by=by)
    given = Promise.objects.filter(ticket=ticket).latest("pk")
    if "kept" in each:
        with work.lately(each["kept"]):
            tickets.keep_promise(given, by=by)


def _snooze(work: DeskWork, ticket: Ticket, each: dict[str, Any], by: User) -> None:
    until = work.at(each["until"]) if "until" in each else None
    with work.lately():
        tickets.snooze(ticket, until=until, order=each.get("order", ""), by=by)


def _link(work: DeskWork, ticket: Ticket, each: dict[str, Any], by: User) -> None:
    with work.lately():
        for other in _told(work, each["of"]):
            tickets.link(ticket, other, as_what=each["is"], by=by)


def _merge(work: DeskWork, ticket: Ticket, each: dict[str, Any], by: User) -> None:
    with work.lately():
        for other in _told(work, [each["with"]]):
            tickets.merge([other], into=ticket, by=by)


def _throw_away(work: DeskWork, ticket: Ticket, each: dict[str, Any], by: User) -> None:
    with work.lately():
        tickets.trash(ticket, by=by)


def _go_through(work: DeskWork, ticket: Ticket, each: dict[str, Any], by: User) -> None:
    """A checklist, the time it took, and who wants to hear of it."""
    with work.lately():
        tickets.add_steps(ticket, text="\n".join(each["steps"]), by=by)
        for step in Step.objects.filter(ticket=ticket)[: each["done"]]:
            tickets.tick(step, done=True, by=by)
        for seconds in each["times"]:
            tickets.spend(ticket, seconds=seconds, by=by)
        followers = [work.desk.people[key] for key in each["followers"]]
        tickets.follow(ticket, agents=followers, by=by)


def _ask_over(work: DeskWork, ticket: Ticket, each: dict[str, Any], by: User) -> None:
    """A draft that a colleague is asked to look over."""
    with work.lately():
        html = from_text(each["text"])
        tickets.save_draft(ticket, mode=Draft.Mode.REPLY, html=html, by=by)
        to = work.desk.people[each["with"]]
        tickets.share_draft(ticket, to=to, request=each["request"], by=by)


def _told(work: DeskWork, subjects: list[str]) -> Iterator[Ticket]:
    return (work.tickets[each] for each in subjects if each in work.tickets)


DEEDS = {
    "promises": _promise,
    "snoozes": _snooze,
    "links": _link,
    "merges": _merge,
    "trash": _throw_away,
    "checklists": _go_through,
    "drafts": _ask_over,
}
