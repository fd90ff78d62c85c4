"""What a customer's mail on a finished ticket does: the golden table of the policy."""

import re
from datetime import timedelta

import pytest
import time_machine

from helpwell.accounts import actions as accounts
from helpwell.accounts.models import User
from helpwell.accounts.testing import ada, make_administrator, make_agent, make_group
from helpwell.channels.models import Delivery
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Ticket
from helpwell.tickets.testing import answer, hear, make_ticket, said_on

pytestmark = pytest.mark.django_db

# status | days since | within | then, later | what comes | where it lands, in which status
CASES = """
pending   | 400 |    | reopen follow_up    | a mail         | A open
solved    |   1 |    | reopen follow_up    | a mail         | A open
solved    | 400 |    | reopen follow_up    | a mail         | A open
closed    |   1 |    | reopen follow_up    | a mail         | follow-up new
trash     |   1 |    | reopen follow_up    | a mail         | follow-up new
solved    |  13 | 14 | reopen follow_up    | a mail         | A open
solved    |  14 | 14 | reopen follow_up    | a mail         | A open
solved    |  15 | 14 | reopen follow_up    | a mail         | follow-up new
solved    |  15 | 14 | reopen new          | a mail         | new new
solved    |  15 | 14 | reopen follow_up    | an absence     | A solved
closed    |   1 | 14 | reopen follow_up    | a mail         | follow-up new
closed    |   1 | 14 | reopen new          | a mail         | new new
trash     |   1 | 14 | reopen new          | a mail         | new new
solved    |   1 | 14 | follow_up new       | a mail         | follow-up new
solved    |  15 | 14 | follow_up new       | a mail         | new new
solved    |   1 |    | new new             | a mail         | new new
solved    |   1 |    | new new             | two mails      | new new
closed    |   1 | 14 | reopen new          | two mails      | new new
on_hold   |  99 | 14 | new new             | a mail         | A open
spam      |  99 | 14 | reopen follow_up    | a mail         | A spam
solved    |  15 | 14 | reopen follow_up    | two mails      | follow-up new
"""
ROWS = [
    tuple(part.strip() for part in line.split("|")) for line in CASES.strip().splitlines() if line
]


def answered(inbox):
    """A ticket of Grace's that we have answered, and the Message-ID of that answer."""
    ticket = arrive(mail(), inbox).message.ticket
    answer(ticket, by=ada())
    run_until_quiet("events.tell_facts")
    return ticket, Delivery.objects.get().message_id_header


def place(ticket, message):
    if message.ticket_id == ticket.pk:
        return "A"
    is_follow_up = any("goes on with what #" in said for said in said_on(message.ticket))
    return "follow-up" if is_follow_up else "new"


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_it_lands_where_the_policy_says(row):
    status, days, within, policy, comes, lands = row
    then, later = policy.split()
    settings = {"within_days": int(within) if within else None, "then": then, "later": later}
    tickets.set_reopening("email", by=ada(), **settings)
    inbox = make_inbox()
    with time_machine.travel(clock.now(), tick=False) as time:
        ticket, ours = answered(inbox)
        tickets.set_status(ticket, to=status, by=SYSTEM)
        time.shift(timedelta(days=int(days)))
        headers = {"In_Reply_To": ours}
        if comes == "an absence":
            headers["Auto_Submitted"] = "auto-replied"
        if comes == "two mails":
            arrive(mail("One", **headers), inbox)
        message = arrive(mail("And now?", **headers), inbox).message
    found = Ticket.objects.get(pk=message.ticket_id)
    assert f"{place(ticket, message)} {found.status}" == lands
    assert found.message_count == (2 if comes == "two mails" else found.message_count)


def away_agent(**more):
    agent = make_agent("Cleo", **more)
    User.objects.filter(pk=agent.pk).update(availability="away")
    return User.objects.get(pk=agent.pk)


@pytest.mark.parametrize("status", ["open", "pending", "solved"])
def test_what_is_written_to_somebody_away_goes_back_to_the_team(status):
    tickets.set_habits(by=ada(), gives_back_when_away=True)
    group = make_group("Returns")
    ticket = make_ticket(assignee=away_agent(groups=[group]), status=status)
    hear(ticket)
    found = Ticket.objects.get(pk=ticket.pk)
    assert (found.status, found.assignee, found.group) == ("open", None, group)
    assert "It went back to the team, as its person is away" in said_on(found)


def test_it_goes_back_from_who_left_and_not_from_who_is_only_offline():
    tickets.set_habits(by=ada(), gives_back_when_away=True)
    offline, left = make_ticket(assignee=make_agent("Olga")), make_ticket(assignee=ada())
    make_administrator()
    accounts.deactivate(ada(), by=SYSTEM)
    hear(offline)
    hear(left)
    assert Ticket.objects.get(pk=offline.pk).assignee.name == "Olga"
    assert Ticket.objects.get(pk=left.pk).assignee is None


def test_without_the_habit_and_for_machines_it_stays_with_its_person():
    ticket = make_ticket(assignee=(cleo := away_agent()), status="pending")
    hear(ticket)
    tickets.set_habits(by=ada(), gives_back_when_away=True)
    hear(ticket, is_automatic=True)
    assert Ticket.objects.get(pk=ticket.pk).assignee == cleo


def test_the_page_says_the_policy_as_a_sentence(client):
    client.force_login(make_administrator())
    page = client.get("/settings/habits/").text
    assert "on a solved ticket opens it again; on a closed one it becomes a follow-up of it" in page
    given = {"then": "reopen", "later": "new", "keep_trash_days": 30}
    assert client.post("/settings/habits/", given | {"within_days": 14}).status_code == 302
    page = client.get("/settings/habits/").text
    said = "within 14 days after it was solved opens it again; later it becomes a new ticket"
    assert said in re.sub(r"\s+", " ", page)
    refused = client.post("/settings/habits/", given | {"within_days": "many"})
    assert (refused.status_code, 'value="many"' in refused.text) == (422, True)
