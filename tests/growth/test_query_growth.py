"""A page costs the same number of queries however much is on it, and the number is stated."""

from dataclasses import replace

import pytest
from django.db import connection

from helpwell.accounts.testing import ada, ben, make_administrator, make_agent, make_group
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.core.actors import SYSTEM
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions
from helpwell.fields.testing import make_field
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions
from helpwell.tickets.arrangement import arrangement
from helpwell.tickets.content import Content
from helpwell.tickets.habits import habits, own_statuses
from helpwell.tickets.models import Attachment
from helpwell.tickets.testing import answer, make_ticket

pytestmark = pytest.mark.django_db
FEW, MANY = 1, 25


def full_ticket(group=None):
    """A ticket with all that a row may show: assignee, group, tags, a draft, somebody looking."""
    ticket = make_ticket(assignee=ada(), group=group or make_group())
    actions.tag(ticket, add=["vip", f"tag{ticket.pk}"], by=SYSTEM)
    actions.save_draft(ticket, mode="reply", html="<p>so far</p>", by=ada())
    actions.look(ticket, by=ben(), is_writing=False)
    return ticket


def many_tickets(count):
    for _ in range(count):
        full_ticket()
    return "/inbox/all/"


def hundred_views(count):
    """The list beside a hundred saved views, some of them “mine”, shown with own columns."""
    field = make_field("Size", "text")
    status = {"field": "status", "is": "one_of", "value": ["new"]}
    mine = {"field": "assignee", "is": "one_of", "value": ["me"]}
    by = make_administrator()
    for number in range(100):
        rule = {"all": [status, mine] if number % 10 == 0 else [status]}
        columns = [f"ticket.{field.key}", "tags", "group", "organisation"]
        plan = actions.Plan(f"View {number}", rule, for_all=True, columns=columns)
        view = actions.save_view(replace(plan, grouping="assignee"), by=by)
    many_tickets(count)
    actions.count_views()
    return f"/inbox/view-{view.pk}/"


def rows_of(count):
    return many_tickets(count) + "rows/"


def long_ticket(count):
    """A ticket of `count` received mails with a file, answers on their way, notes and changes."""
    inbox = make_inbox()
    ticket = arrive(mail(files={"a.png": b"x"}), inbox).message.ticket
    for number in range(count):
        actions.prioritise(ticket, to=number % 4 + 1, by=ada())
        actions.receive(
            ticket,
            customer=ticket.requester,
            content=Content(text="Hello?"),
            by=ticket.requester,
        )
        file = actions.attach(
            ticket, name="a.png", content_type="image/png", content=b"x", by=ada()
        )
        answer(ticket, by=ada(), attachment_ids=[file.pk])
        actions.note(ticket, html="Noted", by=ben())
        make_ticket(requester=ticket.requester)
    run_until_quiet("events.tell_facts")
    assert Attachment.objects.count() == count + 1
    return f"/tickets/{ticket.pk}/"


def found(count):
    many_tickets(count)
    return "/search/?q=parcel"


def asked(count):
    many_tickets(count)
    return "/palette/?q=parcel"


def customers(count):
    many_tickets(count)
    return "/customers/"


def customer(count):
    ticket = full_ticket()
    for _ in range(count):
        make_ticket(requester=ticket.requester)
    return f"/customers/{ticket.requester_id}/"


def people(count):
    for number in range(count):
        make_agent(f"P{number}", groups=[make_group()])
    return "/settings/people/"


def groups(count):
    people(count)
    return "/settings/groups/"


def roles(count):
    people(count)
    return "/settings/roles/"


# page: (what fills it, the queries it takes)
PAGES = {
    "the list": (many_tickets, 10),
    "the list beside a hundred views": (hundred_views, 18),
    "rows of the list": (rows_of, 4),
    "a ticket": (long_ticket, 24),
    "customers": (customers, 7),
    "a customer": (customer, 15),  # with everything said and noted as one thread
    "people": (people, 8),
    "groups": (groups, 5),
    "roles": (roles, 5),
}


@pytest.fixture(autouse=True)
def _arrangement_is_known():
    """A process reads fields, forms and reasons once until they change; it has done so."""
    for about in Field.About:
        definitions(about)
    arrangement()
    habits()
    own_statuses()


@pytest.mark.parametrize("count", [FEW, MANY])
@pytest.mark.parametrize("page", PAGES)
def test_it_costs_the_same_however_much_there_is(client, django_assert_num_queries, page, count):
    fill, queries = PAGES[page]
    client.force_login(make_administrator())
    address = fill(count)
    with django_assert_num_queries(queries):
        answer = client.get(address)
    assert answer.status_code == 200


def _number_from(number):
    with connection.cursor() as cursor:
        for table in ("tickets_ticket", "customers_customer"):
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, number])


@pytest.mark.parametrize(("fill", "most"), [(found, 33), (asked, 31)], ids=["search", "palette"])
def test_searching_costs_the_same_however_much_is_found(
    client, django_assert_max_num_queries, fill, most
):
    """It looks into ever older windows until it has found enough; a million tickets have all."""
    client.force_login(make_administrator())
    _number_from(1_000_000)
    costs = []
    for count in (FEW, MANY):
        address = fill(count)
        with django_assert_max_num_queries(most) as asked_for:
            client.get(address)
        costs.append(len(asked_for))
    assert costs[0] == costs[1]


def test_more_is_really_shown(client):
    """Guards the guard: the rows are on the page."""
    client.force_login(make_administrator())
    assert client.get(many_tickets(MANY)).text.count("Where is my parcel?") >= MANY
    assert client.get(long_ticket(FEW)).text.count("It left today.") == FEW
