"""Two people at the same moment: one history, in order, and nothing lost."""

import pytest
from django.http import Http404

from helpwell.accounts.testing import ada, ben
from helpwell.core.testing import at_once, failures
from helpwell.events.queries import history_of
from helpwell.tickets import actions
from helpwell.tickets.errors import SomethingNewArrived, TicketGone
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.queries import counts
from helpwell.tickets.testing import answer, hear, make_ticket

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def history(ticket, name):
    return [fact.payload for fact in history_of(f"ticket:{ticket.pk}").filter(name=name)]


def assert_linear(payloads, before, after):
    """Each change began where the one before it had ended."""
    ends = [payload[after] for payload in payloads]
    assert [payload[before] for payload in payloads[1:]] == ends[:-1]
    return ends[-1]


@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_assign_and_the_history_is_one_line(_):
    ticket, agents = make_ticket(), [ada(), ben()]
    outcomes = at_once(
        *(
            lambda agent=agent: actions.assign(ticket, to=agent, group=None, by=agent)
            for agent in agents
        )
    )
    assert failures(outcomes) == []
    last = assert_linear(history(ticket, "ticket.assigned"), "assignee_before", "assignee_after")
    assert Ticket.objects.get().assignee_id == last
    assert len(history(ticket, "ticket.assigned")) == 2


@pytest.mark.parametrize("_", range(ROUNDS))
def test_a_reply_meets_a_new_message(_):
    ticket, agent = make_ticket(), ada()
    seen = ticket.last_public_id
    said, heard = at_once(
        lambda: answer(ticket, by=agent, seen_up_to=seen), lambda: hear(ticket, "One more thing")
    )
    assert isinstance(heard, Message)
    ticket.refresh_from_db()
    assert ticket.message_count == Message.objects.count()
    assert ticket.waiting_since, "the customer's last words are not answered"
    if isinstance(said, Message):
        assert said.pk < heard.pk
    else:
        assert isinstance(said, SomethingNewArrived)
    assert ticket.status in {"new", "open"}


def test_two_solve_and_it_is_solved_once():
    ticket, agents = make_ticket(), [ada(), ben()]
    outcomes = at_once(
        *(lambda by=by: actions.set_status(ticket, to="solved", by=by) for by in agents)
    )
    assert failures(outcomes) == []
    assert sorted(outcome is None for outcome in outcomes) == [False, True]
    assert len(history(ticket, "ticket.status_changed")) == 1


def test_ten_tag_and_no_tag_is_lost():
    ticket, agent = make_ticket(), ada()
    outcomes = at_once(
        *(lambda n=n: actions.tag(ticket, add=[f"tag{n}", "shared"], by=agent) for n in range(10))
    )
    assert failures(outcomes) == []
    names = set(ticket.tags.values_list("name", flat=True))
    assert names == {f"tag{n}" for n in range(10)} | {"shared"}
    added = [name for payload in history(ticket, "ticket.tagged") for name in payload["added"]]
    assert sorted(added) == sorted(names)


def test_ten_tickets_get_the_same_new_tags_in_any_order():
    agent, tickets = ada(), [make_ticket() for _ in range(10)]
    names = ["alpha", "beta", "gamma"]
    outcomes = at_once(
        *(
            lambda n=n, ticket=ticket: actions.tag(ticket, add=names[:: 1 - n % 2 * 2], by=agent)
            for n, ticket in enumerate(tickets)
        )
    )
    assert failures(outcomes) == []
    assert all(ticket.tags.count() == 3 for ticket in tickets)


def test_counts_stay_right_while_ten_change_and_one_folds():
    agents, tickets = [ada(), ben()], [make_ticket() for _ in range(5)]
    works = [
        lambda t=t, by=by: actions.assign(t, to=by, group=None, by=by)
        for t in tickets
        for by in agents
    ]
    assert failures(at_once(*works, actions.fold_tallies)) == []
    mine = [counts(agent)["mine"] for agent in agents]
    assert mine == [Ticket.objects.filter(assignee=agent).count() for agent in agents]
    assert counts(ada())["all"] == 5


def test_two_replies_are_both_kept_and_counted():
    ticket, agents = make_ticket(), [ada(), ben()]
    assert failures(at_once(*(lambda by=by: answer(ticket, by=by) for by in agents))) == []
    ticket.refresh_from_db()
    assert ticket.message_count == 3 == Message.objects.count()
    assert_linear(history(ticket, "ticket.replied"), "status_before", "status_after")
    assert_linear(history(ticket, "ticket.replied"), "assignee_before", "assignee_after")


def test_a_ticket_that_is_gone_meanwhile_is_refused_and_no_fault_of_ours():
    ticket, agent = make_ticket(), ada()
    seen = Ticket.objects.get(pk=ticket.pk)
    actions.remove([ticket.pk])
    with pytest.raises(TicketGone):
        actions.tag(seen, add=["x"], by=agent)
    with pytest.raises(Http404):
        actions.tag(seen, add=["x"], by=agent)
