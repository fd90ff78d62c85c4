"""Macros and snippets for programs."""

import pytest

from helpwell.accounts.testing import ada, make_administrator, make_agent, make_role
from helpwell.api.testing import V1, program
from helpwell.macros import actions
from helpwell.macros.models import Macro, Snippet
from helpwell.tickets import actions as tickets
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db
JSON = "application/json"
DEEDS = [{"do": "priority", "to": 4}, {"do": "tag", "add": ["refund"]}]


@pytest.fixture
def api():
    return program(make_administrator())


@pytest.fixture
def plain():
    """Pat may read, and share nothing."""
    return program(make_agent("Pat", make_role("tickets.read_all", name="Plain")))


@pytest.mark.parametrize("noun", ["macros", "snippets"])
def test_one_is_kept_changed_and_deleted(api, noun):
    made = api.post(f"{V1}/{noun}", {"name": "Thanks", "html": "<p>Hi</p>"}, content_type=JSON)
    assert made.status_code == 201, made.text
    path = f"{V1}/{noun}/{made.json()['id']}"
    said = api.patch(
        path, {"folder": "Daily", "variants": {"de": "<p>Hallo</p>"}}, content_type=JSON
    )
    assert said.status_code == 200, said.text
    assert (said.json()["folder"], said.json()["html"]) == ("Daily", "<p>Hi</p>")
    assert api.get(path).json() == said.json()
    assert api.delete(path).status_code == 204
    assert api.get(path).status_code == 404


def test_deeds_are_kept_as_they_are_done(api):
    body = {"name": "Refund", "deeds": DEEDS}
    said = api.post(f"{V1}/macros", body, content_type=JSON).json()
    assert said["deeds"] == [DEEDS[0], DEEDS[1] | {"remove": []}]


def test_the_words_of_a_macro_are_sent_with_its_deeds_and_taken_back_with_them(api):
    ticket = make_ticket()
    made = {"name": "Refund", "html": "<p>Soon.</p>", "deeds": DEEDS}
    number = api.post(f"{V1}/macros", made, content_type=JSON).json()["id"]
    path = f"{V1}/tickets/{ticket.pk}"
    taken = api.post(f"{path}/macros", {"macro_id": number}, content_type=JSON).json()
    answer = {"html": taken["html"], "deeds": taken["deeds"]}
    said = api.post(f"{path}/replies", answer, content_type=JSON)
    assert said.status_code == 201, said.text
    now = api.get(path).json()
    assert (now["priority"], now["tags"]) == ("urgent", ["refund"])
    assert api.delete(f"{path}/replies/{said.json()['id']}").status_code == 204
    now = api.get(path).json()
    assert (now["priority"], now["tags"]) == ("normal", [])


@pytest.mark.parametrize("noun", ["replies", "notes"])
def test_what_may_not_be_done_along_is_not_said_either(noun):
    role = make_role("tickets.read_all", "tickets.reply", "tickets.note", name="Writer")
    ticket, writer = make_ticket(), program(make_agent("Will", role))
    sent = {"text": "Soon.", "deeds": DEEDS}
    said = writer.post(f"{V1}/tickets/{ticket.pk}/{noun}", sent, content_type=JSON)
    assert (said.status_code, said.json()["type"]) == (409, "urn:helpwell:deed_not_done")
    ticket.refresh_from_db()
    assert (ticket.message_count, ticket.priority) == (1, 2)


def test_the_words_of_a_macro_are_said_on_many(api):
    chosen = [make_ticket(), make_ticket()]
    made = {"name": "Recall", "html": "<p>Stop riding.</p>", "moment": "reply"}
    number = api.post(f"{V1}/macros", made, content_type=JSON).json()["id"]
    run = {"ticket_ids": [t.pk for t in chosen], "deeds": [{"do": "say", "macro": number}]}
    looked = api.post(f"{V1}/bulk-runs/preview", run, content_type=JSON)
    assert looked.json()["changed"] == 2, looked.text
    assert api.post(f"{V1}/bulk-runs", run, content_type=JSON).status_code == 202
    tickets.go_on_with_runs()
    assert [t.messages.filter(kind="reply").count() for t in chosen] == [1, 1]


