"""Who is told what, and who is not."""

import pytest

from helpwell.accounts.testing import ada, ben, make_agent, make_group, make_role
from helpwell.core.actors import SYSTEM
from helpwell.jobs.actions import run_until_quiet
from helpwell.notifications import actions
from helpwell.notifications.kinds import Kind, Nearness, Way
from helpwell.notifications.models import Notification
from helpwell.notifications.queries import notifications_of, unread_of
from helpwell.notifications.wording import sentence
from helpwell.tickets import actions as tickets
from helpwell.tickets.permissions import READ_ASSIGNED
from helpwell.tickets.testing import answer, hear, make_ticket

pytestmark = pytest.mark.django_db


def told(person):
    run_until_quiet("events.tell_facts")
    return [(row.kind, row.ticket_id) for row in notifications_of(person)]


def wish(person, kind, nearness, way=Way.APP):
    return actions.choose({"nearness": {kind: {way: int(nearness)}}}, by=person)


def test_whoever_is_given_a_ticket_hears_it_and_whoever_takes_one_does_not():
    ticket = make_ticket()
    tickets.assign(ticket, to=ada(), group=None, by=ben())
    assert told(ada()) == [(Kind.ASSIGNED, ticket.pk)]
    assert told(ben()) == []
    taken = make_ticket()
    tickets.assign(taken, to=ben(), group=None, by=ben())
    assert told(ben()) == []


def test_an_answer_is_told_to_whose_ticket_it_is_and_the_first_message_to_nobody():
    ticket = make_ticket(assignee=ada())
    told(ada())
    actions.read_all(by=ada())
    hear(ticket)
    hear(ticket)
    run_until_quiet("events.tell_facts")
    (row,) = Notification.objects.filter(person=ada(), read_at=None)
    assert (row.kind, row.count, sentence(row)) == (
        Kind.ANSWERED,
        2,
        "The customer answered 2 times",
    )
    assert not Notification.objects.filter(person=ben()).exists()


def test_a_mention_is_told_once_and_not_also_as_a_note():
    ticket = make_ticket(assignee=ada())
    actions.read_all(by=ada())
    tickets.note(ticket, html=f"@{ada().name} please look", by=ben())
    run_until_quiet("events.tell_facts")
    kinds = Notification.objects.filter(person=ada(), read_at=None).values_list("kind", flat=True)
    assert set(kinds) - {Kind.ASSIGNED} == {Kind.MENTIONED}


@pytest.mark.parametrize(
    ("nearness", "hears"),
    [(Nearness.MINE, []), (Nearness.FOLLOWED, ["followed"]), (Nearness.ALL, ["followed", "other"])],
)
def test_nearness_says_whose_tickets_count(nearness, hears):
    named = {"followed": make_ticket(), "other": make_ticket()}
    tickets.follow(named["followed"], agents=[ben()], by=ben())
    wish(ben(), Kind.ANSWERED, nearness)
    for ticket in named.values():
        hear(ticket)
    expected = {named[name].pk for name in hears}
    assert {ticket for kind, ticket in told(ben()) if kind == Kind.ANSWERED} == expected


def test_groups_hear_of_new_tickets_where_they_want_to():
    group = make_group()
    member = make_agent("Mia Member", groups=[group])
    wish(member, Kind.OPENED, Nearness.GROUPS)
    ticket = make_ticket(group=group)
    make_ticket()
    assert told(member) == [(Kind.OPENED, ticket.pk)]


def test_a_muted_ticket_is_silent_but_for_what_names_one():
    ticket = make_ticket(assignee=ada())
    told(ada())
    actions.read_all(by=ada())
    actions.mute(ticket, by=ada())
    hear(ticket)
    told(ada())
    assert unread_of(ada()).count == 0
    tickets.note(ticket, html=f"@{ada().name} please look", by=ben())
    told(ada())
    assert unread_of(ada()).count == 1


def test_what_one_may_not_see_any_more_is_neither_shown_nor_counted():
    near = make_agent("Nora Near", make_role(READ_ASSIGNED))
    ticket = make_ticket(assignee=near)
    assert told(near) == [(Kind.ASSIGNED, ticket.pk)]
    tickets.assign(ticket, to=ada(), group=None, by=SYSTEM)
    assert told(near) == []
    assert unread_of(near).count == 0


def test_nobody_hears_of_what_they_may_not_see():
    far = make_agent("Finn Far", make_role(READ_ASSIGNED))
    wish(far, Kind.ANSWERED, Nearness.ALL)
    hear(make_ticket(assignee=ada()))
    run_until_quiet("events.tell_facts")
    assert not Notification.objects.filter(person=far).exists()


def test_spam_is_silent():
    ticket = make_ticket(assignee=ada())
    told(ada())
    actions.read_all(by=ada())
    tickets.mark_spam(ticket, by=ben())
    hear(ticket)
    told(ada())
    assert not Notification.objects.filter(person=ada(), read_at=None).exists()


def test_what_an_agent_answers_is_no_news_to_them():
    ticket = make_ticket(assignee=ada())
    told(ada())
    actions.read_all(by=ada())
    answer(ticket, by=ada())
    told(ada())
    assert unread_of(ada()).count == 0
