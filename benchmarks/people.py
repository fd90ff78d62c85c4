"""The people of the measured house, and how they are signed in."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from benchmarks.seed import AGENTS, GROUPS
from helpwell.accounts.models import User
from helpwell.accounts.testing import make_agent, make_group
from helpwell.channels.models import Inbox

ADMINISTRATOR, SCOPED, NARROW = 1, 2, 3


def hire() -> None:
    """An administrator, specialists of one group each, agents; groups and two inboxes."""
    groups = [make_group(f"Group {number}") for number in range(1, GROUPS + 1)]
    for number in range(1, AGENTS + 1):
        role = "administrator" if number == 1 else "specialist" if number <= 21 else "agent"
        home = [groups[number % GROUPS]] if number != NARROW else []
        person = make_agent(f"Agent {number}", role, home, email=f"agent{number}@bench.example")
        assert person.pk == number
    for number, name in enumerate(("support", "billing"), 1):
        inbox = Inbox.objects.create(
            name=name.title(), address=f"{name}@bench.example", group=groups[number]
        )
        assert inbox.pk == number


def cookie_of(person: int) -> str:
    """A session cookie of this person, as the browser would send it."""
    user = User.objects.get(pk=person)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "helpwell.accounts.backends.RoleBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
