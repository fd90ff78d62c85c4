"""The one rule of who sees which ticket, against its definition in plain words."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from helpwell.accounts.testing import make_agent, make_group, make_role
from helpwell.core.actors import SYSTEM
from helpwell.tickets import actions
from helpwell.tickets.listing import list_page
from helpwell.tickets.models import Ticket
from helpwell.tickets.permissions import (
    READ_ALL,
    READ_ASSIGNED,
    READ_GROUPS,
    READ_GROUPS_UNASSIGNED,
    READ_UNASSIGNED,
)
from helpwell.tickets.queries import audience, counts, visible_to
from helpwell.tickets.standing_views import VIEWS
from helpwell.tickets.testing import make_ticket
from helpwell.workspace.queries import everything_with

SCOPES = [READ_ASSIGNED, READ_GROUPS_UNASSIGNED, READ_GROUPS, READ_UNASSIGNED, READ_ALL]
STATUSES = [*Ticket.Status.values]
PEOPLE, GROUPS = range(3), range(3)

people = st.lists(
    st.tuples(st.sets(st.sampled_from(SCOPES)), st.sets(st.sampled_from(GROUPS))),
    min_size=len(PEOPLE),
    max_size=len(PEOPLE),
)
somebody, some_group = st.sampled_from([None, *PEOPLE]), st.sampled_from([None, *GROUPS])
tickets = st.lists(st.tuples(somebody, some_group, st.sampled_from(STATUSES)), max_size=6)
changes = st.lists(
    st.tuples(st.integers(0, 5), somebody, some_group, st.sampled_from(STATUSES), st.booleans()),
    max_size=6,
)


class TestVisibility(TestCase):
    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes here
    )
    @given(people=people, tickets=tickets, changes=changes)
    def test_scopes_lists_counts_and_search_agree_with_the_definition(
        self, people, tickets, changes
    ):
        groups = [make_group() for _ in GROUPS]
        agents = [
            make_agent(f"P{i}", make_role(*scopes), [groups[g] for g in belongs])
            for i, (scopes, belongs) in enumerate(people)
        ]
        rows = [_made(agents, groups, *wanted) for wanted in tickets]
        for at, person, group, status, folds in changes:
            if at < len(rows):
                _changed(rows[at], agents, groups, person, group, status)
            if folds:
                actions.fold_tallies()
        for agent, (scopes, belongs) in zip(agents, people, strict=True):
            _compare(agent, scopes, {groups[g].pk for g in belongs})


def may_see(ticket: Ticket, *, agent: int, scopes: set[str], groups: set[int]) -> bool:
    """The definition, as one would say it."""
    is_of_group = ticket.group_id in groups
    is_free = ticket.assignee_id is None
    return (
        READ_ALL in scopes
        or (READ_ASSIGNED in scopes and ticket.assignee_id == agent)
        or (READ_GROUPS in scopes and is_of_group)
        or (READ_GROUPS_UNASSIGNED in scopes and is_of_group and is_free)
        or (READ_UNASSIGNED in scopes and is_free)
    )


def _compare(agent, scopes, groups):
    everything = list(Ticket.objects.all())
    seen = {t.pk for t in everything if may_see(t, agent=agent.pk, scopes=scopes, groups=groups)}
    assert set(visible_to(agent).values_list("pk", flat=True)) == seen
    totals = counts(agent)
    for slug, view in VIEWS.items():
        listed = {ticket.pk for ticket in list_page(agent, view)}
        assert listed <= seen
        assert totals[slug] == len(listed)
    spam = {ticket.pk for ticket in everything if ticket.is_spam} & seen
    hidden = {ticket.pk for ticket in everything if ticket.is_hidden} & seen
    assert (totals["all"], totals["spam"]) == (len(seen - hidden), len(spam))
    found, in_spam = (everything_with(typed, agent) for typed in ("parcel", "parcel in:spam"))
    assert {ticket.pk for ticket in found.tickets} == seen - hidden
    assert {ticket.pk for ticket in in_spam.tickets} == spam
    assert (audience(agent) is None) == (READ_ALL in scopes)


def _made(agents, groups, person, group, status):
    return make_ticket(
        assignee=None if person is None else agents[person],
        group=None if group is None else groups[group],
        status="" if status == "new" else status,
    )


def _changed(ticket, agents, groups, person, group, status):  # noqa: PLR0917
    actions.assign(
        ticket,
        to=None if person is None else agents[person],
        group=None if group is None else groups[group],
        by=SYSTEM,
    )
    actions.set_status(ticket, to=status, by=SYSTEM)


@pytest.mark.django_db
def test_every_set_of_scopes_on_every_kind_of_ticket():
    mine, other = make_group(), make_group()
    me, somebody = make_agent("Me", groups=[mine]), make_agent("Somebody", groups=[other])
    tickets = [
        make_ticket(assignee=person, group=group)
        for person in (me, somebody, None)
        for group in (mine, other, None)
    ]
    for scopes in (set(chosen) for n in range(6) for chosen in combinations(SCOPES, n)):
        me = make_agent("Me", make_role(*scopes), [mine])
        actions.assign(tickets[0], to=me, group=mine, by=SYSTEM)
        actions.assign(tickets[1], to=me, group=other, by=SYSTEM)
        actions.assign(tickets[2], to=me, group=None, by=SYSTEM)
        _compare(me, scopes, {mine.pk})


@pytest.mark.django_db
def test_the_number_of_a_hidden_ticket_finds_nothing():
    ticket = make_ticket()
    agent = make_agent("Nell", make_role(READ_ASSIGNED))
    assert everything_with(str(ticket.pk), agent).number is None
    actions.assign(ticket, to=agent, group=None, by=SYSTEM)
    assert everything_with(f"#{ticket.pk}", agent).number == ticket
