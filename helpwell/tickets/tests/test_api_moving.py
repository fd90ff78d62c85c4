"""Changes taken back, messages moved and words corrected, for programs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from helpwell.accounts.testing import ada, make_agent, make_group, make_role
from helpwell.api.testing import V1, program
from helpwell.tickets import actions
from helpwell.tickets.models import Attachment, Ticket, TimeEntry
from helpwell.tickets.testing import ask, hear, make_ticket

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def api():
    return program(ada())


@pytest.fixture
def billing():
    """Bea sees what is Billing's, and may do everything there."""
    group = make_group("Billing")
    deeds = ("reply", "note", "ask", "prioritise", "merge")
    role = make_role("tickets.read_groups", *(f"tickets.{each}" for each in deeds), name="Billing")
    return program(make_agent("Bea", role, groups=[group])), group


def undo(client, ticket, fact_id):
    return client.post(f"{V1}/tickets/{ticket.pk}/history/{fact_id}/undo").status_code


def moved(client, message, to):
    path = f"{V1}/tickets/{message.ticket_id}/messages/{message.pk}/moves"
    return client.post(path, {"ticket_id": to}, content_type=JSON)


def test_a_line_of_the_history_is_taken_back(api):
    ticket = make_ticket()
    actions.prioritise(ticket, to=4, by=ada())
    (line,) = api.get(f"{V1}/tickets/{ticket.pk}/history").json()["items"]
    assert undo(api, ticket, line["id"]) == 204
    assert Ticket.objects.get().priority == Ticket.Priority.NORMAL


def test_what_was_changed_again_since_stays(api):
    ticket = make_ticket()
    first = actions.prioritise(ticket, to=4, by=ada())
    actions.prioritise(ticket, to=3, by=ada())
    assert undo(api, ticket, first) == 409


def test_taking_back_takes_what_changing_takes():
    ticket = make_ticket()
    fact_id = actions.prioritise(ticket, to=4, by=ada())
    reader = program(make_agent("Rea", make_role("tickets.read_all", name="Reader")))
    assert undo(reader, ticket, fact_id) == 403
    assert Ticket.objects.get().priority == Ticket.Priority.URGENT


def test_a_change_is_taken_back_only_where_it_was_made(api, billing):
    client, group = billing
    hidden, other = make_ticket(), make_ticket(group=group)
    fact_id = actions.prioritise(hidden, to=4, by=ada())
    assert undo(client, hidden, fact_id) == 404
    assert undo(client, other, fact_id) == 404
    assert undo(api, other, fact_id) == 404


def test_what_cannot_be_taken_back_is_refused(api):
    ticket = make_ticket()
    first = api.get(f"{V1}/tickets/{ticket.pk}/history").json()["items"]
    assert first == []
    assert undo(api, ticket, 987654321) == 404


def test_a_message_is_moved_and_comes_back(api):
    ticket, other = make_ticket(), make_ticket()
    message = hear(ticket)
    said = moved(api, message, other.pk).json()
    assert (said["ticket_id"], said["message_id"]) == (other.pk, message.pk)
    assert undo(api, ticket, said["change_id"]) == 204
    message.refresh_from_db()
    assert message.ticket_id == ticket.pk


def test_a_message_becomes_a_ticket_of_its_own(api):
    ticket = make_ticket()
    message = hear(ticket)
    said = moved(api, message, None).json()
    assert said["ticket_id"] not in (None, ticket.pk)
    assert Ticket.objects.count() == 2


def test_a_message_goes_nowhere_that_one_may_not_see(billing):
    client, group = billing
    ticket, hidden = make_ticket(group=group), make_ticket()
    assert moved(client, hear(ticket), hidden.pk).status_code == 422
    assert moved(client, hear(hidden), ticket.pk).status_code == 404


def test_nothing_is_fetched_back_from_where_one_may_not_see(billing):
    client, group = billing
    ticket, hidden = make_ticket(group=group), make_ticket()
    message = hear(ticket)
    fact_id = actions.move_message(message, to=hidden, by=ada())
    assert undo(client, ticket, fact_id) == 404
    message.refresh_from_db()
    assert message.ticket_id == hidden.pk


def test_moving_takes_answering():
    ticket, other = make_ticket(), make_ticket()
    reader = program(make_agent("Rea", make_role("tickets.read_all", name="Reader")))
    assert moved(reader, hear(ticket), other.pk).status_code == 403


def test_more_is_said_in_a_side_talk(api, billing):
    ticket = make_ticket()
    talk = ask(ticket, by=ada()).side_talk
    path = f"{V1}/tickets/{ticket.pk}/side-talks/{talk.pk}/messages"
    body = {"text": "Any news?", "to": [{"email": "maker@mill.example"}]}
    said = api.post(path, body, content_type=JSON)
    assert (said.status_code, said.json()["kind"]) == (201, "asked"), said.text
    assert len(api.get(path).json()["items"]) == 2
    assert billing[0].post(path, body, content_type=JSON).status_code == 404
    reader = program(make_agent("Rea", make_role("tickets.read_all", name="Reader")))
    assert reader.post(path, body, content_type=JSON).status_code == 403


def test_an_upload_is_thrown_away_by_whoever_made_it(api):
    ticket = make_ticket()
    file = SimpleUploadedFile("plan.txt", b"to the left", content_type="text/plain")
    number = api.post(f"{V1}/tickets/{ticket.pk}/attachments", {"file": file}).json()["id"]
    path = f"{V1}/tickets/{ticket.pk}/attachments/{number}"
    assert program(make_agent("Olga")).delete(path).status_code == 404
    assert api.delete(path).status_code == 204
    assert not Attachment.objects.exists()


def test_time_is_corrected_by_whoever_spent_it(api):
    actions.set_habits(tracks_time=True, by=ada())
    ticket = make_ticket()
    actions.spend(ticket, seconds=60, words="Looked", by=ada())
    path = f"{V1}/tickets/{ticket.pk}/time/{TimeEntry.objects.get().pk}"
    said = api.patch(path, {"seconds": 90}, content_type=JSON).json()
    assert (said["seconds"], said["words"]) == (90, "Looked")
    other = program(make_agent("Olga"))
    assert other.patch(path, {"seconds": 1}, content_type=JSON).status_code == 404
