"""Apps answer and note, but nobody gives them work."""

import pytest

from helpwell.accounts.testing import ada, make_agent, make_group
from helpwell.api.testing import V1, program
from helpwell.tickets.models import Ticket
from helpwell.tickets.people import colleagues_for
from helpwell.tickets.testing import answer, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def robot():
    person = make_agent("Robot")
    person.is_app = True
    person.save()
    return person


def test_an_answer_of_an_app_leaves_the_ticket_to_people(robot):
    ticket = make_ticket(group=make_group())
    answer(ticket, by=robot)
    assert Ticket.objects.get().assignee is None
    answer(ticket, by=ada())
    assert Ticket.objects.get().assignee == ada()


def test_apps_are_in_no_list_of_people(robot, client):
    ticket = make_ticket()
    client.force_login(ada())
    for path in (f"/tickets/{ticket.pk}/assignment/", "/tickets/new/"):
        shown = client.get(path)
        assert shown.status_code == 200
        assert "Ada Agent" in shown.text
        assert "Robot" not in shown.text
    assert colleagues_for(ticket, typed="Rob", but=ada()) == []


def test_apps_follow_nothing(robot):
    path = f"{V1}/tickets/{make_ticket().pk}/followers"
    body = {"person_id": robot.pk}
    said = program(ada()).post(path, body, content_type="application/json")
    assert said.status_code == 422
