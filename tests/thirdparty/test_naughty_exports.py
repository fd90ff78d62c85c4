"""Strings that broke other programs, in lists as files: no formula, and the same when read back."""

import csv
import io
import json

import pytest

from helpwell.accounts.testing import make_administrator
from helpwell.core import clock
from helpwell.core.tables import FORMULA, unshielded
from helpwell.core.text import one_line, storable
from helpwell.customers.models import Customer
from helpwell.tickets.models import Ticket
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(client, naughty):
    """A customer and a ticket by the name of every string that can be one."""
    client.force_login(make_administrator())
    names = sorted({name for text in naughty if 0 < len(name := one_line(storable(text))) <= 200})
    Customer.objects.bulk_create(Customer(name=name, created_at=clock.now()) for name in names)
    first = make_ticket()
    moments = dict.fromkeys(("opened_at", "active_at"), clock.now())
    for_all = {"requester": first.requester, "status": first.status} | moments
    Ticket.objects.bulk_create(Ticket(subject=name, **for_all) for name in names)
    return names


def body(answer):
    return b"".join(answer.streaming_content).decode()


@pytest.mark.parametrize("address", ["/inbox/all/export/?as=csv", "/inbox/all/export/?as=excel"])
def test_tickets_as_a_table(client, named, address):
    assert_same(read(body(client.get(address))), "subject", named)


def test_customers_as_a_table(client, named):
    assert_same(read(body(client.get("/customers/export/csv/"))), "Name", named)


@pytest.mark.parametrize(
    ("address", "column"),
    [("/inbox/all/export/?as=json", "subject"), ("/customers/export/json/", "name")],
)
def test_as_json_each_is_what_it_was(client, named, address, column):
    said = {row[column] for row in json.loads(body(client.get(address)))}
    assert set(named) - said == set()


def read(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def assert_same(rows, column, named):
    cells = {value for row in rows for value in row.values() if value}
    assert [cell for cell in cells if cell.lstrip().startswith(FORMULA)] == []
    assert set(named) - {unshielded(row[column]) for row in rows} == set()
