"""What the views of every house cost, however many tickets there are."""

import pytest

from helpwell.accounts.testing import make_agent
from helpwell.tickets.models import Ticket
from helpwell.tickets.standing_views import VIEWS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("view", VIEWS.values(), ids=list(VIEWS))
def test_a_view_asks_nothing_of_each_ticket(view):
    """A condition that looks elsewhere for every single ticket is a SubPlan in the plan."""
    plan = Ticket.objects.filter(view.rule(make_agent())).order_by().explain()
    assert "tickets_ticket" in plan
    assert "SubPlan" not in plan
