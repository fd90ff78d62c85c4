"""A snoozed ticket is out of the way until its time, an answer, or news of an order."""

from datetime import UTC, datetime

import pytest
import time_machine

from helpwell.accounts.testing import ada
from helpwell.core.actors import SYSTEM
from helpwell.core.testing import at_once, failures
from helpwell.events.facts import revive
from helpwell.events.models import Fact
from helpwell.tickets import actions
from helpwell.tickets.errors import NoSuchMoment, NotUndone, TicketClosed
from helpwell.tickets.history import Sentences
from helpwell.tickets.models import Snooze, Ticket
from helpwell.tickets.queries import VIEWS, visible_to
from helpwell.tickets.snoozes import status_outside, woke_up
from helpwell.tickets.testing import answer, hear, make_ticket

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def now(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def has_woken(ticket: Ticket) -> bool:
    return Ticket.objects.filter(woke_up(), pk=ticket.pk).exists()


def undo(ticket, fact_id):
    row = Fact.objects.get(pk=fact_id)
    return actions.undo(ticket, revive(row.name, row.payload, SYSTEM), by=SYSTEM)


def test_it_rests_until_its_time_and_then_stands_on_top_of_the_list(monday):
    ticket, agent = make_ticket(status="pending"), ada()
    actions.snooze(ticket, until=TUESDAY, by=agent)
    assert now(ticket).status == "snoozed"
    assert actions.wake_sleepers() == TUESDAY, "the task comes back at that moment"
    assert now(ticket).status == "snoozed"
    monday.move_to(TUESDAY)
    actions.wake_sleepers()
    assert (now(ticket).status, now(ticket).active_at) == ("open", TUESDAY)
    assert has_woken(ticket)
    fact = Fact.objects.get(name="ticket.woke")
    assert Sentences([fact]).of(fact) == "It woke up, as Ada Agent had asked"


def test_it_wakes_once(monday):
    ticket = make_ticket()
    actions.snooze(ticket, until=TUESDAY, by=ada())
    monday.move_to(TUESDAY)
    for _ in range(2):
        actions.wake_sleepers()
    assert Fact.objects.filter(name="ticket.woke").count() == 1


def test_the_mark_goes_with_the_next_message(monday):
    ticket = make_ticket()
    actions.snooze(ticket, until=TUESDAY, by=ada())
    monday.move_to(TUESDAY)
    actions.wake_sleepers()
    monday.shift(60)
    hear(ticket)
    assert not has_woken(ticket)


def test_the_customers_words_wake_it_whatever_it_waits_for():
    ticket = make_ticket()
    actions.snooze(ticket, until=None, order="AB-7", by=ada())
    hear(ticket)
    assert now(ticket).status == "open"
    assert not has_woken(ticket), "it did not wake by itself"


def test_a_machines_answer_lets_it_rest():
    ticket = make_ticket()
    actions.snooze(ticket, until=None, by=ada())
    hear(ticket, "I am away", is_automatic=True)
    assert now(ticket).status == "snoozed"


def test_news_of_an_order_wakes_the_tickets_that_wait_for_it_and_no_others():
    waiting, other, without = make_ticket(), make_ticket(), make_ticket()
    actions.snooze(waiting, until=None, order=" ab-7 ", by=ada())
    actions.snooze(other, until=None, order="AB-70", by=SYSTEM)
    actions.snooze(without, until=TUESDAY, by=SYSTEM)
    assert actions.wake_for_order("AB-7") == [waiting.pk]
    assert actions.wake_for_order("") == []
    assert (now(waiting).status, now(other).status) == ("open", "snoozed")


def test_undoing_gives_back_what_it_was():
    ticket = make_ticket(status="solved")
    solved_at = now(ticket).solved_at
    fact_id = actions.snooze(ticket, until=TUESDAY, by=ada())
    undo(ticket, fact_id)
    assert (now(ticket).status, now(ticket).solved_at) == ("solved", solved_at)


def test_undoing_a_second_snooze_gives_back_the_first(monday):
    ticket = make_ticket()
    actions.snooze(ticket, until=TUESDAY, by=SYSTEM)
    fact_id = actions.snooze(ticket, until=None, by=SYSTEM)
    undo(ticket, fact_id)
    assert Snooze.objects.get().until == TUESDAY
    assert Snooze.objects.get().status_before == "new"


def test_what_has_woken_is_not_undone():
    ticket = make_ticket()
    fact_id = actions.snooze(ticket, until=TUESDAY, by=SYSTEM)
    hear(ticket)
    with pytest.raises(NotUndone):
        undo(ticket, fact_id)


def test_an_answer_taken_back_lets_it_rest_again():
    ticket, agent = make_ticket(), ada()
    actions.snooze(ticket, until=TUESDAY, by=agent)
    message = answer(ticket, by=agent)
    row = Fact.objects.get(name="ticket.replied")
    actions.withdraw(message, replied=revive(row.name, row.payload, SYSTEM), by=agent)
    assert status_outside(now(ticket)) == ("new", TUESDAY)


def test_those_outside_are_told_what_it_was_before():
    ticket = make_ticket(status="on_hold")
    actions.snooze(ticket, until=TUESDAY, by=SYSTEM)
    assert status_outside(now(ticket)) == ("on_hold", TUESDAY)
    assert status_outside(make_ticket()) == ("new", None)


def test_it_still_says_since_when_the_customer_waits():
    ticket = make_ticket()
    actions.snooze(ticket, until=TUESDAY, by=SYSTEM)
    assert now(ticket).waiting_since == MONDAY


@pytest.mark.parametrize("until", [MONDAY, MONDAY.replace(year=2028)])
def test_moments_gone_and_far_away_are_refused(until):
    with pytest.raises(NoSuchMoment):
        actions.snooze(make_ticket(), until=until, by=SYSTEM)


def test_what_is_closed_does_not_rest():
    with pytest.raises(TicketClosed):
        actions.snooze(make_ticket(status="closed"), until=TUESDAY, by=SYSTEM)


def test_it_stands_in_its_own_view_and_in_none_of_ours(monday):
    ticket, agent = make_ticket(assignee=ada()), ada()
    actions.snooze(ticket, until=TUESDAY, by=agent)
    held = {
        slug
        for slug, view in VIEWS.items()
        if visible_to(agent).filter(view.rule(agent), pk=ticket.pk).exists()
    }
    assert {"snoozed"} <= held
    assert held & {"mine", "open", "pending", "unassigned"} == set()


def test_what_woke_long_ago_is_forgotten(monday):
    ticket = make_ticket()
    actions.snooze(ticket, until=None, by=SYSTEM)
    hear(ticket)
    actions.wake_sleepers()
    assert Snooze.objects.exists()
    monday.shift(2 * 86400)
    actions.wake_sleepers()
    assert not Snooze.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_customer_writes_at_the_moment_it_wakes(monday):
    ticket = make_ticket()
    actions.snooze(ticket, until=TUESDAY, by=SYSTEM)
    monday.move_to(TUESDAY)
    assert failures(at_once(actions.wake_sleepers, lambda: hear(ticket))) == []
    assert now(ticket).status == "open"
