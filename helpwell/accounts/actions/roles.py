"""Roles: named sets of capabilities."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from helpwell.accounts.actions.guarding import (
    covers,
    covers_capabilities,
    lock_administration,
    named,
    rights_changed,
    somebody_may_do_everything,
)
from helpwell.accounts.capabilities import declared
from helpwell.accounts.errors import NameTaken, RoleInUse
from helpwell.accounts.facts import RoleChanged, RoleDeleted, RoleMade
from helpwell.accounts.models import Invitation, Role
from helpwell.accounts.standing_roles import STANDING_ROLES
from helpwell.core.actors import By
from helpwell.events.actions import publish


@transaction.atomic
def make_role(
    *, name: str, by: By, capabilities: Iterable[str] = (), is_administrator: bool = False
) -> Role:
    """A new role; it may hold only what its maker may do."""
    chosen = _known(capabilities)
    covers_capabilities(by, chosen, is_administrator=is_administrator)
    role = Role(name=named(name), capabilities=chosen, is_administrator=is_administrator)
    _save(role)
    publish(RoleMade(role_id=role.pk, by=by.actor))
    return role


@transaction.atomic
def change_role(
    role: Role, *, name: str, capabilities: Iterable[str], is_administrator: bool, by: By
) -> Role:
    """Change a role's name and what it allows, at once for everybody who has it."""
    lock_administration()
    role = Role.objects.select_for_update(no_key=True).get(pk=role.pk)
    before, chosen = set(role.capabilities), _known(capabilities, keeping=role)
    covers(by, role)
    covers_capabilities(by, chosen, is_administrator=is_administrator)
    was_administrator = role.is_administrator
    role.name, role.capabilities, role.is_administrator = named(name), chosen, is_administrator
    _save(role)
    if was_administrator and not is_administrator:
        somebody_may_do_everything()
    rights_changed(role.users.values_list("pk", flat=True))
    publish(
        RoleChanged(
            role_id=role.pk,
            is_administrator=is_administrator,
            added=sorted(set(chosen) - before),
            removed=sorted(before - set(chosen)),
            by=by.actor,
        )
    )
    return role


@transaction.atomic
def delete_role(role: Role, *, by: By) -> None:
    """Delete a role that nobody has and nobody is invited to."""
    role = Role.objects.select_for_update().get(pk=role.pk)
    covers(by, role)
    if role.users.exists() or Invitation.objects.open().filter(role=role).exists():
        raise RoleInUse
    publish(RoleDeleted(role_id=role.pk, by=by.actor))
    role.delete()


def standing_role(key: str) -> Role:
    """A role of every new house by its key in `STANDING_ROLES`; made again where it is gone."""
    standing = STANDING_ROLES[key]
    if standing.is_administrator and (role := Role.objects.filter(is_administrator=True).first()):
        return role
    role, _ = Role.objects.get_or_create(
        name=standing.name,
        defaults={
            "capabilities": list(standing.capabilities),
            "is_administrator": standing.is_administrator,
        },
    )
    return role


def _known(capabilities: Iterable[str], *, keeping: Role | None = None) -> list[str]:
    """The declared ones of these, sorted; a role keeps what a missing room once declared."""
    kept = set(keeping.capabilities) if keeping else set()
    return sorted(set(capabilities) & (declared.keys() | kept))


def _save(role: Role) -> None:
    try:
        with transaction.atomic():
            role.save()
    except IntegrityError as taken:
        raise NameTaken from taken
