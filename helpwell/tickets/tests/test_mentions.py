import pytest

from helpwell.accounts.testing import make_agent, make_role
from helpwell.tickets import actions
from helpwell.tickets.listing import list_page
from helpwell.tickets.queries import counts
from helpwell.tickets.standing_views import VIEWS
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db


def test_a_note_that_names_a_colleague_waits_for_them_until_they_open_the_ticket():
    ada, ben, ticket = make_agent("Ada Agent"), make_agent("Ben Agent"), make_ticket()
    actions.note(ticket, html="<p>@ben, do you know this one? @ada too</p>", by=ada)
    assert [found.pk for found in list_page(ben, VIEWS["mentions"])] == [ticket.pk]
    assert counts(ben)["mentions"] == 1
    assert counts(ada)["mentions"] == 0
    actions.see(ticket, by=ben)
    assert counts(ben)["mentions"] == 0
    assert list_page(ben, VIEWS["mentions"]) == []


def test_a_mention_shows_no_ticket_that_the_colleague_may_not_see():
    ada, stan = make_agent("Ada Agent"), make_agent("Stan Stranger", make_role())
    ticket = make_ticket()
    actions.note(ticket, html="<p>@stan please</p>", by=ada)
    assert counts(stan)["mentions"] == 0
    assert list_page(stan, VIEWS["mentions"]) == []
