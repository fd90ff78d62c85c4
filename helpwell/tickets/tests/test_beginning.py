"""Tickets that agents make: a first mail or a record, with form and fields."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from helpwell.accounts.testing import ada, make_administrator, make_agent, make_role
from helpwell.customers.models import Customer
from helpwell.customers.testing import make_customer
from helpwell.events.models import Fact
from helpwell.fields.testing import make_field
from helpwell.tickets import actions
from helpwell.tickets.actions import Outline
from helpwell.tickets.errors import IncompleteNew, NothingWritten
from helpwell.tickets.models import Attachment, Message, Ticket
from helpwell.tickets.testing import to
from helpwell.tickets.views import beginning


def begin(**more):
    outline = Outline(requester=make_customer(), subject="Your bike", **more)
    return actions.begin_with_mail(outline, html="<p>Hello</p>", recipients=[to()], by=ada())


def test_a_first_mail_makes_a_ticket_that_waits_for_the_customer():
    message = begin(assignee=ada(), type="task", tags=["Recall"], priority=3)
    ticket = Ticket.objects.get()
    assert (message.kind, ticket.status, ticket.type) == ("reply", "pending", "task")
    assert (ticket.assignee, ticket.priority, ticket.message_count) == (ada(), 3, 1)
    assert ticket.last_public_id == message.pk
    assert [tag.name for tag in ticket.tags.all()] == ["recall"]
    names = list(Fact.objects.values_list("name", flat=True))
    assert names.count("ticket.opened") == names.count("ticket.replied") == 1


def test_a_record_goes_to_nobody():
    outline = Outline(requester=make_customer(), subject="On the phone")
    message = actions.begin_with_record(outline, html="<p>Called us</p>", by=ada())
    assert (message.kind, message.ticket.status) == ("note", "new")
    assert not Fact.objects.filter(name="ticket.replied").exists()


def test_what_a_new_ticket_needs_is_asked_of_agents_only():
    make_field("Size", "number", needed="create")
    with pytest.raises(IncompleteNew, match="needs to say: Size"):
        begin()
    assert not Ticket.objects.exists()
    assert begin(values={"size": "12"}).ticket.values == {"size": 12}


def test_without_words_there_is_no_ticket():
    outline = Outline(requester=make_customer(), subject="Empty")
    with pytest.raises(NothingWritten):
        actions.begin_with_record(outline, html=" ", by=ada())
    assert not Ticket.objects.exists()


class TestScreen:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client):
        client.force_login(make_administrator())

    def given(self, **more):
        return {
            "to": "Grace <grace@home.example>",
            "subject": "Your bike",
            "body": "<p>It is ready.</p>",
            "priority": "2",
            "as": "mail",
        } | more

    def test_a_ticket_is_written_and_opened(self, client):
        assert "New ticket" in client.get("/tickets/new/").text
        answer = client.post("/tickets/new/", self.given())
        ticket = Ticket.objects.get()
        assert answer["Location"] == f"/tickets/{ticket.pk}/"
        assert ticket.requester.identities.get().value == "grace@home.example"
        assert Message.objects.get().recipients[0]["email"] == "grace@home.example"

    def test_what_was_refused_stays_as_typed(self, client):
        make_field("Size", "number", needed="create")
        wrong = self.given(subject="<i>", **{"field-size": "big", "tag": ["vip"]})
        page = client.post("/tickets/new/", wrong)
        assert page.status_code == 422
        assert "Size: Write a number" in page.text
        for kept in ('value="big"', 'value="&lt;i&gt;"', "It is ready.", "grace@home.example"):
            assert kept in page.text
        assert not Ticket.objects.exists()

    def test_somebody_must_be_concerned(self, client):
        page = client.post("/tickets/new/", self.given(to=[]))
        assert page.status_code == 422
        assert "whose matter it is" in page.text
        assert client.post("/tickets/new/", self.given(to="nobody")).status_code == 422

    @pytest.mark.parametrize("written", ["mail", "record"])
    def test_files_go_along(self, client, written):
        files = [SimpleUploadedFile(name, b"words") for name in ("a.txt", "b.txt")]
        client.post("/tickets/new/", self.given(file=files) | {"as": written})
        found = Attachment.objects.filter(message=Message.objects.get())
        assert [each.name for each in found.order_by("pk")] == ["a.txt", "b.txt"]

    def test_a_file_too_large_is_refused_and_asked_for_again(self, client, monkeypatch):
        monkeypatch.setattr(beginning, "LARGEST_FILE", 4)
        given = self.given(file=SimpleUploadedFile("large.txt", b"words"))
        page = client.post("/tickets/new/", given)
        assert page.status_code == 422
        assert "large.txt is larger" in page.text
        assert "Choose the files again" in page.text
        assert not Ticket.objects.exists()

    def test_others_get_a_copy(self, client):
        client.post("/tickets/new/", self.given(cc="Hal <hal@home.example>"))
        said = {each["email"]: each["kind"] for each in Message.objects.get().recipients}
        assert said == {"grace@home.example": "to", "hal@home.example": "cc"}
        assert Ticket.objects.get().requester.name == "Grace"

    def test_nobody_is_concerned_by_a_copy(self, client):
        page = client.post("/tickets/new/", self.given(to=[], cc="Hal <hal@home.example>"))
        assert page.status_code == 422
        assert "hal@home.example" in page.text

    def test_fields_come_with_what_they_depend_on(self, client):
        make_field("Broken", "yes_no")
        make_field("What broke", shown_if={"field": "broken", "is": [True]})
        page = client.post("/tickets/new/outline/", self.given()).text
        assert "What broke" not in page
        page = client.post("/tickets/new/outline/", self.given(**{"field-broken": "yes"})).text
        assert "What broke" in page

    def test_customers_are_found_by_name_and_address(self, client):
        make_customer("Gráce “G” Hopper", email="grace@navy.example")
        for typed in ("hopp", "GRACE@"):
            page = client.get("/tickets/new/addressees/", {"q": typed}).text
            assert "&quot;Gráce “G” Hopper&quot; &lt;grace@navy.example&gt;" in page

    def test_a_customer_without_an_address_gets_a_record(self, client):
        customer = make_customer("Phil Phone")
        customer.identities.all().delete()
        page = client.get("/tickets/new/", {"customer": customer.pk}).text
        assert f'name="customer" value="{customer.pk}"' in page
        client.post("/tickets/new/", self.given(to=[], customer=customer.pk, **{"as": "record"}))
        assert Ticket.objects.get().requester == customer


def test_who_may_not_look_customers_up_finds_none(client):
    make_customer("Grace Hopper", email="grace@navy.example")
    client.force_login(make_agent("Rita", role=make_role("tickets.note", "tickets.read_all")))
    assert "Grace" not in client.get("/tickets/new/addressees/", {"q": "grace"}).text
    page = client.get("/tickets/new/", {"customer": Customer.objects.get().pk}).text
    assert "Grace" not in page
    assert "Send to the customer" not in page
    given = {"to": "a@b.example", "body": "x", "subject": "x", "as": "mail"}
    assert client.post("/tickets/new/", given).status_code == 403


def test_who_may_only_read_makes_nothing(client):
    client.force_login(make_agent("Rita", role=make_role("tickets.read_all")))
    assert client.get("/tickets/new/").status_code == 403
    assert client.post("/tickets/new/", {"to": "a@b.example", "body": "x"}).status_code == 403
