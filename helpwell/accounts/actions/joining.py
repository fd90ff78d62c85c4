"""How somebody becomes one of those who work here; invitations and the founding both end here."""

from django.db import IntegrityError, transaction

from helpwell.accounts.errors import AlreadyHere
from helpwell.accounts.facts import PersonJoined
from helpwell.accounts.models import House, Invitation, Role, User
from helpwell.core import clock
from helpwell.events.actions import publish


def join(
    *, email: str, name: str, password: str | None, role: Role, invitation: Invitation | None
) -> User:
    """Make the account; an address that somebody has already, whatever its case, is refused."""
    person = User(
        email=email, name=name, role=role, joined_at=clock.now(),
        availability=User.Availability.ONLINE, time_zone=House.zone(),
    )  # fmt: skip
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as taken:
        raise AlreadyHere from taken
    publish(
        PersonJoined(
            person_id=person.pk,
            role_id=role.pk,
            invitation_id=invitation.pk if invitation else None,
            by=person.actor,
        )
    )
    return person
