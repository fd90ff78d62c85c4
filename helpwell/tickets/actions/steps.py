"""A ticket's checklist: what is to be done, one step after the other."""

import re
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.text import lines_of, name_of, storable
from helpwell.tickets.actions.locking import announce, locked, locked_with, show
from helpwell.tickets.actions.undoing import takes_back
from helpwell.tickets.errors import (
    NothingWritten,
    NotOneOfOurs,
    NotUndone,
    RenamedMeanwhile,
    StepGone,
    TooManySteps,
)
from helpwell.tickets.facts import StepChanged, StepsAdded
from helpwell.tickets.models import Step, Ticket

MOST = 100
LONGEST = 300
SIGNS = re.compile(r"^(?:(?:[-*•–—☐☑✓]|\d{1,2}[.)]|\[[ xX]?\])(?:\s+|$))+")


@transaction.atomic
def add_steps(ticket: Ticket, *, text: str, by: By) -> int:
    """Add a step for every line of `text`; signs of a list before them are left out."""
    lines = [line for each in lines_of(storable(text)) if (line := _line(each))]
    if not lines:
        raise NothingWritten
    ticket = locked(ticket)
    there = Step.objects.filter(ticket=ticket)
    if there.count() + len(lines) > MOST:
        raise TooManySteps
    first = (there.aggregate(last=Max("position"))["last"] or 0) + 1
    steps = Step.objects.bulk_create(
        Step(ticket=ticket, text=line, position=first + n) for n, line in enumerate(lines)
    )
    ids = [step.pk for step in steps]
    return announce(ticket, StepsAdded(ticket_id=ticket.pk, step_ids=ids, by=by.actor))


@transaction.atomic
def tick(step: Step, *, done: bool, by: By) -> int | None:
    """Say that a step is done, or is not; doing it twice is done once."""
    ticket, step = _locked(step)
    if bool(step.done_at) == done:
        return None
    step.done_at = clock.now() if done else None
    step.done_by = by if done and isinstance(by, User) else None
    step.save(update_fields=["done_at", "done_by"])
    return _tell(ticket, step, "done" if done else "undone", by)


@transaction.atomic
def rename_step(step: Step, *, text: str, seen: str, by: By) -> int | None:
    """Write a step anew; refused when it does not read as its writer has `seen` it."""
    ticket, step = _locked(step)
    written = _line(storable(text))
    if not written:
        raise NothingWritten
    if step.text != seen:
        raise RenamedMeanwhile(step.text)
    if step.text == written:
        return None
    step.text = written
    step.save(update_fields=["text"])
    return _tell(ticket, step, "renamed", by)


@transaction.atomic
def assign_step(step: Step, *, to: User | None, by: By) -> int | None:
    """Say who does a step."""
    if to and not to.is_active:
        raise NotOneOfOurs
    ticket, step = _locked(step)
    if step.assignee_id == (to.pk if to else None):
        return None
    step.assignee = to
    step.save(update_fields=["assignee"])
    return _tell(ticket, step, "assigned", by)


@transaction.atomic
def move_step(step: Step, *, by: By, up: bool) -> None:
    """Put a step before the one above it, or behind the one below."""
    ticket, step = _locked(step)
    steps = list(Step.objects.filter(ticket=ticket))
    place = steps.index(step)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(steps):
        return
    steps[place], steps[other] = steps[other], steps[place]
    _number(steps)
    show(ticket)


@transaction.atomic
def remove_step(step: Step, *, by: By) -> None:
    """Take a step out of the checklist."""
    ticket, step = _locked(step)
    _tell(ticket, step, "removed", by)
    step.delete()


@takes_back(StepsAdded, needs="tickets.note")
def _unadd(ticket: Ticket, fact: StepsAdded, by: By) -> int | None:
    """The steps go again, unless somebody has worked on them."""
    steps = Step.objects.filter(pk__in=fact.step_ids, ticket=ticket, done_at=None)
    if not steps.delete()[0]:
        raise NotUndone
    show(ticket)
    return None


@takes_back(StepChanged, needs="tickets.note")
def _unchange(ticket: Ticket, fact: StepChanged, by: By) -> int | None:
    step = Step.objects.filter(pk=fact.step_id, ticket=ticket).first()
    if step is None or fact.what not in ("done", "undone"):
        raise NotUndone
    return tick(step, done=fact.what == "undone", by=by)


def _locked(step: Step) -> tuple[Ticket, Step]:
    """The ticket that the step is on now, and the step, ours alone until this ends."""
    ticket = locked_with(step)
    found = Step.objects.select_for_update(of=("self",)).filter(pk=step.pk, ticket=ticket).first()
    if found is None:
        raise StepGone
    return ticket, found


def _number(steps: Sequence[Step]) -> None:
    for position, step in enumerate(steps, start=1):
        step.position = position
    Step.objects.bulk_update(steps, ["position"])


def _line(text: str) -> str:
    """A step in one line, without the signs that a pasted list has before it."""
    return name_of(SIGNS.sub("", text.strip()), most=LONGEST)


def _tell(ticket: Ticket, step: Step, what: str, by: By) -> int:
    return announce(
        ticket,
        StepChanged(
            ticket_id=ticket.pk,
            step_id=step.pk,
            what=what,
            assignee_id=step.assignee_id,
            by=by.actor,
        ),
    )
