"""The pages of macros and snippets, as people with different rights use them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpwell.accounts.models import Group
from helpwell.accounts.testing import make_agent
from helpwell.fields.testing import make_field
from helpwell.macros import actions
from helpwell.macros.models import Macro, Snippet, Use
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Ticket
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db
SNIPPET = {"name": "Thanks", "html": "<p>Thank you</p>", "scope": "mine"}
MACRO = SNIPPET | {"moment": "reply", "status": "pending", "add_tag": ["refund"]}


@pytest.fixture
def ada(client):
    ada = make_agent(name="Ada Lovelace")
    client.force_login(ada)
    return ada


def macro(by, **settings):
    given = {"name": "Refund", "html": "<p>Dear {{customer.name}}</p>"} | settings
    return actions.make_macro(by=by, **given)


def test_a_snippet_is_found_and_put_in_on_a_ticket(client, ada):
    kept = actions.make_snippet(name="Hi", html="<p>Hi {{customer.name|x}}</p>", by=ada)
    ticket = make_ticket()
    path = f"/tickets/{ticket.pk}/snippets/"
    assert f"{path}{kept.pk}/text/" in client.get(path, {"q": "hi"}).content.decode()
    assert client.get(path, {"q": "zzz"}).content.strip() == b""
    said = client.post(f"{path}{kept.pk}/text/").content.decode()
    assert said == f"<p>Hi {ticket.requester.name}</p>"


def test_nobody_uses_what_is_anothers_or_on_a_ticket_they_may_not_see(client, ada):
    ben = make_agent()
    mine, anothers = macro(ada, owner=ada), macro(ada, owner=ben)
    ticket = make_ticket()
    assert client.get(f"/tickets/{ticket.pk}/macros/{anothers.pk}/").status_code == 404
    assert client.post(f"/tickets/{ticket.pk}/macros/{anothers.pk}/").status_code == 404
    assert client.get(f"/settings/macros/{anothers.pk}/").status_code == 404
    client.force_login(make_agent(role="specialist"))
    assert client.get(f"/tickets/{ticket.pk}/macros/{mine.pk}/").status_code == 404


def test_the_preview_says_what_a_macro_will_do(client, ada):
    kept = macro(ada, deeds=[{"do": "tag", "add": ["refund"]}])
    ticket = make_ticket()
    shown = client.get(f"/tickets/{ticket.pk}/macros/{kept.pk}/").content.decode()
    assert "puts this text into your reply" in shown
    assert "adds the tag refund" in shown
    assert "Put it in" in shown


def test_a_chosen_macro_gives_words_and_chips_and_goes_along_with_the_answer(client, ada):
    deeds = [{"do": "tag", "add": ["refund"]}, {"do": "priority", "to": 4}]
    ticket, kept = make_ticket(), macro(ada, deeds=deeds)
    answer = client.post(f"/tickets/{ticket.pk}/macros/{kept.pk}/")
    page = answer.content.decode()
    assert answer["HX-Retarget"] == "#deeds-reply"
    assert f"<template data-words><p>Dear {ticket.requester.name}</p></template>" in page
    assert page.count('name="deed"') == 2
    use = Use.objects.get()
    assert client.post(f"/macros/uses/{use.pk}/deeds/priority/removal/").status_code == 200
    tickets.save_draft(ticket, mode="reply", html="<p>Dear</p>", by=ada)
    shown = client.get(f"/tickets/{ticket.pk}/composer/").content.decode()
    assert "adds the tag refund" in shown
    assert "sets the priority" not in shown
    client.post(
        f"/tickets/{ticket.pk}/replies/",
        {"body": "<p>Dear</p>", "to": "g@home.example", "deed": '{"do": "tag", "add": ["refund"]}'},
    )
    assert [tag.name for tag in Ticket.objects.get(pk=ticket.pk).tags.all()] == ["refund"]


def test_what_goes_along_but_is_not_allowed_is_told_in_the_notice(client):
    light = make_agent(role="light")
    client.force_login(light)
    ticket = make_ticket()
    sent = {"note": "<p>Look</p>", "deed": '{"do": "priority", "to": 4}'}
    answer = client.post(f"/tickets/{ticket.pk}/notes/", sent)
    assert "Not done: sets the priority Urgent" in answer["HX-Trigger"]
    assert Ticket.objects.get(pk=ticket.pk).priority == 2


@pytest.mark.parametrize("deed", ["{", "[" * 10_000, "null", '{"do": {}}', "\0"])
def test_what_is_no_deed_goes_along_with_nothing(client, ada, deed):
    ticket = make_ticket()
    sent = client.post(f"/tickets/{ticket.pk}/notes/", {"note": "<p>Look</p>", "deed": deed})
    assert sent.status_code == 200


def test_solving_by_a_macro_that_says_why_is_not_asked_why(client, ada):
    make_field("Bag", needed="solve")
    ticket = make_ticket()
    sent = {"body": "<p>Dear</p>", "to": "g@home.example", "status": "solved"}
    assert client.post(f"/tickets/{ticket.pk}/replies/", sent).status_code == 422
    sent["deed"] = '{"do": "field", "key": "bag", "to": "B 7"}'
    assert client.post(f"/tickets/{ticket.pk}/replies/", sent).status_code == 200
    assert Ticket.objects.get(pk=ticket.pk).values == {"bag": "B 7"}


def test_an_answer_with_a_blank_stops_once_and_goes_when_sent_again(client, ada):
    ticket = make_ticket()
    sent = {"body": "<p>Dear ___your name___</p>", "to": "g@home.example"}
    stopped = client.post(f"/tickets/{ticket.pk}/replies/", sent)
    assert stopped.status_code == 422
    page = stopped.content.decode()
    assert "“your name” is not filled in yet" in page
    assert 'name="with_blanks"' in page
    sent["with_blanks"] = "1"
    assert client.post(f"/tickets/{ticket.pk}/replies/", sent).status_code == 200


def test_a_macro_without_words_is_done_at_once_with_a_way_back(client, ada):
    ticket = make_ticket()
    kept = macro(ada, html="", deeds=[{"do": "priority", "to": 4}])
    done = client.post(f"/tickets/{ticket.pk}/macros/{kept.pk}/")
    use = Use.objects.get()
    assert f"/macros/uses/{use.pk}/undo/" in done["HX-Trigger"]
    client.post(f"/macros/uses/{use.pk}/undo/")
    assert Ticket.objects.get(pk=ticket.pk).priority == 2
    assert client.post(f"/macros/uses/{use.pk}/undo/").status_code == 404


def test_keeping_for_oneself_takes_no_right_and_sharing_does(client, ada):
    assert client.post("/settings/snippets/new/", SNIPPET).status_code == 302
    assert Snippet.objects.get().owner == ada
    assert client.post("/settings/snippets/new/", SNIPPET | {"scope": "everybody"}).status_code == (
        422
    )
    client.force_login(make_agent(role="lead"))
    bills = Group.objects.create(name="Bills")
    for scope in ("everybody", f"group-{bills.pk}"):
        client.post("/settings/snippets/new/", SNIPPET | {"scope": scope})
    assert [each.group for each in Snippet.objects.filter(owner=None)] == [None, bills]


def test_what_is_shared_is_changed_only_with_the_right_to(client, ada):
    kept = actions.make_snippet(name="All", html="<p>x</p>", by=ada)
    path = f"/settings/snippets/{kept.pk}/"
    page = client.get(path).content.decode()
    assert "You may use this one" in page
    assert client.post(path, SNIPPET | {"seen": kept.edition}).status_code == 422
    assert client.post(f"{path}removal/").status_code == 404
    client.force_login(make_agent(role="lead"))
    assert client.post(f"{path}removal/").status_code == 302


def test_a_macro_is_kept_with_its_deeds_and_shown_again(client, ada):
    assert client.post("/settings/macros/new/", MACRO).status_code == 302
    kept = Macro.objects.get()
    assert [deed["do"] for deed in kept.deeds] == ["tag", "status"]
    page = client.get(f"/settings/macros/{kept.pk}/").content.decode()
    assert '<option value="pending" selected>' in page
    assert 'value="refund"' in page


def test_all_that_a_macro_can_do_can_be_chosen(client, ada):
    make_field("Bag", "yes_no")
    more = {
        "assign_to": "me",
        "group": "none",
        "priority": "4",
        "type": "task",
        "snooze_days": "3",
        "follow": "on",
        "promise_words": "Call",
        "promise_days": "2",
        "steps": "Weigh\n\nSend",
        "field_key": ["bag"],
        "field_value": ["Yes"],
    }
    assert client.post("/settings/macros/new/", MACRO | more).status_code == 302
    kept = Macro.objects.get()
    assert {deed["do"] for deed in kept.deeds} == {
        *("assign", "status", "priority", "type", "tag", "field"),
        *("snooze", "follow", "promise", "steps"),
    }
    again = client.get(f"/settings/macros/{kept.pk}/").content.decode()
    assert 'value="yes"' in again
    assert "Weigh\nSend" in again


def test_a_wrong_value_of_a_field_and_a_long_tag_are_refused_in_a_sentence(client, ada):
    make_field("Day", "date")
    wrong = MACRO | {"field_key": ["day"], "field_value": ["soon"]}
    refused = client.post("/settings/macros/new/", wrong)
    assert refused.status_code == 422
    assert "2026-03-31" in refused.content.decode()
    assert client.post("/settings/macros/new/", MACRO | {"add_tag": ["x" * 61]}).status_code == 422
    assert not Macro.objects.exists()


def test_who_keeps_an_older_edition_sees_the_newer_one_and_may_replace_it(client, ada):
    kept = actions.make_snippet(name="Mine", html="<p>Old</p>", owner=ada, by=ada)
    path, seen = f"/settings/snippets/{kept.pk}/", kept.edition
    actions.change_snippet(kept, by=ada, html="<p>Theirs</p>")
    refused = client.post(path, SNIPPET | {"seen": seen, "html": "<p>Typed</p>"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "<p>Theirs</p>" in page
    assert "Typed" in page
    assert f'name="seen" value="{seen + 1}"' in page
    assert client.post(path, SNIPPET | {"seen": seen + 1}).status_code == 302


def test_what_is_being_written_becomes_a_snippet_with_its_places(client, ada):
    ticket = make_ticket()
    html = f"<p>Dear {ticket.requester.name}, Ada Lovelace here.</p>"
    tickets.save_draft(ticket, mode="reply", html=html, by=ada)
    page = client.get("/settings/snippets/new/", {"ticket": ticket.pk}).content.decode()
    assert "{{customer.name}}" in page or "{{customer.greeting}}" in page
    assert "{{agent.name}} here" in page
    assert client.get("/settings/snippets/new/?ticket=99999999").status_code == 200


def test_names_of_500_characters_are_refused_with_what_was_typed(client, ada):
    refused = client.post("/settings/snippets/new/", SNIPPET | {"name": "ש" * 500})
    assert refused.status_code == 422
    assert "Thank you" in refused.content.decode()


def test_the_composer_asks_for_nothing_of_this_room_until_something_is_written(client, ada):
    ticket = make_ticket()
    for number in range(30):
        macro(ada, name=f"M{number}")
    path = f"/tickets/{ticket.pk}/composer/"
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    assert not [query for query in asked if "macros_" in query["sql"]]


@pytest.mark.parametrize("count", [1, 30])
def test_lists_cost_the_same_however_long(client, ada, django_assert_max_num_queries, count):
    for number in range(count):
        macro(ada, name=f"M{number}", group=Group.objects.create(name=f"G{number}"), owner=ada)
    with django_assert_max_num_queries(14):
        client.get("/settings/macros/")
    ticket = make_ticket()
    with django_assert_max_num_queries(8):
        client.get(f"/tickets/{ticket.pk}/macros/")
