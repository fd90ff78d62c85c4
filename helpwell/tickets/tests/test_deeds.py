"""Deeds: kept as plain values, told before they are done, done and undone in one go."""

import pytest

from helpwell.accounts.models import Group
from helpwell.accounts.testing import make_agent
from helpwell.tickets import actions, deeds
from helpwell.tickets.actions import withdraw
from helpwell.tickets.blanks import refuse_blanks
from helpwell.tickets.errors import BlankLeft
from helpwell.tickets.models import Ticket
from helpwell.tickets.testing import answer, make_ticket

pytestmark = pytest.mark.django_db

KEPT = [
    {"do": "status", "to": "pending"},
    {"do": "assign", "to": "me", "group": "same"},
    {"do": "priority", "to": 4},
    {"do": "tag", "add": ["Refund "], "remove": ["late"]},
]


def standing(ticket):
    ticket = Ticket.objects.get(pk=ticket.pk)
    tags = [tag.name for tag in ticket.tags.all()]
    return ticket.status, ticket.assignee_id, ticket.priority, tags


def test_deeds_are_done_in_one_go_and_undone_in_one_go():
    ada, ticket = make_agent(), make_ticket()
    actions.tag(ticket, add=["late"], by=ada)
    before = standing(ticket)
    done = deeds.carry_out(ticket, deeds.read_all(KEPT), by=ada)
    assert standing(ticket) == ("pending", ada.pk, 4, ["refund"])
    assert (len(done.fact_ids), done.refusals) == (4, [])
    assert deeds.take_back(ticket, done.fact_ids, by=ada) == []
    assert standing(ticket) == before


def test_deeds_say_in_words_what_they_do():
    words = [deed.words for deed in deeds.read_all(KEPT)]
    assert words == [
        "sets the priority Urgent",
        "adds the tag refund, takes off the tag late",
        "assigns it to you",
        "sets Pending",
    ]


def test_what_a_role_does_not_allow_is_told_and_the_rest_is_done():
    light = make_agent(role="light")
    ticket = make_ticket()
    light.role.capabilities.append("tickets.tag")
    done = deeds.carry_out(ticket, deeds.read_all(KEPT), by=light)
    assert standing(ticket) == ("new", None, 2, ["refund"])
    assert "sets Pending (your role does not allow it)" in done.refusals
    assert done.told("Done.").count("Not done:") == 3


def test_a_deed_whose_group_is_gone_is_told_and_the_rest_is_done():
    ada, ticket, group = make_agent(), make_ticket(), Group.objects.create(name="Bills")
    kept = [{"do": "assign", "to": "same", "group": group.pk}, {"do": "priority", "to": 3}]
    group.delete()
    done = deeds.carry_out(ticket, deeds.read_all(kept), by=ada)
    assert done.refusals == ["moves it to a group that is gone (its group is gone)"]
    assert standing(ticket)[2] == 3


@pytest.mark.parametrize(
    "kept",
    [
        None,
        "x",
        {"do": "tag"},
        [{}],
        [{"do": "unknown"}],
        [{"do": "status", "to": "spam"}],
        [{"do": "status", "to": ["open"]}],
        [{"do": "assign", "to": {"x": 1}}],
        [{"do": "tag", "add": "refund"}],
        [{"do": "tag", "add": ["x" * 61]}],
        [{"do": "priority", "to": 9}],
        [{"do": ["tag"]}],
    ],
)
def test_what_is_no_deed_is_nothing(kept):
    assert deeds.read_all(kept) == []


def test_taking_an_answer_back_undoes_what_went_along_with_it():
    ada, ticket = make_agent(), make_ticket()
    message = answer(ticket, by=ada)
    kept = [{"do": "priority", "to": 4}, {"do": "tag", "add": ["refund"], "remove": []}]
    deeds.accompany(message, deeds.read_all(kept), by=ada)
    assert standing(ticket)[2:] == (4, ["refund"])
    actions.tag(ticket, add=["by hand"], by=ada)
    withdraw(message, replied=None, by=ada)
    assert standing(ticket)[2:] == (2, ["by hand"])


def test_what_was_changed_again_since_stays_when_the_rest_is_taken_back():
    ada, ticket = make_agent(), make_ticket()
    done = deeds.carry_out(ticket, deeds.read_all(KEPT), by=ada)
    actions.prioritise(ticket, to=1, by=ada)
    (words,) = deeds.take_back(ticket, done.fact_ids, by=ada)
    assert "changed again since" in words
    assert standing(ticket)[2] == 1


@pytest.mark.parametrize("html", ["<p>Dear ___your name___,</p>", "<p>It is {{today}}.</p>"])
def test_an_answer_with_a_blank_is_refused_by_its_name(html):
    with pytest.raises(BlankLeft, match=r"your name|today"):
        refuse_blanks(html)


def test_an_answer_without_blanks_is_let_through():
    refuse_blanks("<p>snake___case and {braces} and { { } }</p>")
