"""Many tickets changed by programs, and looked at first."""

import pytest

from helpwell.accounts.testing import ada, make_administrator, make_agent, make_role
from helpwell.api.testing import V1, program
from helpwell.events.models import Fact
from helpwell.tickets import actions
from helpwell.tickets.models import BulkRun, Ticket
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db
JSON = "application/json"
URGENT = [{"do": "priority", "to": 4}]


@pytest.fixture
def api():
    return program(make_administrator())


def begun(client, *tickets, path="/bulk-runs", deeds=URGENT):
    body = {"ticket_ids": [each.pk for each in tickets], "deeds": deeds}
    return client.post(f"{V1}{path}", body, content_type=JSON)


def test_a_run_is_looked_at_first_and_changes_nothing(api):
    tickets = [make_ticket(), make_ticket()]
    api.patch(f"{V1}/tickets/{tickets[1].pk}", {"priority": "urgent"}, content_type=JSON)
    facts = Fact.objects.count()
    said = begun(api, *tickets, path="/bulk-runs/preview").json()
    assert said == {"tried": 2, "chosen": 2, "changed": 1, "same": 1, "reasons": []}
    assert Fact.objects.count() == facts
    assert {each.priority for each in Ticket.objects.all()} == {2, 4}


def test_a_run_is_taken_back(api):
    run = begun(api, make_ticket())
    assert run.status_code == 202, run.text
    actions.go_on_with_runs()
    assert Ticket.objects.get().priority == 4
    undone = api.post(f"{V1}/bulk-runs/{run.json()['id']}/undo")
    assert undone.status_code == 202, undone.text
    actions.go_on_with_runs()
    assert Ticket.objects.get().priority == 2


def test_hidden_tickets_are_neither_told_nor_changed():
    role = make_role(
        "tickets.read_assigned", "tickets.change_many", "tickets.prioritise", name="Own"
    )
    own, hidden = program(make_agent("Own", role)), make_ticket()
    said = begun(own, hidden, path="/bulk-runs/preview").json()
    assert (said["tried"], said["changed"]) == (0, 0)
    begun(own, hidden)
    actions.go_on_with_runs()
    assert Ticket.objects.get().priority == 2


@pytest.mark.parametrize("path", ["/bulk-runs", "/bulk-runs/preview"])
def test_it_takes_its_capability(path):
    reader = program(make_agent("Rea", make_role("tickets.read_all", name="Reader")))
    assert begun(reader, make_ticket(), path=path).status_code == 403
    assert not BulkRun.objects.exists()


@pytest.mark.parametrize("deed", [{"do": "fly"}, {"do": "priority"}, {"do": "tag"}, {"to": 4}])
def test_a_deed_that_cannot_be_is_refused(api, deed):
    assert begun(api, make_ticket(), deeds=[deed]).status_code == 422


def test_what_another_began_is_not_there(api):
    number = begun(api, make_ticket()).json()["id"]
    assert program(ada()).get(f"{V1}/bulk-runs/{number}").status_code == 404
