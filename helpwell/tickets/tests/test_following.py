"""Who may hear that a ticket changed: whoever may see it."""

import pytest

from helpwell.accounts.testing import ada, make_agent, make_role
from helpwell.live.topics import allowed
from helpwell.tickets.testing import make_ticket


def test_whoever_sees_a_ticket_hears_of_it():
    ticket = make_ticket()
    asked = [f"ticket:{ticket.pk}", f"presence:{ticket.pk}", "ticket:999999", "tickets"]
    assert allowed(asked, ada()) == [asked[0], asked[1], "tickets"]
    assert allowed(asked, make_agent("Stan", make_role())) == ["tickets"]


@pytest.mark.parametrize("topic", ["ticket:\u0661", "ticket:99999999999999999999", "presence:x"])
def test_a_number_that_is_none_is_refused(topic):
    make_ticket()
    assert allowed([topic], ada()) == []
