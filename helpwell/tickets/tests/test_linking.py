"""How tickets stand to each other, and that no circle closes, whoever links at once."""

from itertools import pairwise

import pytest

from helpwell.accounts.testing import ada
from helpwell.core.testing import at_once, failures
from helpwell.events.facts import revive
from helpwell.events.models import Fact
from helpwell.tickets import actions
from helpwell.tickets.errors import (
    AlreadyLinked,
    HasParent,
    LinkedInCircle,
    MergedAway,
    NotUndone,
)
from helpwell.tickets.links import links_of
from helpwell.tickets.models import Link, Merge, Ticket
from helpwell.tickets.testing import make_ticket


def link(one, other, as_what):
    return actions.link(one, other, as_what=as_what, by=ada())


def undo(ticket, fact_id):
    row = Fact.objects.get(pk=fact_id)
    return actions.undo(ticket, revive(row.name, row.payload, ada().actor), by=ada())


def standing(ticket):
    groups = links_of(ticket, for_user=ada()).groups
    return {what: [each.ticket.pk for each in linked] for what, linked in groups.items()}


@pytest.mark.parametrize(
    ("as_what", "back"),
    [
        ("parent", "child"),
        ("child", "parent"),
        ("problem", "incident"),
        ("incident", "problem"),
        ("related", "related"),
    ],
)
def test_each_side_sees_what_the_other_is_to_it(as_what, back):
    one, other = make_ticket(), make_ticket()
    fact = link(one, other, as_what)
    assert standing(other) == {as_what: [one.pk]}
    assert standing(one) == {back: [other.pk]}
    told = {f.about: f.payload["as_what"] for f in Fact.objects.filter(name="ticket.linked")}
    assert told == {f"ticket:{one.pk}": as_what, f"ticket:{other.pk}": back}
    undo(one, fact)
    assert standing(one) == standing(other) == {}


def test_a_link_taken_away_comes_back_by_undo():
    one, other = make_ticket(), make_ticket()
    link(one, other, "child")
    fact = actions.unlink(Link.objects.get(), by=ada())
    assert standing(one) == {}
    undo(other, fact)
    assert standing(one) == {"parent": [other.pk]}


def test_a_ticket_has_one_parent_and_one_problem():
    one, other, third = make_ticket(), make_ticket(), make_ticket()
    link(one, other, "parent")
    with pytest.raises(HasParent):
        link(third, other, "parent")
    link(third, other, "problem")
    with pytest.raises(HasParent):
        link(other, one, "incident")


def test_the_same_link_is_made_once_from_whichever_side():
    one, other = make_ticket(), make_ticket()
    link(one, other, "related")
    with pytest.raises(AlreadyLinked):
        link(other, one, "related")
    with pytest.raises(LinkedInCircle):
        link(one, one, "related")


def test_no_circle_of_parents_closes():
    tickets = [make_ticket() for _ in range(4)]
    for upper, lower in pairwise(tickets):
        link(upper, lower, "parent")
    with pytest.raises(LinkedInCircle):
        link(tickets[-1], tickets[0], "parent")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(3))
def test_three_who_link_in_a_circle_at_once_are_refused_one(_):
    tickets, by = [make_ticket() for _ in range(3)], ada()
    outcomes = at_once(
        *(
            lambda n=n: actions.link(tickets[n], tickets[(n + 1) % 3], as_what="parent", by=by)
            for n in range(3)
        )
    )
    assert [type(each) for each in failures(outcomes)] == [LinkedInCircle]
    assert Link.objects.count() == 2


class TestMerging:
    def test_links_go_along_and_come_back(self):
        whole, first, second = make_ticket(), make_ticket(), make_ticket()
        link(second, whole, "child")
        link(second, first, "related")
        actions.merge([second], into=first, by=ada())
        assert standing(first) == {"parent": [whole.pk]}
        assert standing(whole) == {"child": [first.pk]}
        actions.unmerge(Merge.objects.get(), by=ada())
        assert standing(second) == {"parent": [whole.pk], "related": [first.pk]}
        assert standing(first) == {"related": [second.pk]}

    def test_a_merge_makes_no_circle_of_parents(self):
        top, middle, bottom = make_ticket(), make_ticket(), make_ticket()
        link(top, middle, "parent")
        link(middle, bottom, "parent")
        actions.merge([bottom], into=top, by=ada())
        assert standing(top) == {"child": [middle.pk]}
        assert "parent" not in standing(top)

    def test_nothing_is_linked_to_what_was_merged(self):
        one, other, third = make_ticket(), make_ticket(), make_ticket()
        actions.merge([other], into=one, by=ada())
        with pytest.raises(MergedAway):
            link(third, other, "related")

    def test_an_undone_link_to_what_is_gone_is_refused(self):
        one, other = make_ticket(), make_ticket()
        link(one, other, "related")
        fact = actions.unlink(Link.objects.get(), by=ada())
        actions.remove([other.pk])
        with pytest.raises(NotUndone):
            undo(Ticket.objects.get(pk=one.pk), fact)