def test_a_macro_does_not_say_another(api):
    deeds = [{"do": "say", "macro": 1}]
    answer = api.post(f"{V1}/macros", {"name": "x", "deeds": deeds}, content_type=JSON)
    assert answer.status_code == 422


def test_saying_on_many_takes_the_right_to_say_so_and_no_other():
    role = make_role(
        "tickets.read_all", "tickets.change_many", "tickets.reply", "macros.share", name="Writer"
    )
    writer, ticket = program(make_agent("Will", role)), make_ticket()
    for moment, status in (("reply", 202), ("note", 409)):
        made = {"name": moment, "html": "<p>Hi.</p>", "moment": moment}
        number = writer.post(f"{V1}/macros", made, content_type=JSON).json()["id"]
        run = {"ticket_ids": [ticket.pk], "deeds": [{"do": "say", "macro": number}]}
        assert writer.post(f"{V1}/bulk-runs", run, content_type=JSON).status_code == status


@pytest.mark.parametrize("deed", [{"do": "fly"}, {"do": "priority", "to": 9}, {"do": "tag"}, {}])
def test_a_deed_that_cannot_be_is_refused(api, deed):
    answer = api.post(f"{V1}/macros", {"name": "x", "deeds": [deed]}, content_type=JSON)
    assert answer.status_code == 422


@pytest.mark.parametrize("noun", ["macros", "snippets"])
def test_an_outdated_change_is_refused(api, noun):
    body = {"name": "Thanks", "html": "<p>Hi</p>"}
    path = f"{V1}/{noun}/{api.post(f'{V1}/{noun}', body, content_type=JSON).json()['id']}"
    change = {"content_type": JSON, "headers": {"If-Match": api.get(path)["ETag"]}}
    assert api.patch(path, {"name": "One"}, **change).status_code == 200
    assert api.patch(path, {"name": "Two"}, **change).status_code == 412


@pytest.mark.parametrize("noun", ["macros", "snippets"])
def test_sharing_takes_its_capability(plain, noun):
    body = {"name": "Mine", "html": "<p>Hi</p>"}
    mine = plain.post(f"{V1}/{noun}", body, content_type=JSON)
    assert mine.status_code == 201
    path = f"{V1}/{noun}/{mine.json()['id']}"
    assert plain.patch(path, {"whose": "everybody"}, content_type=JSON).status_code == 403
    assert (
        plain.post(f"{V1}/{noun}", body | {"whose": "everybody"}, content_type=JSON).status_code
        == 403
    )


def test_what_is_everybodys_is_used_but_not_changed(plain):
    macro = actions.make_macro(name="Thanks", html="<p>Hi</p>", by=ada())
    path = f"{V1}/macros/{macro.pk}"
    assert plain.get(path).status_code == 200
    assert plain.patch(path, {"name": "x"}, content_type=JSON).status_code == 403
    assert plain.delete(path).status_code == 403
    assert Macro.objects.get().name == "Thanks"


def test_what_is_somebody_else_s_is_not_there(api, plain):
    actions.make_snippet(name="Own", html="<p>Hi</p>", owner=ada(), by=ada())
    path = f"{V1}/snippets/{Snippet.objects.get().pk}"
    for client in (api, plain):
        assert client.get(path).status_code == 404
        assert client.delete(path).status_code == 404
        assert client.get(f"{V1}/snippets").json()["items"] == []


def test_a_group_is_named_when_it_is_for_one(api):
    body = {"name": "Ours", "html": "<p>Hi</p>", "whose": "group"}
    assert api.post(f"{V1}/snippets", body, content_type=JSON).status_code == 422
    assert (
        api.post(f"{V1}/snippets", body | {"group_id": 987654}, content_type=JSON).status_code
        == 422
    )
