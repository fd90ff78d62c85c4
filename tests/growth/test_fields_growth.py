"""Two hundred fields, and as many reasons, cost a page what a few cost."""

import pytest

from helpwell.accounts.testing import ada, make_administrator
from helpwell.core.actors import SYSTEM
from helpwell.fields.models import Field
from helpwell.fields.testing import make_field
from helpwell.tickets import actions
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db
FEW, MANY = 3, 200
BESIDE = 4  # session, person, role, and the ticket that brings the fields' edition along
KINDS = [kind for kind in Field.Kind.values if kind not in ("choice", "choices", "tree")]


def ticket_with(count):
    """A ticket some of whose fields say something, one of them who."""
    for number in range(count):
        make_field(f"Field {number}", KINDS[number % len(KINDS)])
        actions.arrange_reason(None, name=f"Reason {number}", by=SYSTEM)
    make_field("Owner", "person")
    ticket = make_ticket()
    actions.set_values(ticket, {"field_0": "Yes", "owner": ada().pk}, by=ada())
    return ticket


@pytest.mark.parametrize("count", [FEW, MANY])
def test_beside_a_ticket_fields_ask_nothing_but_whom_they_name(
    client, django_assert_max_num_queries, count
):
    ticket = ticket_with(count)
    client.force_login(make_administrator())
    address = f"/tickets/{ticket.pk}/fields/"
    client.get(address)  # the process reads the definitions once
    with django_assert_max_num_queries(BESIDE + 2):  # tags beside the row, and the person
        assert "Ada Agent" in client.get(address).text


@pytest.mark.parametrize(
    ("page", "most"), [("/settings/fields/", 5), ("/settings/reasons/", 8), ("/settings/forms/", 8)]
)
def test_settings_cost_the_same_however_much_there_is(
    client, django_assert_max_num_queries, page, most
):
    ticket_with(MANY)
    client.force_login(make_administrator())
    client.get(page)
    with django_assert_max_num_queries(most):
        assert client.get(page).status_code == 200
