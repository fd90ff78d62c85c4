"""How a house deals with its tickets, as it has said on one page."""

import pytest

from helpwell.accounts.testing import ada, make_administrator
from helpwell.events.models import Fact
from helpwell.tickets import actions
from helpwell.tickets.models import Habits, Ticket
from helpwell.tickets.testing import answer, make_ticket

pytestmark = pytest.mark.django_db
SAID = {"then": "reopen", "later": "follow_up", "keep_trash_days": 30}


def now(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def tags(ticket):
    return sorted(ticket.tags.values_list("name", flat=True))


@pytest.mark.parametrize("is_taken", [True, False])
def test_whoever_answers_takes_it_where_the_house_wants_that(is_taken):
    actions.set_habits(by=ada(), assigns_on_reply=is_taken)
    ticket = make_ticket()
    answer(ticket, by=ada())
    assert now(ticket).assignee == (ada() if is_taken else None)


def test_solving_without_tags_is_asked_about_and_done_with_them(client):
    actions.set_habits(by=ada(), asks_for_tags=True)
    client.force_login(ada())
    ticket = make_ticket()
    url = f"/tickets/{ticket.pk}/status/"
    asked = client.post(url, {"to": "solved"})
    assert (asked.status_code, asked["HX-Retarget"]) == (422, "#asking")
    assert "Solve anyway" in asked.text
    assert now(ticket).status == "new"
    client.post(url, {"to": "solved", "untagged": "1", "tag": ["Parcel"]})
    assert (now(ticket).status, tags(ticket)) == ("solved", ["parcel"])


def test_it_is_solved_anyway_and_asked_about_never_where_it_has_tags_or_nobody_wants_them(client):
    client.force_login(ada())
    plain, tagged, other = make_ticket(), make_ticket(), make_ticket()
    client.post(f"/tickets/{plain.pk}/status/", {"to": "solved"})
    actions.set_habits(by=ada(), asks_for_tags=True)
    actions.tag(tagged, add=["vip"], by=ada())
    client.post(f"/tickets/{tagged.pk}/status/", {"to": "solved"})
    client.post(f"/tickets/{other.pk}/status/", {"to": "solved", "untagged": "1", "anyway": "1"})
    assert [now(each).status for each in (plain, tagged, other)] == ["solved"] * 3


def test_an_answer_that_solves_is_sent_and_then_asks_for_tags(client):
    actions.set_habits(by=ada(), asks_for_tags=True)
    client.force_login(ada())
    ticket = make_ticket()
    sent = {"body": "<p>Done</p>", "to": "grace@home.example", "status": "solved", "anyway": "1"}
    said = client.post(f"/tickets/{ticket.pk}/replies/", sent)
    assert now(ticket).status == "solved"
    assert 'id="tags-dialog"' in said.text


def test_they_are_said_on_one_page_and_each_change_is_a_fact(client):
    client.force_login(make_administrator())
    words = "Hello {name} 👋 שלום"
    given = SAID | {"assigns_on_reply": "on", "nudge_after_days": 3, "nudge_words": words}
    assert client.post("/settings/habits/", given).status_code == 302
    row = Habits.objects.get()
    assert (row.nudge_after_days, row.nudge_words, row.solve_after_days) == (3, words, None)
    assert Fact.objects.get(name="habits.changed").payload["fields"] == [
        "nudge_after_days",
        "nudge_words",
    ]
    assert client.post("/settings/habits/", SAID | {"nudge_after_days": ""}).status_code == 302
    assert Habits.objects.get().nudge_after_days is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"nudge_after_days": "-1"},
        {"keep_trash_days": ""},
        {"close_after_days": "99999999999"},
        {"nudge_words": "x" * 5001},
        {"later": "reopen"},
    ],
)
def test_what_makes_no_sense_is_refused_and_stays_in_the_form(client, wrong):
    client.force_login(make_administrator())
    answer = client.post("/settings/habits/", SAID | wrong)
    assert answer.status_code == 422
    assert str(next(iter(wrong.values()))) in answer.text
    assert not Habits.objects.exists()


def test_agents_do_not_arrange_habits(client):
    client.force_login(ada())
    assert client.get("/settings/habits/").status_code == 403
