"""Who hears of a ticket beside its requester and its assignee."""

from typing import Annotated

from django.shortcuts import get_object_or_404
from ninja import Status
from pydantic import Field

from helpwell.accounts.models import User
from helpwell.api.door import insist
from helpwell.api.errors import unknown
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Given, Number, Shape, Words
from helpwell.core.addresses import is_writable
from helpwell.customers.actions import recognise
from helpwell.customers.models import Customer
from helpwell.tickets import actions
from helpwell.tickets.acquaintances import insist_on_acquaintance
from helpwell.tickets.api.router import router
from helpwell.tickets.asking import ticket_for, ticket_to_change
from helpwell.tickets.errors import NotAnAddress
from helpwell.tickets.models import Ticket
from helpwell.tickets.people import people_of

TAGS = ["People on a ticket"]


class FollowerShape(Shape):
    """A colleague who follows a ticket."""

    person_id: int
    name: str


class ParticipantShape(Shape):
    """Somebody outside who takes part, at an address of theirs."""

    customer_id: int
    name: str
    email: str


class PeopleShape(Shape):
    """Everybody who hears of a ticket."""

    followers: list[FollowerShape]
    participants: list[ParticipantShape]


class NewFollower(Given):
    """A colleague."""

    person_id: Number


class NewParticipant(Given):
    """Somebody outside."""

    email: Annotated[Words, Field(min_length=3)]
    name: Words = ""


@router.get(
    "/tickets/{ticket_id}/people", response=PeopleShape, tags=TAGS, summary="Who hears of it"
)
def people(request: ProgramRequest, ticket_id: Number) -> PeopleShape:
    """Followers and participants."""
    return _people(ticket_for(request.user, ticket_id))


@router.post(
    "/tickets/{ticket_id}/followers", response={201: PeopleShape}, tags=TAGS, summary="Follow"
)
def follow(request: ProgramRequest, ticket_id: Number, given: NewFollower) -> Status[PeopleShape]:
    """Let yourself or a colleague follow; for a colleague it takes `tickets.note`."""
    found = ticket_to_change(request.user, ticket_id)
    _insist_for(request, given.person_id)
    agent = User.objects.colleagues().filter(pk=given.person_id).select_related("role").first()
    if agent is None:
        raise unknown("person_id")
    actions.follow(found, agents=[agent], by=request.user)
    return Status(201, _people(found))


@router.delete(
    "/tickets/{ticket_id}/followers/{person_id}",
    response={204: None},
    tags=TAGS,
    summary="Follow no more",
)
def unfollow(request: ProgramRequest, ticket_id: Number, person_id: Number) -> Status[None]:
    """Let yourself or a colleague follow no more; for a colleague it takes `tickets.note`."""
    found = ticket_to_change(request.user, ticket_id)
    _insist_for(request, person_id)
    agent = get_object_or_404(User, pk=person_id)
    actions.unfollow(found, agents=[agent], by=request.user)
    return Status(204, None)


@router.post(
    "/tickets/{ticket_id}/participants",
    response={201: PeopleShape},
    tags=TAGS,
    summary="Let somebody take part",
)
def add_participant(
    request: ProgramRequest, ticket_id: Number, given: NewParticipant
) -> Status[PeopleShape]:
    """Let somebody outside take part: answers go to them in copy. Takes `tickets.reply`."""
    found = ticket_to_change(request.user, ticket_id)
    insist(request.user, "tickets.reply")
    if not is_writable(given.email):
        raise NotAnAddress(given.email[:100])
    insist_on_acquaintance(request.user, email=given.email)
    customer = recognise(email=given.email, name=given.name, by=request.user)
    actions.add_participant(found, customer=customer, email=given.email, by=request.user)
    return Status(201, _people(found))


@router.delete(
    "/tickets/{ticket_id}/participants/{customer_id}",
    response={204: None},
    tags=TAGS,
    summary="Take part no more",
)
def remove_participant(
    request: ProgramRequest, ticket_id: Number, customer_id: Number
) -> Status[None]:
    """Send somebody outside no more copies. Takes `tickets.reply`."""
    found = ticket_to_change(request.user, ticket_id)
    insist(request.user, "tickets.reply")
    there = [person.pk for person in people_of(found).participants]
    customer = get_object_or_404(Customer, pk=customer_id, pk__in=there)
    actions.remove_participant(found, customer=customer, by=request.user)
    return Status(204, None)


def _people(ticket: Ticket) -> PeopleShape:
    found = people_of(ticket)
    return PeopleShape(
        followers=[FollowerShape(person_id=each.pk, name=each.name) for each in found.followers],
        participants=[
            ParticipantShape(customer_id=each.pk, name=each.name, email=each.email)
            for each in found.participants
        ],
    )


def _insist_for(request: ProgramRequest, person_id: int) -> None:
    if person_id != request.user.pk:
        insist(request.user, "tickets.note")
