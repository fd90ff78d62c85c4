"""Links that let people join: once, for seven days, and nobody twice."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from helpwell.accounts import actions
from helpwell.accounts.actions.roles import standing_role
from helpwell.accounts.errors import (
    AlreadyHere,
    BeyondOwnRole,
    InvitationExpired,
    InvitationRevoked,
    InvitationUsed,
    UnknownInvitation,
)
from helpwell.accounts.models import Invitation, User
from helpwell.accounts.testing import ada, make_administrator, make_agent, make_group, make_role
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.core.errors import Refused
from helpwell.events.models import Fact

pytestmark = pytest.mark.django_db


def invite(email="new@helpwell.test", **overrides):
    role = overrides.pop("role", None) or standing_role("agent")
    return actions.invite(**{"email": email, "role": role, "by": SYSTEM, **overrides})


def test_the_cast_is_made_by_invitations_and_has_the_roles_it_says():
    billing = make_group("Billing")
    agent = make_agent("Grit Groups", groups=[billing])
    assert agent.group_ids == [billing.pk]
    assert agent.can("tickets.reply")
    assert not agent.can("accounts.manage")
    assert make_administrator().can("anything.at_all")
    assert ada() == ada()


def test_who_accepts_gets_what_the_invitation_says():
    billing = make_group("Billing")
    invited = invite("Grace.New@Helpwell.test", groups=[billing])
    person = actions.accept(secret=invited.secret, name="  Grace \n New ", password=None)
    assert (person.email, person.name) == ("grace.new@helpwell.test", "Grace New")
    assert person.role == standing_role("agent")
    assert list(person.groups.all()) == [billing]


def test_only_a_hash_of_the_secret_is_kept():
    invited = invite()
    row = Invitation.objects.values().get(pk=invited.invitation.pk)
    assert invited.secret not in str(row)
    assert len(invited.secret) >= 43  # 256 bits in base64


def test_a_link_works_once():
    invited = invite()
    actions.accept(secret=invited.secret, name="First", password=None)
    with pytest.raises(InvitationUsed):
        actions.accept(secret=invited.secret, name="Second", password=None)


def test_a_forged_link_is_refused():
    invited = invite()
    for forged in ("", "x" * 43, invited.secret[:-1], invited.invitation.secret_hash, "\0\ud800"):
        with pytest.raises(UnknownInvitation):
            actions.accept(secret=forged, name="Stan", password=None)


def test_a_link_expires_after_seven_days():
    with clock.travel(clock.now() - timedelta(days=7, seconds=1)):
        invited = invite()
    with pytest.raises(InvitationExpired):
        actions.accept(secret=invited.secret, name="Late", password=None)


def test_a_withdrawn_link_says_so():
    invited = invite()
    actions.withdraw(invited.invitation, by=SYSTEM)
    with pytest.raises(InvitationRevoked):
        actions.accept(secret=invited.secret, name="Out", password=None)


def test_inviting_an_address_again_replaces_the_older_link():
    older, newer = invite(), invite()
    with pytest.raises(InvitationRevoked):
        actions.accept(secret=older.secret, name="Old", password=None)
    assert actions.accept(secret=newer.secret, name="New", password=None)


def test_an_address_that_works_here_is_not_invited_again():
    make_agent(email="here@helpwell.test")
    with pytest.raises(AlreadyHere):
        invite("HERE@helpwell.test")


def test_nobody_invites_to_a_role_that_may_do_more_than_they_may():
    inviter = make_agent(role=make_role("accounts.manage", "tickets.reply"))
    assert invite("a@helpwell.test", role=make_role("tickets.reply"), by=inviter)
    for beyond in (make_role("tickets.read_all"), make_role(is_administrator=True)):
        with pytest.raises(BeyondOwnRole):
            invite("b@helpwell.test", role=beyond, by=inviter)


def test_facts_of_joining_hold_no_name_and_no_address():
    invited = invite("secret.person@helpwell.test", name="Secret Person")
    actions.accept(secret=invited.secret, name="Secret Person", password=None)
    facts = Fact.objects.filter(name__in=["person.invited", "person.joined"])
    assert [fact.name for fact in facts.order_by("pk")] == ["person.invited", "person.joined"]
    assert "ecret" not in str(list(facts.values("about", "payload")))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_one_link_at_once_one_joins():
    invited = invite()
    outcomes = at_once(
        lambda name: actions.accept(secret=invited.secret, name=name, password=None), "One", "Two"
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["InvitationUsed", "User"]
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_first_administrators_at_once_one_founds_the_house():
    outcomes = at_once(
        lambda name: actions.found_house(name=name, email=f"{name}@helpwell.test", password="p"),
        "One",
        "Two",
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["HouseAlreadyFounded", "User"]
    assert User.objects.get().role.is_administrator


def at_once(act, *names):
    """What `act` gives or refuses for each name, all starting at the same moment in threads."""
    outcomes, start = [], Barrier(len(names))

    def run(name):
        try:
            start.wait(60)
            outcomes.append(act(name))
        except Refused as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[name]) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
