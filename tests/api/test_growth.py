"""Lists for programs cost the same number of queries however long they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpwell.accounts.testing import make_administrator
from helpwell.api.testing import program
from helpwell.customers.testing import make_customer
from helpwell.tickets.testing import hear, make_ticket

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    ["/tickets", "/tickets?view=all&q=parcel", "/customers", "/views", "/tickets/{}/messages"],
)
def test_a_list_costs_the_same_however_long(path):
    ticket = make_ticket()
    client = program(make_administrator())
    address = f"/api/v1{path.format(ticket.pk)}"
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(12):
        make_ticket(requester=make_customer())
        hear(ticket)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(one)
