"""Links that let people join."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from helpwell.accounts.actions.guarding import LONGEST_PERSON, covers, named
from helpwell.accounts.actions.joining import join
from helpwell.accounts.errors import AlreadyHere, UnknownInvitation
from helpwell.accounts.facts import InvitationWithdrawn, PersonInvited
from helpwell.accounts.models import Group, Invitation, Role, User
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.text import one_line, storable
from helpwell.events.actions import publish

LIFETIME = timedelta(days=7)
SECRET_BYTES = 32


@dataclass(frozen=True)
class Invited:
    """An invitation and its secret, which is known now and never again."""

    invitation: Invitation
    secret: str


@transaction.atomic
def invite(
    *, email: str, role: Role, by: By, name: str = "", groups: Iterable[Group] = ()
) -> Invited:
    """Make a link that works once within seven days; an older one for the address is withdrawn."""
    covers(by, role)
    email = storable(email).strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        raise AlreadyHere
    for older in Invitation.objects.open().filter(email=email):
        withdraw(older, by=by)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    invitation = Invitation.objects.create(
        email=email,
        name=one_line(storable(name)),
        role=role,
        secret_hash=hash_of(secret),
        invited_by=by if isinstance(by, User) else None,
        created_at=clock.now(),
        expires_at=clock.now() + LIFETIME,
    )
    invitation.groups.set(groups)
    publish(PersonInvited(invitation_id=invitation.pk, role_id=role.pk, by=by.actor))
    return Invited(invitation, secret)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: By) -> None:
    """Let the link stop working; one that was used already is refused."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.withdrawn_at:
        return
    invitation.refuse_if_used()
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    publish(InvitationWithdrawn(invitation_id=invitation.pk, by=by.actor))


@transaction.atomic
def accept(*, secret: str, name: str, password: str | None) -> User:
    """Let the bearer of the link join; without a password they must be given a link to set one.

    The invitation's row is locked, so of two who open a link at once one joins.
    """
    invitation = _locked(secret)
    invitation.refuse_unless_open()
    person = join(
        email=invitation.email,
        name=named(name, most=LONGEST_PERSON),
        password=password,
        role=invitation.role,
        invitation=invitation,
    )
    person.groups.set(invitation.groups.all())
    invitation.accepted_at, invitation.accepted_by = clock.now(), person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    return person


def hash_of(secret: str) -> str:
    """What is kept of a link's secret: it cannot be turned back into the link."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _locked(secret: str) -> Invitation:
    found = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("role")
        .filter(secret_hash=hash_of(secret))
        .first()
    )
    if found is None:
        raise UnknownInvitation
    return found
