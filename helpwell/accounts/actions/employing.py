"""Apps: programs that act in their own name, by tokens, and never sign in."""

import secrets
from collections.abc import Iterable

from django.db import transaction

from helpwell.accounts.actions.guarding import LONGEST_PERSON, covers, named
from helpwell.accounts.facts import AppMade
from helpwell.accounts.models import Group, Role, User
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.events.actions import publish


@transaction.atomic
def make_app(*, name: str, role: Role, by: By, groups: Iterable[Group] = ()) -> User:
    """Let a program work here under a name of its own, allowed what `role` allows."""
    covers(by, role)
    app = User(
        email=f"{secrets.token_hex(8)}@apps.invalid",
        name=named(name, most=LONGEST_PERSON),
        role=role,
        is_app=True,
        joined_at=clock.now(),
    )
    app.set_unusable_password()
    app.save()
    app.groups.set(groups)
    publish(AppMade(person_id=app.pk, role_id=role.pk, by=by.actor))
    return app
