"""A page costs the same number of queries however much is on it, and the number is stated."""

import pytest

from helpwell.accounts.testing import ada, ben, make_administrator, make_agent, make_group
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.core.actors import SYSTEM
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions
from helpwell.tickets.content import Content
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
    "the list": (many_tickets, 7),
    "rows of the list": (rows_of, 4),
    "a ticket": (long_ticket, 26),
    "customers": (customers, 6),
    "a customer": (customer, 7),
    "people": (people, 7),
    "groups": (groups, 4),
    "roles": (roles, 4),
}


@pytest.mark.parametrize("count", [FEW, MANY])
@pytest.mark.parametrize("page", PAGES)
def test_it_costs_the_same_however_much_there_is(client, django_assert_num_queries, page, count):
    fill, queries = PAGES[page]
    client.force_login(make_administrator())
    address = fill(count)
    with django_assert_num_queries(queries):
        answer = client.get(address)
    assert answer.status_code == 200


@pytest.mark.parametrize(("fill", "most"), [(found, 16), (asked, 15)], ids=["search", "palette"])
def test_searching_costs_the_same_however_much_is_found(
    client, django_assert_max_num_queries, fill, most
):
    """It looks into ever older windows until it has found enough; how many, the ids' range says."""
    client.force_login(make_administrator())
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
