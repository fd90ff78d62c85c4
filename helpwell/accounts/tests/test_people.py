"""What administrators and people themselves change, and what is refused."""

import pytest

from helpwell.accounts import actions
from helpwell.accounts.actions.roles import standing_role
from helpwell.accounts.errors import (
    BeyondOwnRole,
    LastAdministrator,
    NameMissing,
    NameTaken,
    RoleInUse,
    SignInClosed,
)
from helpwell.accounts.models import Role, User
from helpwell.accounts.standing_roles import STANDING_ROLES
from helpwell.accounts.testing import ada, make_administrator, make_agent, make_group, make_role
from helpwell.core.actors import SYSTEM
from helpwell.core.testing import after_waiting
from helpwell.events.models import Fact

pytestmark = pytest.mark.django_db


def fresh(person):
    return User.objects.select_related("role").get(pk=person.pk)


def told(name):
    return list(Fact.objects.filter(name=name).values_list("payload", flat=True))


def test_the_last_administrator_cannot_be_deactivated():
    first, second = make_administrator("First"), make_administrator("Second")
    actions.deactivate(second, by=first)
    with pytest.raises(LastAdministrator):
        actions.deactivate(first, by=first)
    assert fresh(first).is_active


def test_the_last_administrator_keeps_the_role():
    alma = make_administrator()
    with pytest.raises(LastAdministrator):
        actions.give_role(alma, role=standing_role("agent"), by=alma)
    assert fresh(alma).role.is_administrator


@pytest.mark.django_db(transaction=True)
def test_a_role_and_groups_given_at_once_are_both_given():
    person, role, group = make_agent(), make_role(name="Less"), make_group()
    after_waiting(
        lambda: actions.give_role(person, role=role, by=SYSTEM),
        lambda: actions.put_into_groups(person, groups=[group], by=SYSTEM),
    )
    assert (fresh(person).role, list(person.groups.all())) == (role, [group])


def test_the_last_role_that_may_do_everything_keeps_doing_so():
    alma = make_administrator()
    with pytest.raises(LastAdministrator):
        actions.change_role(
            alma.role, name="Administrator", capabilities=[], is_administrator=False, by=alma
        )


def test_nobody_lifts_themselves_up_or_takes_over_somebody_above():
    alma = make_administrator()
    clerk = make_agent("Carl Clerk", make_role("accounts.manage"))
    attempts = (
        lambda: actions.give_role(clerk, role=alma.role, by=clerk),
        lambda: actions.make_role(name="All", is_administrator=True, by=clerk),
        lambda: actions.make_role(name="Some", capabilities=["tickets.reply"], by=clerk),
        lambda: actions.change_role(
            clerk.role, name="C", capabilities=["tickets.reply"], is_administrator=False, by=clerk
        ),
        lambda: actions.make_password_link(alma, by=clerk),
        lambda: actions.deactivate(alma, by=clerk),
    )
    for attempt in attempts:
        with pytest.raises(BeyondOwnRole):
            attempt()


def test_a_role_counts_from_the_next_request(client):
    person = make_agent()
    client.force_login(person)
    assert client.get("/settings/people/").status_code == 403
    actions.give_role(person, role=make_role("accounts.manage"), by=SYSTEM)
    assert client.get("/settings/people/").status_code == 200


def test_roles_keep_only_capabilities_that_some_room_declares():
    role = make_role("tickets.reply", "tickets.fly")
    assert role.capabilities == ["tickets.reply"]


def test_standing_roles_name_only_declared_capabilities_but_for_rooms_above():
    role = make_role(*STANDING_ROLES["agent"].capabilities)
    assert set(role.capabilities) == set(STANDING_ROLES["agent"].capabilities)


def test_a_role_that_somebody_has_is_not_deleted():
    role = make_role("tickets.reply")
    make_agent(role=role)
    with pytest.raises(RoleInUse):
        actions.delete_role(role, by=SYSTEM)
    spare = make_role()
    actions.delete_role(spare, by=SYSTEM)
    assert not Role.objects.filter(pk=spare.pk).exists()


def test_changing_a_role_tells_what_came_and_went():
    role = make_role("tickets.reply", "tickets.note")
    actions.change_role(
        role, name="R", capabilities=["tickets.note", "tickets.tag"], is_administrator=False,
        by=make_administrator(),
    )  # fmt: skip
    assert told("role.changed") == [
        {
            "role_id": role.pk,
            "is_administrator": False,
            "added": ["tickets.tag"],
            "removed": ["tickets.reply"],
        }
    ]


def test_two_groups_do_not_share_a_name():
    make_group("Billing")
    with pytest.raises(NameTaken):
        make_group(" Billing ")
    with pytest.raises(NameMissing):
        make_group("  ").delete()


def test_people_join_and_leave_groups():
    billing, repairs = make_group("Billing"), make_group("Repairs")
    person = make_agent(groups=[billing])
    actions.join_group(person, group=repairs, by=SYSTEM)
    actions.leave_group(person, group=billing, by=SYSTEM)
    assert fresh(person).group_ids == [repairs.pk]
    assert [(fact["joined"], fact["left"]) for fact in told("person.regrouped")] == [
        ([repairs.pk], []),
        ([], [billing.pk]),
    ]


def test_deleting_a_group_leaves_its_members():
    billing = make_group("Billing")
    person = make_agent(groups=[billing])
    actions.delete_group(billing, by=SYSTEM)
    assert fresh(person).group_ids == []


def test_who_is_deactivated_is_offline_and_comes_back_with_role_and_groups():
    make_administrator()
    billing = make_group("Billing")
    person = make_agent(groups=[billing], availability="online")
    actions.deactivate(person, by=SYSTEM)
    gone = fresh(person)
    assert (gone.is_active, gone.availability) == (False, "offline")
    with pytest.raises(SignInClosed):
        actions.make_password_link(gone, by=SYSTEM)
    actions.reactivate(gone, by=SYSTEM)
    assert fresh(person).is_active
    assert fresh(person).group_ids == [billing.pk]


def test_nothing_is_told_when_nothing_changed():
    person = make_agent("Same Same", availability="online")
    Fact.objects.all().delete()
    actions.rename(person, name="Same Same", by=person)
    actions.set_availability(person, availability="online", by=person)
    actions.give_role(person, role=person.role, by=person)
    actions.put_into_groups(person, groups=[], by=person)
    assert not Fact.objects.exists()


def test_i_say_from_the_rail_that_i_am_away(client):
    client.force_login(ada())
    answer = client.post(
        "/me/availability/", {"availability": "away"}, headers={"HX-Request": "true"}
    )
    assert 'id="me-menu"' in answer.text
    assert fresh(ada()).availability == "away"
    assert client.post("/me/availability/", {"availability": "flying"}).status_code == 400
