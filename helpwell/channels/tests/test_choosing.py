"""What the composer says of an answer's recipients; it warns, and keeps nobody back."""

import pytest

from helpwell.accounts.testing import ada
from helpwell.channels import signing
from helpwell.channels.queries import answer_recipients
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.core.actors import SYSTEM
from helpwell.customers.actions import mark_opted_out, mark_undeliverable
from helpwell.customers.models import Identity
from helpwell.customers.testing import make_customer
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.testing import answer, to

pytestmark = pytest.mark.django_db
DESK = "desk@arbor.example"
GRACE = "grace@home.example"


@pytest.fixture
def agent(client):
    client.force_login(ada())
    return client


def ticket_of(*mails: bytes) -> Ticket:
    inbox = make_inbox(address=DESK)
    return [arrive(raw, inbox) for raw in mails][-1].message.ticket


def composer(agent, ticket: Ticket) -> str:
    return agent.get(f"/tickets/{ticket.pk}/composer/").content.decode()


class TestTheSwitch:
    def test_an_answer_goes_to_everybody_and_one_press_leaves_the_writer_alone(self, agent):
        ticket = ticket_of(mail(to=DESK, Cc="bob@x.example"))
        page = composer(agent, ticket)
        assert "bob@x.example" in page
        assert "Only Grace Garden" in page
        assert "Everybody (2)" in page
        one = agent.get(f"/tickets/{ticket.pk}/recipients/?mode=one").content.decode()
        assert ("bob@x.example" in one, GRACE in one) == (False, True)
        everybody = agent.get(f"/tickets/{ticket.pk}/recipients/?mode=all").content.decode()
        assert "bob@x.example" in everybody

    def test_there_is_none_where_it_would_change_nothing(self, agent):
        assert "Only Grace" not in composer(agent, ticket_of(mail(to=DESK)))

    def test_a_blind_copy_is_answered_alone_and_says_why(self, agent):
        page = composer(agent, ticket_of(mail(to="bob@x.example")))
        assert "The mail does not name us" in page
        assert "Everybody (2)" in page


class TestCautions:
    def test_mail_there_came_back(self, agent):
        ticket = ticket_of(mail(to=DESK))
        assert "came back" not in composer(agent, ticket)
        mark_undeliverable(GRACE, why="There is no such mailbox.", by=SYSTEM)
        page = composer(agent, ticket)
        assert f"Mail to {GRACE} came back on" in page
        assert "There is no such mailbox." in page

    def test_it_keeps_nobody_from_writing(self, agent):
        ticket = ticket_of(mail(to=DESK))
        mark_undeliverable(GRACE, why="There is no such mailbox.", by=SYSTEM)
        mark_opted_out(GRACE, why="They said so.", by=SYSTEM)
        posted = {"body": "<p>Still</p>", "to": GRACE, "status": "pending"}
        assert agent.post(f"/tickets/{ticket.pk}/replies/", posted).status_code == 200
        assert Message.objects.filter(kind="reply").exists()

    def test_typed_addresses_are_looked_at_too(self, agent):
        ticket = ticket_of(mail(to=DESK))
        make_customer("Bob", email="bob@x.example")
        mark_opted_out("bob@x.example", why="They said so.", by=SYSTEM)
        typed = {"to": GRACE, "cc": ["Bob <BOB@x.example>", "no-reply@y.example", "rubbish"]}
        page = agent.post(f"/tickets/{ticket.pk}/cautions/", typed).content.decode()
        assert "bob@x.example reported our mail as unwanted" in page
        assert "Nobody reads mail to no-reply@y.example" in page

    def test_nothing_is_said_twice(self, agent):
        ticket = ticket_of(mail(to="bob@x.example"))
        mark_undeliverable(GRACE, why="There is no such mailbox.", by=SYSTEM)
        page = agent.get(f"/tickets/{ticket.pk}/recipients/?mode=all").content.decode()
        assert page.count("There is no such mailbox.") == 1
        assert page.count("The mail does not name us") == 1

    def test_a_reply_to_that_leads_away_is_told(self, agent):
        ticket = ticket_of(mail(to=DESK, Reply_To="box@x.example"))
        page = composer(agent, ticket)
        assert f"{GRACE} asked for answers to box@x.example." in page

    def test_one_that_may_be_a_forgers_is_told_and_not_followed(self, agent):
        ticket = ticket_of(mail(to=DESK))
        answer(ticket, by=ada(), recipients=[to(GRACE)])
        address = signing.reply_address(DESK, ticket_id=ticket.pk)
        arrive(mail(to=address, Reply_To="eve@y.example"))
        page = composer(agent, ticket)
        assert "The mail asks for answers to eve@y.example" in page
        assert '<data value="eve@y.example"' not in page


class TestUsingAgain:
    def test_one_press_takes_the_mark_away(self, agent):
        ticket = ticket_of(mail(to=DESK))
        mark_undeliverable(GRACE, why="There is no such mailbox.", by=SYSTEM)
        identity = Identity.objects.get(value=GRACE)
        assert f"/identities/{identity.pk}/use/" in composer(agent, ticket)
        response = agent.post(f"/identities/{identity.pk}/use/")
        assert response.status_code == 200
        assert "address-restored" in response["HX-Trigger"]
        assert Identity.objects.get(value=GRACE).is_usable
        assert "came back" not in composer(agent, ticket)

    def test_the_panel_shows_the_mark_with_its_reason(self, agent):
        ticket = ticket_of(mail(to=DESK))
        mark_undeliverable(GRACE, why="There is no such mailbox.", by=SYSTEM)
        page = agent.get(f"/customers/{ticket.requester_id}/").content.decode()
        assert "Mail comes back" in page
        assert "There is no such mailbox." in page


class TestMailingLists:
    LIST = {"List_Id": "<team.z.example>", "List_Post": "<mailto:team@z.example>"}

    def test_a_list_that_puts_itself_into_reply_to_does_not_replace_the_writer(self, agent):
        raw = mail(to="team@z.example", Cc=DESK, Reply_To="team@z.example", **self.LIST)
        found = [(r["kind"], r["email"]) for r in answer_recipients(ticket_of(raw))]
        assert found == [("to", GRACE), ("cc", "team@z.example")]

    def test_a_writers_own_reply_to_through_a_list_is_followed(self, agent):
        raw = mail(to="team@z.example", Cc=DESK, Reply_To="box@x.example", **self.LIST)
        assert answer_recipients(ticket_of(raw))[0]["email"] == "box@x.example"
