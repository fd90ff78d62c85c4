"""The standing cast, and people, groups and roles for tests: made through the real actions."""

from collections.abc import Iterable
from itertools import count

from helpwell.accounts import actions
from helpwell.accounts.actions.roles import standing_role
from helpwell.accounts.models import Group, Role, User
from helpwell.core.actors import SYSTEM

_numbers = count(1)


def make_agent(
    name: str = "Ada Agent",
    role: str | Role = "agent",
    groups: Iterable[Group] = (),
    *,
    email: str = "",
    password: str | None = None,
    availability: str = "",
) -> User:
    """Somebody who works here; `role` is a Role or a key of `STANDING_ROLES`.

    Without a password (hashing one is slow) they sign in by `client.force_login`.
    """
    invited = actions.invite(
        email=email or _free_address(name),
        role=role if isinstance(role, Role) else standing_role(role),
        groups=groups,
        by=SYSTEM,
    )
    person = actions.accept(secret=invited.secret, name=name, password=password)
    if availability:
        actions.set_availability(person, availability=availability, by=SYSTEM)
    return User.objects.select_related("role").get(pk=person.pk)


def make_administrator(name: str = "Alma Admin", *, email: str = "") -> User:
    """Somebody who may do everything."""
    return make_agent(name, "administrator", email=email)


def make_group(name: str = "") -> Group:
    """A group; without a name it gets one of its own."""
    return actions.make_group(name=name or f"Group {next(_numbers)}", by=SYSTEM)


def make_role(*capabilities: str, name: str = "", is_administrator: bool = False) -> Role:
    """A role with exactly these capabilities."""
    return actions.make_role(
        name=name or f"Role {next(_numbers)}",
        capabilities=capabilities,
        is_administrator=is_administrator,
        by=SYSTEM,
    )


def ada() -> User:
    """Ada, an agent; the same person however often she is asked for."""
    return _known("ada@helpwell.test") or make_agent("Ada Agent", email="ada@helpwell.test")


def ben() -> User:
    """Ben, an agent beside Ada."""
    return _known("ben@helpwell.test") or make_agent("Ben Baker", email="ben@helpwell.test")


def mo() -> User:
    """Mo, the team lead."""
    return _known("mo@helpwell.test") or make_agent("Mo Manager", "lead", email="mo@helpwell.test")


def _known(email: str) -> User | None:
    return User.objects.select_related("role").filter(email=email).first()


def _free_address(name: str) -> str:
    stem = name.lower().replace(" ", ".").encode("ascii", "ignore").decode() or "somebody"
    return f"{stem}.{next(_numbers)}@helpwell.test"
