"""Tickets for programs."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from helpwell.accounts.testing import ada, make_agent, make_group, make_role
from helpwell.api.testing import V1, asking, make_token, program
from helpwell.core import clock
from helpwell.tickets import actions
from helpwell.tickets.models import Ticket
from helpwell.tickets.testing import hear, make_ticket

pytestmark = pytest.mark.django_db


def sent(client, method, path, body=None, **headers):
    """What is answered to JSON."""
    return client.generic(
        method, f"{V1}{path}", __import__("json").dumps(body or {}),
        content_type="application/json", headers=headers,
    )  # fmt: skip


@pytest.fixture
def api():
    return program(ada())


def test_a_ticket_is_read_as_it_is(api):
    ticket = make_ticket(subject="Where is it?")
    actions.tag(ticket, add=["parcel"], by=ada())
    said = api.get(f"{V1}/tickets/{ticket.pk}").json()
    assert (said["subject"], said["status"], said["priority"]) == ("Where is it?", "new", "normal")
    assert said["tags"] == ["parcel"]
    assert said["opened_at"].endswith("Z")


def test_what_one_may_not_see_is_not_there():
    ticket = make_ticket()
    stranger = program(make_agent("Stan", make_role(name="Nothing")))
    assert stranger.get(f"{V1}/tickets/{ticket.pk}").status_code == 404
    assert stranger.get(f"{V1}/tickets").json()["items"] == []
    assert sent(stranger, "PATCH", f"/tickets/{ticket.pk}", {"priority": "high"}).status_code == 404


def test_a_token_without_reading_sees_nothing():
    ticket = make_ticket()
    assert program(ada(), "work").get(f"{V1}/tickets/{ticket.pk}").status_code == 404


def test_several_changes_are_one(api):
    ticket, group = make_ticket(), make_group()
    changes = {"priority": "urgent", "tags": ["VIP", "vip"], "group_id": group.pk,
               "assignee_id": ada().pk, "status": "on_hold", "type": "task"}  # fmt: skip
    said = sent(api, "PATCH", f"/tickets/{ticket.pk}", changes).json()
    assert said["tags"] == ["vip"]
    assert {key: said[key] for key in changes if key != "tags"} == {
        key: value for key, value in changes.items() if key != "tags"
    }


def test_a_refused_change_leaves_nothing_of_the_others(api):
    ticket = make_ticket()
    answer = sent(api, "PATCH", f"/tickets/{ticket.pk}", {"priority": "high", "group_id": 999})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/group_id"
    assert Ticket.objects.get().priority == Ticket.Priority.NORMAL


def test_a_change_takes_its_capability():
    role = make_role("tickets.read_all", "tickets.prioritise", name="Half")
    half, ticket = program(make_agent("Hal", role)), make_ticket()
    assert sent(half, "PATCH", f"/tickets/{ticket.pk}", {"priority": "high"}).status_code == 200
    assert sent(half, "PATCH", f"/tickets/{ticket.pk}", {"status": "open"}).status_code == 403


def test_a_member_nobody_knows_is_refused(api):
    answer = sent(api, "PATCH", f"/tickets/{make_ticket().pk}", {"stauts": "open"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/stauts"


def test_an_outdated_change_is_refused(api):
    ticket = make_ticket()
    read = api.get(f"{V1}/tickets/{ticket.pk}")
    mine = {"If-Match": read["ETag"]}
    first = sent(api, "PATCH", f"/tickets/{ticket.pk}", {"priority": "high"}, **mine)
    assert first.status_code == 200
    late = sent(api, "PATCH", f"/tickets/{ticket.pk}", {"priority": "low"}, **mine)
    assert (late.status_code, late.json()["type"]) == (412, "urn:helpwell:changed_meanwhile")
    again = {"If-Match": first["ETag"]}
    assert (
        sent(api, "PATCH", f"/tickets/{ticket.pk}", {"priority": "low"}, **again).status_code == 200
    )


def test_the_list_is_narrowed_and_goes_on(api):
    mine = [make_ticket(assignee=ada()).pk for _ in range(3)]
    make_ticket()
    found, address = [], f"{V1}/tickets?assignee=me&limit=2&sort=opened_at"
    while address:
        page = api.get(address).json()
        found, address = found + [each["id"] for each in page["items"]], page["next"]
    assert found == mine


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ("view=unassigned", True),
        ("view=mine", False),
        ("status=new&status=open", True),
        ("status=solved", False),
        ("assignee=none", True),
        ("group=me", False),
        ("q=parcel", True),
        ("q=unheard-of", False),
        ("priority=high", False),
        ("tag=none", False),
        ('rule={"all":[{"field":"status","is":"any_of","value":["new"]}]}', None),
        ("active_since=2030-01-01T00:00:00Z", False),
    ],
)
def test_conditions_of_the_list(api, asked, holds):
    ticket = make_ticket()
    answer = api.get(f"{V1}/tickets?{asked}")
    if holds is None:
        assert answer.status_code in (200, 422)
        return
    assert ([each["id"] for each in answer.json()["items"]] == [ticket.pk]) is holds


@pytest.mark.parametrize("asked", ["rule=[", "rule={}", "sort=size", "assignee=x", "view=nope"])
def test_what_cannot_be_asked_is_refused(api, asked):
    assert api.get(f"{V1}/tickets?{asked}").status_code in (404, 422)


def test_a_snoozed_ticket_has_the_status_it_had(api):
    ticket = make_ticket(status="pending")
    until = clock.now() + timedelta(days=1)
    actions.snooze(ticket, until=until, by=ada())
    said = api.get(f"{V1}/tickets/{ticket.pk}").json()
    assert (said["status"], said["is_snoozed"]) == ("pending", True)
    assert said["snoozed_until"] == until.isoformat().replace("+00:00", "Z")


def test_a_merged_ticket_says_where_it_goes_on(api):
    gone, stays = make_ticket(), make_ticket()
    actions.merge([gone], into=stays, by=ada())
    assert api.get(f"{V1}/tickets/{gone.pk}").json()["merged_into_id"] == stays.pk
    answer = sent(api, "POST", f"/tickets/{gone.pk}/notes", {"text": "Here?"})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:helpwell:merged")


def test_a_note_is_written_and_read(api):
    ticket = make_ticket(text="<b>Where?</b>")
    written = sent(api, "POST", f"/tickets/{ticket.pk}/notes", {"text": "a < b\n\nc"})
    assert written.status_code == 201, written.text
    assert written.json()["html"] == "<p>a &lt; b</p>\n\n<p>c</p>"
    messages = api.get(f"{V1}/tickets/{ticket.pk}/messages").json()["items"]
    assert [(each["kind"], each["writer"]["kind"]) for each in messages] == [
        ("received", "customer"),
        ("note", "agent"),
    ]


@pytest.mark.parametrize("body", [{}, {"text": "a", "html": "b"}, {"text": "a\0b"}, {"text": 1}])
def test_a_note_that_cannot_be_read_is_refused(api, body):
    ticket = make_ticket()
    assert sent(api, "POST", f"/tickets/{ticket.pk}/notes", body).status_code == 422


def test_a_file_goes_up_along_and_down_again(api):
    ticket = make_ticket()
    file = SimpleUploadedFile("plan.txt", b"to the left", content_type="text/plain")
    up = api.post(f"{V1}/tickets/{ticket.pk}/attachments", {"file": file})
    assert up.status_code == 201, up.text
    body = {"text": "See here", "attachment_ids": [up.json()["id"]]}
    note = sent(api, "POST", f"/tickets/{ticket.pk}/notes", body).json()
    (told,) = note["attachments"]
    down = api.get(told["url"], headers={"Accept": "*/*"})
    assert b"".join(down.streaming_content) == b"to the left"


def test_the_history_is_told_in_sentences(api):
    ticket = make_ticket()
    actions.prioritise(ticket, to=4, by=ada())
    (line,) = api.get(f"{V1}/tickets/{ticket.pk}/history").json()["items"]
    assert (line["name"], line["text"]) == (
        "ticket.prioritised",
        "Ada Agent set the priority to Urgent",
    )


@pytest.mark.parametrize("written_as", ["record", "received"])
def test_a_ticket_is_made(api, written_as):
    body = {"subject": "Called us", "as": written_as, "text": "The zip is broken.",
            "requester": {"email": "kim@home.example", "name": "Kim"}, "priority": "high",
            "tags": ["phone"]}  # fmt: skip
    answer = sent(api, "POST", "/tickets", body)
    assert answer.status_code == 201, answer.text
    said = answer.json()
    assert (said["subject"], said["priority"], said["tags"]) == ("Called us", "high", ["phone"])


def test_a_repeated_request_is_done_once(api):
    body = {"subject": "Once", "text": "x", "requester": {"email": "kim@home.example"}}
    key = {"Idempotency-Key": "order-7"}
    first, again = (sent(api, "POST", "/tickets", body, **key) for _ in range(2))
    assert (first.json(), first.status_code) == (again.json(), again.status_code)
    assert again["Idempotency-Replayed"] == "true"
    assert Ticket.objects.count() == 1
    other = sent(api, "POST", "/tickets", body | {"subject": "Twice"}, **key)
    assert (other.status_code, other.json()["type"]) == (422, "urn:helpwell:key_used_otherwise")


def test_a_key_is_its_token_s_own():
    body = {"subject": "Once", "text": "x", "requester": {"email": "kim@home.example"}}
    key = {"Idempotency-Key": "order-7"}
    for _ in range(2):
        client = asking(make_token(ada()).secret)
        assert sent(client, "POST", "/tickets", body, **key).status_code == 201
    assert Ticket.objects.count() == 2


def test_a_refused_request_may_be_repeated_with_its_key(api):
    ticket, key = make_ticket(), {"Idempotency-Key": "k"}
    bad = sent(api, "POST", f"/tickets/{ticket.pk}/notes", {"text": ""}, **key)
    assert bad.status_code == 409
    assert (
        sent(api, "POST", f"/tickets/{ticket.pk}/notes", {"text": "good"}, **key).status_code == 201
    )


def test_a_newer_message_makes_a_change_outdated(api):
    ticket = make_ticket()
    tag = api.get(f"{V1}/tickets/{ticket.pk}")["ETag"]
    hear(ticket)
    answer = sent(api, "PATCH", f"/tickets/{ticket.pk}", {"status": "solved"}, **{"If-Match": tag})
    assert answer.status_code == 412
