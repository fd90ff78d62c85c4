"""What keeps people from locking everybody out, and from handing out more than they hold."""

from collections.abc import Iterable

from helpwell.accounts.errors import BeyondOwnRole, LastAdministrator, NameMissing
from helpwell.accounts.models import Role, User
from helpwell.core.actors import By
from helpwell.core.text import name_of
from helpwell.live.actions import judge_again

LONGEST_NAME, LONGEST_PERSON = 80, 120


def rights_changed(person_ids: Iterable[int]) -> None:
    """Let the open pages of these people ask anew what they may follow."""
    for number in person_ids:
        judge_again(f"person:{number}")


def named(name: str, *, most: int = LONGEST_NAME) -> str:
    """The name as it is kept; one without any letter is refused, and one of more than `most`."""
    kept = name_of(name, most=most)
    if not kept:
        raise NameMissing
    return kept


def covers(by: By, role: Role) -> None:
    """Refuse when `role` may do something that `by` may not: nobody lifts themselves up."""
    covers_capabilities(by, role.capabilities, is_administrator=role.is_administrator)


def covers_capabilities(
    by: By, capabilities: Iterable[str], *, is_administrator: bool = False
) -> None:
    """Refuse when these capabilities go beyond those of the person `by`; the system may all."""
    if not isinstance(by, User) or by.role.is_administrator:
        return
    if is_administrator or not all(by.can(capability) for capability in capabilities):
        raise BeyondOwnRole


def lock_administration() -> None:
    """Let one at a time change who may do everything, until the end of the transaction."""
    list(Role.objects.filter(is_administrator=True).order_by("pk").select_for_update(no_key=True))


def somebody_may_do_everything() -> None:
    """Refuse when nobody is left who may do everything; asked after the change, under the lock."""
    people = User.objects.filter(is_active=True, is_app=False)
    if not people.filter(role__is_administrator=True).exists():
        raise LastAdministrator
