"""Beside an answer stands what may help; nothing of it is kept, and nothing stops the answer."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from helpwell.accounts.testing import make_administrator, make_agent, make_role
from helpwell.core.testing import shortest
from helpwell.customers.testing import make_customer
from helpwell.language.coach import KINDS as LANGUAGE_KINDS
from helpwell.tickets import actions
from helpwell.tickets.coaching import KINDS
from helpwell.tickets.models import Draft, HouseWord, Message, Promise
from helpwell.tickets.testing import answer, hear, make_ticket

FRIDAY = datetime(2026, 3, 6, 9, tzinfo=UTC)
PROMISING = "Hello Grace, I will get back to you tomorrow with the result. Kind regards"
ASKING = "Where is my parcel? Can I still change the colour to green?"


@pytest.fixture
def client(client):
    client.me = make_administrator()
    client.force_login(client.me)
    return client


def advice(client, ticket, text, **more):
    return client.post(f"/tickets/{ticket.pk}/coach/", {"text": text} | more).text


def send(client, ticket, body, **more):
    typed = {"body": body, "to": "grace@home.example", "seen_up_to": ticket.last_public_id}
    return client.post(f"/tickets/{ticket.pk}/replies/", typed | more)


def test_every_kind_of_hint_has_a_name_that_people_can_switch():
    assert set(KINDS) == set(LANGUAGE_KINDS)


def test_questions_are_listed_and_ticked_as_they_seem_answered(client):
    ticket = make_ticket(text=ASKING)
    assert "Can I still change the colour to green?" in advice(client, ticket, "")
    assert advice(client, ticket, "").count(" checked") == 0
    answered = "Hello, yes, we can still change the colour to green."
    assert advice(client, ticket, answered).count(" checked") == 1


def test_what_is_ticked_by_hand_stays_so(client):
    ticket = make_ticket(text="Where is my parcel?")
    by_hand = {"ticked": "Where is my parcel?"}
    assert " checked" in advice(client, ticket, "Hello.", **by_hand)


def test_only_what_is_not_answered_yet_is_asked(client):
    ticket = make_ticket(text="Where is my parcel?")
    answer(ticket, by=client.me)
    assert "Where is my parcel" not in advice(client, ticket, "Hello")
    hear(ticket, "Why does it take so long?")
    assert "Why does it take so long?" in advice(client, ticket, "Hello")


def test_the_greeting_is_that_of_the_customers_profile(client):
    customer = make_customer("Grace Hopper")
    customer.greeting = "Dr Hopper"
    customer.save()
    shown = advice(client, make_ticket(requester=customer), "Hello Mary, it is here.")
    assert "Dr Hopper" in shown


def test_our_own_words_are_pointed_at_with_what_to_say_instead(client):
    client.post("/settings/words/", {"word": "blorb", "instead": "delivery note"})
    shown = advice(client, make_ticket(), "Hello Grace, the blorb is on its way. Regards")
    assert "delivery note" in shown
    client.post("/settings/words/", {"gone": HouseWord.objects.get().pk})
    assert not HouseWord.objects.exists()


def test_a_word_of_blanks_is_refused_where_it_was_typed(client):
    refused = client.post("/settings/words/", {"word": "  ", "instead": "delivery note"})
    assert refused.status_code == 422
    assert 'value="delivery note"' in refused.text


def test_a_kind_is_switched_off_and_on_again(client):
    ticket = make_ticket()
    shouting = "Hello Grace, it will come!!! Kind regards"
    assert 'data-unwanted="exclamation"' in advice(client, ticket, shouting)
    client.post("/settings/hints/unwanted/", {"kind": "exclamation"})
    assert 'data-unwanted="exclamation"' not in advice(client, ticket, shouting)
    client.post("/settings/hints/", {"kind": list(KINDS)})
    assert 'data-unwanted="exclamation"' in advice(client, ticket, shouting)


def test_odd_kinds_are_not_kept(client):
    client.post("/settings/hints/unwanted/", {"kind": "x" * 500})
    client.me.refresh_from_db()
    assert client.me.unwanted_hints == []


def test_nothing_is_kept_of_what_is_looked_at(client):
    ticket = make_ticket()
    advice(client, ticket, PROMISING)
    assert not Draft.objects.exists()
    assert not Promise.objects.exists()
    assert Message.objects.count() == 1


@pytest.mark.parametrize("text", ["", "\0", "<b>", "😀" * 5000, "?" * 5000, "a" * 200_000])
def test_whatever_is_written_gets_an_answer(client, text):
    ticket = make_ticket(text=text.replace("\0", "") or "x")
    assert client.post(f"/tickets/{ticket.pk}/coach/", {"text": text}).status_code == 200


def test_it_is_instant(client):
    ticket = make_ticket(text=ASKING)
    advice(client, ticket, PROMISING)
    assert shortest(lambda: advice(client, ticket, PROMISING * 4), times=8) < 0.3


def test_who_may_not_answer_is_not_coached(client):
    reader = make_agent("Rea Reader", make_role("tickets.read_all", name="Reader"))
    client.force_login(reader)
    assert client.post(f"/tickets/{make_ticket().pk}/coach/", {"text": "x"}).status_code == 403


class TestPromisesInAnAnswer:
    @pytest.fixture(autouse=True)
    def friday(self):
        with time_machine.travel(FRIDAY, tick=False):
            yield

    def test_it_is_offered_with_its_moment_in_the_writers_zone(self, client):
        shown = advice(client, make_ticket(), PROMISING, zone="Asia/Tokyo")
        due = datetime(2026, 3, 7, 18, tzinfo=ZoneInfo("Asia/Tokyo"))
        assert f"{due.isoformat()}|" in shown
        client.me.time_zone = "Europe/Berlin"
        client.me.save()
        assert "18:00:00+01:00|" in advice(client, make_ticket(), PROMISING, zone="Asia/Tokyo")

    def test_a_zone_that_is_none_is_the_houses(self, client):
        assert "18:00:00+00:00|" in advice(client, make_ticket(), PROMISING, zone="../etc/passwd")

    def test_what_is_agreed_to_is_promised_with_the_answer(self, client):
        ticket = make_ticket()
        value = "2026-03-07T18:00:00+00:00|I will get back to you tomorrow"
        send(client, ticket, f"<p>{PROMISING}</p>", promise=value)
        promise = Promise.objects.get()
        assert promise.message == Message.objects.get(kind="reply")
        assert promise.words == "I will get back to you tomorrow"

    def test_what_was_not_decided_is_offered_after_sending(self, client):
        shown = send(client, make_ticket(), f"<p>{PROMISING}</p>").text
        assert "promise-offers" in shown
        assert not Promise.objects.exists()

    def test_what_is_owed_already_is_not_offered_again(self, client):
        ticket, other = make_ticket(), make_ticket()
        due_at = datetime(2026, 3, 7, 18, tzinfo=UTC)
        words = "i will get back  to you TOMORROW"
        actions.promise(ticket, words=words, due_at=due_at, by=client.me)
        assert "data-promises" not in advice(client, ticket, PROMISING)
        assert "You wrote" not in send(client, ticket, f"<p>{PROMISING}</p>").text
        assert "data-promises" in advice(client, other, PROMISING)

    def test_what_was_decided_is_not_offered_again(self, client):
        ticket = make_ticket()
        words = advice(client, ticket, PROMISING).split('data-declines="')[1].split('"')[0]
        assert "promise-offers" not in send(client, ticket, PROMISING, declined=words).text

    def test_what_was_decided_is_the_same_however_its_lines_are_broken(self, client):
        ticket, due = make_ticket(), "2026-03-07T18:00:00+00:00"
        typed = "Dear Grace, I will get back to you tomorrow."
        words = advice(client, ticket, typed).split('data-declines="')[1].split('"')[0]
        html = "<p>Dear Grace,</p><p>I will get back to you tomorrow.</p>"
        shown = send(client, ticket, html, promise=f"{due}|{words}").text
        assert "You wrote" not in shown

    @pytest.mark.parametrize(
        "odd", ["", "|", "2026-03-07T18:00:00|no zone", "2020-01-01T00:00:00+00:00|gone", "x|y"]
    )
    def test_odd_promises_stop_no_answer(self, client, odd):
        assert send(client, make_ticket(), "<p>It left.</p>", promise=odd).status_code == 200
        assert Message.objects.filter(kind="reply").exists()
        assert not Promise.objects.exists()

    def test_an_answer_asks_whether_an_earlier_promise_is_kept(self, client):
        ticket = make_ticket()
        due_at = datetime(2026, 3, 7, 18, tzinfo=UTC)
        actions.promise(ticket, words="Send the label", due_at=due_at, by=client.me)
        assert "Is this kept now?" in send(client, ticket, "<p>Here it is.</p>").text


def test_send_and_snooze_asks_until_when(client):
    sent = send(client, make_ticket(), "<p>It left.</p>", status="snoozed")
    assert "snooze-asked" in sent.headers["HX-Trigger"]
    assert Message.objects.get(kind="reply").ticket.status == "pending"


class TestAStoppedAnswer:
    def test_what_is_new_stands_beside_the_draft(self, client):
        ticket = make_ticket()
        hear(ticket, "Never mind, it has come!")
        refused = send(client, ticket, "<p>It left.</p>", status="solved")
        assert refused.status_code == 422
        assert "Never mind, it has come!" in refused.text
        assert "It left." in refused.text
        assert 'value="solved"' in refused.text, "the status that was chosen"

    def test_what_comes_later_still_stops_it_again(self, client):
        ticket = make_ticket()
        first = hear(ticket, "Never mind!")
        send(client, ticket, "<p>It left.</p>")
        ticket.last_public_id = first.pk
        hear(ticket, "Or do mind.")
        refused = send(client, ticket, "<p>It left.</p>")
        assert refused.status_code == 422
        assert "Or do mind." in refused.text
        assert refused.text.count("news__one") == 1

    def test_recipients_keep_their_buttons_and_what_was_typed(self, client):
        ticket = make_ticket()
        wrong = send(client, ticket, "<p>It left.</p>", cc="not an address")
        assert wrong.status_code == 422
        assert 'id="recipients"' in wrong.text
        assert "not an address" in wrong.text
        nobody = send(client, ticket, "<p>It left.</p>", to=[])
        assert nobody.status_code == 422
        assert "grace@home.example" not in nobody.text.split('id="recipients"')[1][:2000]
