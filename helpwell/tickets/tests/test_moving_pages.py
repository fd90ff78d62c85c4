"""On the page: a message is put where it belongs, by those who see both places."""

import json

import pytest

from helpwell.accounts.testing import ada, make_agent, make_group
from helpwell.core.testing import MONDAY_NINE
from helpwell.customers.models import Customer
from helpwell.events.models import Fact
from helpwell.tickets import actions
from helpwell.tickets.content import Content, Recipient
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.testing import hear, make_ticket, to


@pytest.fixture
def page(client):
    client.force_login(ada())
    return client


def place(message):
    return Message.objects.get(pk=message.pk).ticket


def url(message, end="move"):
    return f"/tickets/{message.ticket_id}/messages/{message.pk}/{end}/"


class TestMoving:
    def test_the_writers_other_tickets_are_offered_first(self, page):
        parcel = make_ticket()
        mine = make_ticket(subject="My invoice", requester=parcel.requester)
        make_ticket(subject="Nobody's business")
        text = page.get(url(hear(parcel))).text
        assert f"#{mine.pk} My invoice" in text
        assert "business" not in text
        assert "Make it a new ticket" in text

    def test_others_are_found_by_number_and_by_words(self, page):
        strayed, other = hear(make_ticket()), make_ticket(subject="A broken flowerpot")
        for typed in (f"#{other.pk}", str(other.pk), "flowerpot"):
            text = page.get(url(strayed, "move/tickets"), {"q": typed}).text
            assert f'data-value="{other.pk}"' in text

    def test_neither_itself_nor_closed_ones_nor_spam_are_offered(self, page):
        strayed = hear(make_ticket(subject="pot"))
        for status in ("closed", "spam"):
            make_ticket(subject="pot", status=status)
        assert "data-value" not in page.get(url(strayed, "move/tickets"), {"q": "pot"}).text

    def test_it_goes_there_and_back(self, page):
        strayed, other = hear(make_ticket(), "strayed words"), make_ticket()
        home = strayed.ticket
        answer = page.post(url(strayed), {"to": other.pk})
        assert (answer.status_code, place(strayed)) == (200, other)
        assert "strayed words" not in answer.text
        undo = json.loads(answer["HX-Trigger"])["toast"]["undo"]
        assert page.post(undo).status_code == 200
        assert place(strayed) == home

    def test_nothing_chosen_is_a_sentence(self, page):
        strayed = hear(make_ticket())
        answer = page.post(url(strayed), {"to": ""})
        assert (answer.status_code, place(strayed)) == (422, strayed.ticket)
        assert "Choose the ticket" in answer["HX-Trigger"]

    def test_a_ticket_one_does_not_see_is_no_destination(self, client):
        ours = make_group()
        client.force_login(make_agent(role="specialist", groups=[ours]))
        strayed, hidden = hear(make_ticket(group=ours)), make_ticket(subject="hidden pot")
        assert client.post(url(strayed), {"to": hidden.pk}).status_code == 422
        for typed in ("pot", str(hidden.pk)):
            found = client.get(url(strayed, "move/tickets"), {"q": typed}).text
            assert "data-value" not in found

    def test_who_only_notes_moves_nothing(self, client):
        client.force_login(make_agent(role="light"))
        strayed, other = hear(make_ticket()), make_ticket()
        assert client.post(url(strayed), {"to": other.pk}).status_code == 403
        assert client.post(url(strayed, "split")).status_code == 403


def test_it_becomes_a_ticket_of_its_own_and_that_is_undone(page):
    strayed = hear(make_ticket())
    home = strayed.ticket
    answer = page.post(url(strayed, "split"))
    assert place(strayed) != home
    page.post(json.loads(answer["HX-Trigger"])["toast"]["undo"])
    assert (place(strayed), Ticket.objects.count()) == (home, 1)


class TestPeople:
    @pytest.fixture
    def message(self):
        people = [
            to("dora@new.example", kind="named", name="Dora"),
            Recipient(kind="forwarded", name="Frida First", email="frida@new.example"),
        ]
        return make_ticket(content=Content(text="Hi", recipients=people)).messages.get()

    def test_whom_it_names_can_be_added_to_the_answer(self, page, message):
        text = page.get(f"/tickets/{message.ticket_id}/").text
        assert 'data-adds-copy="dora@new.example"' in text
        assert "dora@new.example" not in text.partition('id="composer"')[2]

    def test_whoever_first_wrote_it_is_made_the_requester(self, page, message):
        before = message.ticket.requester
        answer = page.post(url(message, "first-sender"))
        ticket = place(message)
        assert ticket.requester == Customer.objects.get(identities__value="frida@new.example")
        page.post(json.loads(answer["HX-Trigger"])["toast"]["undo"])
        assert place(message).requester == before
        assert Fact.objects.filter(name="ticket.requester_changed").count() == 2

    def test_a_message_that_passes_nothing_on_has_no_first_sender(self, page):
        assert page.post(url(hear(make_ticket()), "first-sender")).status_code == 404


def test_a_moved_message_is_shown_in_the_order_of_time(page, time_machine):
    time_machine.move_to(MONDAY_NINE)
    parcel, invoice = make_ticket(text="first words"), make_ticket(text="second words")
    strayed = hear(parcel, "third words")
    hear(invoice, "fourth words")
    actions.move_message(strayed, to=invoice, by=ada())
    text = page.get(f"/tickets/{invoice.pk}/thread/").text
    places = [text.index(words) for words in ("second words", "third words", "fourth words")]
    assert places == sorted(places)
