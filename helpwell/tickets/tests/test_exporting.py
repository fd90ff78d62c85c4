"""Lists as files."""

import csv
import io
import json

import pytest

from helpwell.accounts.models import Role
from helpwell.accounts.testing import make_administrator, make_agent, make_group
from helpwell.core.actors import SYSTEM
from helpwell.customers.testing import make_customer
from helpwell.fields.testing import make_field
from helpwell.tickets import actions, exporting
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db
EVIL = '=HYPERLINK("http://evil.example")'


def body(answer):
    return b"".join(answer.streaming_content).decode()


def table(client, kind="csv", slug="all"):
    return list(csv.DictReader(io.StringIO(body(client.get(f"/inbox/{slug}/export/?as={kind}")))))


def test_it_holds_every_ticket_with_all_that_is_known_of_it(client, monkeypatch):
    monkeypatch.setattr(exporting, "STEP", 2)
    client.force_login(make_administrator())
    field = make_field("Shoe size", "text")
    for number in range(5):
        ticket = make_ticket(subject=f"No {number}")
        ticket.values = {field.key: f"size {number}"}
        ticket.save()
        actions.tag(ticket, add=["vip", "late"], by=SYSTEM)
    rows = table(client)
    assert [row["subject"] for row in rows] == [f"No {number}" for number in (4, 3, 2, 1, 0)]
    assert rows[0]["tags"] == "late, vip"
    assert rows[0][f"ticket.{field.key}"] == "size 4"


def test_names_and_subjects_of_customers_do_no_harm(client):
    client.force_login(make_administrator())
    make_ticket(
        subject='=HYPERLINK("http://evil.example")', requester=make_customer(name="@SUM(1)")
    )
    (row,) = table(client)
    assert row["subject"] == '\'=HYPERLINK("http://evil.example")'
    assert row["requester"] == "'@SUM(1)"


def test_excel_is_told_that_it_is_utf8_and_others_are_not_bothered(client):
    client.force_login(make_administrator())
    assert body(client.get("/inbox/all/export/?as=excel")).startswith("\ufeffnumber,")
    assert body(client.get("/inbox/all/export/?as=csv")).startswith("number,")


def test_json_says_what_is_so_without_apostrophes(client):
    client.force_login(make_administrator())
    assert json.loads(body(client.get("/inbox/all/export/?as=json"))) == []
    make_ticket(subject="=1")
    make_ticket(subject="Größe 👋")
    rows = json.loads(body(client.get("/inbox/all/export/?as=json")))
    assert [row["subject"] for row in rows] == ["Größe 👋", "=1"]
    assert rows[0]["assignee"] is None
    assert rows[0]["message_count"] == 1


def test_only_what_may_be_seen_is_given_out_and_only_to_those_who_may(client):
    group = make_group()
    make_ticket(subject="theirs", group=group)
    make_ticket(subject="others")
    can = ["tickets.read_groups", "tickets.export"]
    role = Role.objects.create(name="Some", capabilities=can)
    client.force_login(make_agent("Ina", role=role, groups=[group]))
    assert [row["subject"] for row in table(client)] == ["theirs"]
    role.capabilities = can[:1]
    role.save()
    assert client.get("/inbox/all/export/").status_code == 403
