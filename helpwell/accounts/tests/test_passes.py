"""Who loses rights, or signs out, hears nothing more by the live passes they were given."""

import pytest
from django.db import connection
from django.urls import reverse

from helpwell.accounts import actions
from helpwell.accounts.testing import make_administrator, make_agent, make_group, make_role
from helpwell.core.actors import SYSTEM
from helpwell.live.hub import AGAIN, CHANNEL

pytestmark = pytest.mark.django_db
PASSWORD = "a long way to the sea"


@pytest.fixture
def group():
    return make_group()


@pytest.fixture
def agent(group):
    role = make_role("tickets.read_groups", name="Reader")
    return make_agent("Ina Inside", role, [group], password=PASSWORD)


def is_judged_again(person):
    return (CHANNEL, f"{AGAIN} person:{person.pk}") in connection.helpwell_owed


def lose_group(agent):
    actions.leave_group(agent, group=agent.groups.get(), by=SYSTEM)


def lose_the_group_itself(agent):
    actions.delete_group(agent.groups.get(), by=SYSTEM)


def change_role(agent):
    actions.give_role(agent, role=make_role(name="Less"), by=SYSTEM)


def lose_what_the_role_allows(agent):
    actions.change_role(
        agent.role, name="Reader", capabilities=[], is_administrator=False, by=SYSTEM
    )


def be_deactivated(agent):
    actions.deactivate(agent, by=SYSTEM)


@pytest.mark.parametrize(
    "lose",
    [lose_group, lose_the_group_itself, change_role, lose_what_the_role_allows, be_deactivated],
)
def test_rights_that_are_lost_end_them(agent, lose):
    other = make_administrator("Olaf Other")
    connection.helpwell_owed = []
    lose(agent)
    assert is_judged_again(agent)
    assert not is_judged_again(other)


def test_signing_out_ends_them(client, agent):
    client.force_login(agent, backend="helpwell.accounts.backends.RoleBackend")
    connection.helpwell_owed = []
    client.post(reverse("account_logout"))
    assert is_judged_again(agent)


def test_a_new_password_ends_them(client, agent):
    client.force_login(agent, backend="helpwell.accounts.backends.RoleBackend")
    connection.helpwell_owed = []
    typed = {"oldpassword": PASSWORD, "password1": "x" * 30 + "9", "password2": "x" * 30 + "9"}
    client.post(reverse("account_change_password"), typed)
    assert is_judged_again(agent)
