"""Screens of settings and of one's own cost the same number of queries however much is on them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpwell.accounts.testing import make_administrator
from helpwell.brands.actions import make_brand
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.customers import actions as customers
from helpwell.customers.models import Organisation, Segment
from helpwell.fields.testing import make_field
from helpwell.jobs.actions import run_until_quiet
from helpwell.macros import actions as macros
from helpwell.tickets import actions, bulk
from helpwell.tickets.models import Promise, SavedView, Ticket
from tests.growth.test_query_growth import full_ticket

pytestmark = pytest.mark.django_db
FEW, MANY = 1, 12
SUMS = {"the report on promises", "the report as a file"}  # numbers, a line for each month


def promises(numbers, by):
    for _ in numbers:
        ticket = full_ticket()
        due_at = clock.now() + timedelta(days=1)
        actions.promise(ticket, words="We call", due_at=due_at, by=by)
        actions.promise(ticket, words="We write", due_at=due_at, by=by)
        actions.keep_promise(Promise.objects.filter(ticket=ticket).latest("pk"), by=by)


def views(numbers, by):
    rule = {"all": [{"field": "tags", "is": "any_of", "value": ["vip"]}]}
    for number in numbers:
        actions.save_view(actions.Plan(f"View {number}", rule, for_all=number % 2 == 0), by=by)


def arranged(numbers, by):
    for number in numbers:
        field = make_field(f"Field {number}")
        actions.arrange_form(None, name=f"F{number}", field_keys=[field.key], by=by)
        parent = actions.arrange_reason(None, name=f"Reason {number}", by=by)
        actions.arrange_reason(None, name=f"Below {number}", parent=parent, by=by)
        actions.arrange_resolution(None, name=f"Resolution {number}", by=by)
        actions.make_status(name=f"Status {number}", status="open", by=by)
        make_brand(name=f"Brand {number}", by=by)
        macros.make_snippet(name=f"S{number}", html="<p>Hello</p>", by=by)
        macros.make_macro(name=f"M{number}", html="<p>Thanks</p>", deeds=[], by=by)


def told(numbers, by):
    for _ in numbers:
        actions.note(full_ticket(), html=f"@{by.name} please look", by=make_administrator("Tess"))
    run_until_quiet("events.tell_facts")


def together(numbers, by):
    """Customers of one organisation and segment, each with a ticket and a field filled in."""
    customers.found_organisation(name="Mills", domains=[])
    for _ in numbers:
        person = full_ticket().requester
        customers.put_into_segments(person, ["wholesale"], by=SYSTEM)
        customers.describe(person, organisation=Organisation.objects.get(), by=SYSTEM)


# page: (what fills it, its address, the queries it takes)
SCREENS = {
    "promises": (promises, "/promises/?whose=all", 5),
    "the report on promises": (promises, "/promises/report/", 5),
    "the report as a file": (promises, "/promises/report.csv", 3),
    "views": (views, "/views/", 10),
    "a view's editor": (views, "/views/{view}/", 19),
    "fields": (arranged, "/settings/fields/", 5),
    "reasons": (arranged, "/settings/reasons/", 7),
    "forms": (arranged, "/settings/forms/", 6),
    "statuses": (arranged, "/settings/statuses/", 5),
    "brands": (arranged, "/settings/brands/", 5),
    "snippets": (arranged, "/settings/snippets/", 6),
    "macros": (arranged, "/settings/macros/", 9),
    "notifications": (told, "/notifications/", 5),
    "an organisation": (together, "/organisations/{organisation}/", 9),
    "organisations": (together, "/organisations/", 6),
    "segments": (together, "/customers/segments/", 6),
    "the people of a segment": (together, "/customers/?segment={segment}", 7),
}


@pytest.mark.parametrize("screen", SCREENS)
def test_it_costs_the_same_however_much_there_is(client, screen):
    fill, path, queries = SCREENS[screen]
    by = make_administrator()
    client.force_login(by)
    fill(range(FEW), by)
    few = cost(client, path)
    fill(range(FEW, MANY), by)
    many = cost(client, path)
    assert (few[0], many[0]) == (queries, queries)
    assert many[1] > few[1] or screen in SUMS, "there is more to be seen"


def cost(client, path):
    """How many queries a page takes, and how large it is."""
    known = {"view": SavedView, "organisation": Organisation, "segment": Segment}
    address = path.format(**{name: first(rows) for name, rows in known.items()})
    client.get(address)  # a process reads what is arranged once
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked), len(answer.getvalue())


def first(rows):
    return rows.objects.order_by("pk").values_list("pk", flat=True).first()


def test_a_bulk_change_is_tried_on_the_first_tickets_only(client, monkeypatch):
    """Trying is doing and taking back, so each ticket tried costs something."""
    monkeypatch.setattr(bulk, "TRIED", FEW)
    client.force_login(make_administrator())
    costs = []
    for count in (FEW, MANY):
        for _ in range(count):
            full_ticket()
        chosen = {"ticket": list(Ticket.objects.values_list("pk", flat=True)), "priority": "4"}
        with CaptureQueriesContext(connection) as asked:
            assert client.post("/bulk/outlook/", chosen).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]
