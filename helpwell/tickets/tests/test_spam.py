"""Spam: out of the way, nothing of it lost, and every way back."""

import pytest

from helpwell.accounts.testing import ada, ben
from helpwell.core.actors import SYSTEM
from helpwell.events.facts import revive
from helpwell.events.models import Fact
from helpwell.search.models import Entry
from helpwell.search.queries import find
from helpwell.tickets import actions, queries
from helpwell.tickets.content import Content
from helpwell.tickets.errors import InSpam
from helpwell.tickets.listing import list_page
from helpwell.tickets.models import Merge, Ticket
from helpwell.tickets.standing_views import VIEWS
from helpwell.tickets.testing import answer, hear, make_ticket

pytestmark = pytest.mark.django_db


def now(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def make_spam(**more):
    ticket = make_ticket(**more)
    actions.mark_spam(ticket, by=ada())
    return now(ticket)


def test_spam_is_in_its_own_view_and_count_and_in_no_other():
    ticket = make_spam(assignee=ada())
    actions.note(ticket, html="@Ada look", by=ben())
    held = {slug for slug, view in VIEWS.items() if list_page(ada(), view)}
    assert held == {"spam"}
    assert {slug for slug, number in queries.counts(ada()).items() if number} == {"spam"}


def test_spam_is_not_among_the_customers_other_tickets():
    ticket = make_spam()
    other = make_ticket(requester=ticket.requester)
    assert queries.others_of_requester(ada(), other) == []
    actions.not_spam(ticket, by=ada())
    assert queries.others_of_requester(ada(), other) == [ticket]


def found(word, kinds):
    return [entry.owner_id for entry in find(word, kinds=list(kinds))]


def test_spam_is_found_by_those_only_who_search_in_spam():
    ticket = make_spam(subject="Cheap pills", text="ocelot")
    hear(ticket, "margay")
    for word in ("pills", "ocelot", "margay"):
        assert (found(word, queries.KINDS), found(word, queries.SPAM_KINDS)) == ([], [ticket.pk])
    actions.not_spam(ticket, by=ada())
    for word in ("pills", "ocelot", "margay"):
        assert (found(word, queries.KINDS), found(word, queries.SPAM_KINDS)) == ([ticket.pk], [])


@pytest.mark.parametrize("status", ["new", "pending", "on_hold", "solved", "closed"])
def test_no_spam_after_all_is_what_it_was_before(status):
    ticket = make_ticket(status="" if status == "new" else status)
    actions.mark_spam(ticket, by=ada())
    actions.not_spam(ticket, by=ben())
    assert now(ticket).status == status


def test_what_a_person_wrote_meanwhile_makes_it_our_turn():
    ticket = make_spam(status="solved")
    hear(ticket)
    assert (now(ticket).status, now(ticket).waiting_since) == ("spam", None)
    actions.not_spam(ticket, by=ada())
    assert now(ticket).status == "open"
    assert now(ticket).waiting_since


def test_what_came_as_spam_becomes_new():
    requester = make_ticket().requester
    message = actions.open(
        requester=requester, subject="Pills", content=Content(text="x"), status="spam", by=requester
    )
    assert found("pills", queries.SPAM_KINDS) == [message.ticket_id]
    actions.not_spam(message.ticket, by=ada())
    assert now(message.ticket).status == "new"


def test_marking_is_undone():
    ticket = make_ticket(status="pending")
    row = Fact.objects.get(pk=actions.mark_spam(ticket, by=ada()))
    actions.undo(ticket, revive(row.name, row.payload, ada().actor), by=ada())
    assert now(ticket).status == "pending"


def test_nobody_answers_spam():
    with pytest.raises(InSpam):
        answer(make_spam(), by=ada())


def test_what_fails_does_not_wake_spam():
    ticket = make_spam()
    actions.make_ours(ticket, by=SYSTEM)
    assert now(ticket).status == "spam"
    solved = make_ticket(status="solved")
    actions.make_ours(solved, by=SYSTEM)
    assert now(solved).status == "open"


def test_removed_spam_is_found_no_more():
    ticket = make_spam(text="ocelot")
    actions.remove([ticket.pk])
    assert found("ocelot", queries.SPAM_KINDS) == []


def test_what_came_into_a_ticket_is_found_with_it_in_spam_and_in_no_trash():
    ticket, other = make_ticket(), make_ticket(subject="Nightingale")
    actions.merge([other], into=ticket, by=ada())
    for put, kind in ((actions.mark_spam, "spam-ticket"), (actions.trash, None)):
        put(ticket, by=ada())
        found = {entry.kind for entry in Entry.objects.filter(object_id=other.pk)}
        assert {each for each in found if "ticket" in each} == ({kind} if kind else set())


def test_what_leaves_a_spam_ticket_is_no_spam():
    ticket, other = make_ticket(), make_ticket(subject="Nightingale")
    actions.merge([other], into=ticket, by=ada())
    actions.mark_spam(ticket, by=ada())
    actions.unmerge(Merge.objects.get(), by=ada())
    kinds = Entry.objects.filter(owner_id=other.pk).values_list("kind", flat=True)
    assert set(kinds) == {"ticket", "message"}
