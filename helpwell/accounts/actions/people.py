"""What changes about those who work here."""

from collections.abc import Iterable

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from helpwell.accounts.actions.guarding import (
    LONGEST_PERSON,
    covers,
    lock_administration,
    named,
    rights_changed,
    somebody_may_do_everything,
)
from helpwell.accounts.errors import SignInClosed
from helpwell.accounts.facts import (
    PasswordLinkMade,
    PersonAvailabilityChanged,
    PersonDeactivated,
    PersonReactivated,
    PersonRegrouped,
    PersonRenamed,
    PersonRoleChanged,
)
from helpwell.accounts.models import Group, Role, User
from helpwell.core.actors import By
from helpwell.events.actions import publish
from helpwell.live.actions import tell

PEOPLE = "people"


@transaction.atomic
def rename(person: User, *, name: str, by: By) -> None:
    """Let somebody go by another name."""
    person = _locked(person)
    if person.name == (kept := named(name, most=LONGEST_PERSON)):
        return
    person.name = kept
    person.save(update_fields=["name"])
    publish(PersonRenamed(person_id=person.pk, by=by.actor))


@transaction.atomic
def give_role(person: User, *, role: Role, by: By) -> None:
    """Let somebody do what `role` allows, and nothing else any more."""
    lock_administration()
    person = _locked(person)
    before = person.role
    if before.pk == role.pk:
        return
    covers(by, before)
    covers(by, role)
    person.role = role
    person.save(update_fields=["role"])
    if before.is_administrator:
        somebody_may_do_everything()
    rights_changed([person.pk])
    publish(PersonRoleChanged(person_id=person.pk, before=before.pk, after=role.pk, by=by.actor))


@transaction.atomic
def put_into_groups(person: User, *, groups: Iterable[Group], by: By) -> None:
    """Let somebody belong to exactly these groups."""
    person = _locked(person)
    wanted = {group.pk for group in groups}
    had = set(person.groups.values_list("pk", flat=True))
    if wanted == had:
        return
    person.groups.set(wanted)
    rights_changed([person.pk])
    publish(
        PersonRegrouped(
            person_id=person.pk, joined=sorted(wanted - had), left=sorted(had - wanted), by=by.actor
        )
    )


@transaction.atomic
def join_group(person: User, *, group: Group, by: By) -> None:
    """Add somebody to a group."""
    _locked(person)
    put_into_groups(person, groups=[*person.groups.all(), group], by=by)


@transaction.atomic
def leave_group(person: User, *, group: Group, by: By) -> None:
    """Take somebody out of a group."""
    _locked(person)
    put_into_groups(person, groups=person.groups.exclude(pk=group.pk), by=by)


@transaction.atomic
def deactivate(person: User, *, by: By) -> None:
    """Let somebody sign in no more, from their next click on; the last administrator stays."""
    lock_administration()
    person = _locked(person)
    if not person.is_active:
        return
    covers(by, person.role)
    person.is_active, person.availability = False, User.Availability.OFFLINE
    person.save(update_fields=["is_active", "availability"])
    somebody_may_do_everything()
    rights_changed([person.pk])
    publish(PersonDeactivated(person_id=person.pk, by=by.actor))
    tell(PEOPLE)


@transaction.atomic
def reactivate(person: User, *, by: By) -> None:
    """Let somebody sign in again, with the role and groups they had."""
    person = _locked(person)
    if person.is_active:
        return
    covers(by, person.role)
    person.is_active = True
    person.save(update_fields=["is_active"])
    publish(PersonReactivated(person_id=person.pk, by=by.actor))
    tell(PEOPLE)


@transaction.atomic
def set_availability(person: User, *, availability: str, by: By) -> None:
    """Say whether somebody is here, away for a while, or gone."""
    person = _locked(person)
    before, after = person.availability, User.Availability(availability)
    if before == after:
        return
    person.availability = after
    person.save(update_fields=["availability"])
    publish(PersonAvailabilityChanged(person_id=person.pk, before=before, after=after, by=by.actor))
    tell(PEOPLE)


@transaction.atomic
def make_password_link(person: User, *, by: By) -> str:
    """The path of a page where somebody chooses a new password.

    It works once, for three days, and no more once they have signed in.
    """
    person = _locked(person)
    covers(by, person.role)
    if not person.is_active or person.is_app:
        raise SignInClosed
    publish(PasswordLinkMade(person_id=person.pk, by=by.actor))
    key = default_token_generator.make_token(person)
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(person), "key": key},
    )


def _locked(person: User) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)
