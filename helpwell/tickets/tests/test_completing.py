"""Before a person solves a ticket it says what it must; machines may solve it as it is."""

import pytest

from helpwell.accounts.testing import ada, make_administrator
from helpwell.core.actors import SYSTEM
from helpwell.fields.errors import NotSuchValue
from helpwell.fields.testing import make_field
from helpwell.tickets import actions
from helpwell.tickets.errors import Incomplete
from helpwell.tickets.models import Draft, Message, Ticket
from helpwell.tickets.testing import answer, make_ticket


@pytest.fixture
def asking():
    """A house that asks for reason and resolution, and for a size before solving."""
    actions.set_habits(asks_for_reason=True, by=SYSTEM)
    make_field("Size", "number", needed="solve")
    return {
        "reason": actions.arrange_reason(None, name="Late", by=SYSTEM),
        "resolution": actions.arrange_resolution(None, name="Refunded", by=SYSTEM),
    }


def status():
    return Ticket.objects.get().status


WAYS = {
    "status": lambda ticket: actions.set_status(ticket, to="solved", by=ada()),
    "closing": lambda ticket: actions.set_status(ticket, to="closed", by=ada()),
    "reply": lambda ticket: answer(ticket, by=ada(), then="solved"),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_solving_names_what_is_missing(asking, way):
    ticket = make_ticket()
    with pytest.raises(Incomplete, match="fill in: Contact reason, Resolution, Size"):
        WAYS[way](ticket)
    assert status() == "new"
    assert not Message.objects.filter(kind="reply").exists()
    actions.complete(
        ticket,
        values={"size": "0"},
        reason=asking["reason"].pk,
        resolution=asking["resolution"].pk,
        by=ada(),
    )
    WAYS[way](ticket)
    assert status() in Ticket.DONE


def test_what_is_scheduled_to_solve_is_asked_when_it_is_written(asking):
    from datetime import timedelta

    from helpwell.core import clock
    from helpwell.tickets.testing import to

    later = clock.now() + timedelta(hours=1)
    given = {"html": "<p>Done</p>", "by": ada(), "recipients": [to()], "send_at": later}
    with pytest.raises(Incomplete):
        actions.schedule(make_ticket(), then="solved", **given)


def test_machines_solve_as_it_is(asking):
    actions.set_status(make_ticket(), to="solved", by=SYSTEM)
    assert status() == "solved"


def test_nothing_is_asked_that_nobody_can_choose_or_that_is_not_shown():
    actions.set_habits(asks_for_reason=True, by=SYSTEM)
    make_field("Broken", "yes_no")
    make_field("What", shown_if={"field": "broken", "is": [True]}, needed="solve")
    ticket = make_ticket()
    actions.set_values(ticket, {"broken": "no"}, by=ada())
    actions.set_status(ticket, to="solved", by=ada())
    actions.set_status(ticket, to="open", by=ada())
    actions.set_values(ticket, {"broken": "yes"}, by=ada())
    with pytest.raises(Incomplete, match=r"fill in: What\."):
        actions.set_status(ticket, to="solved", by=ada())


def test_only_the_fields_of_its_form_are_needed(asking):
    make_field("Colour", needed="solve")
    ticket = make_ticket()
    form = actions.arrange_form(None, name="Short", field_keys=["colour"], by=SYSTEM)
    actions.set_form(ticket, to=form, by=ada())
    with pytest.raises(Incomplete, match=r"Resolution, Colour\."):
        actions.set_status(ticket, to="solved", by=ada())


def test_all_of_what_was_missing_is_kept_or_nothing(asking):
    ticket = make_ticket()
    with pytest.raises(NotSuchValue):
        actions.complete(ticket, reason=asking["reason"].pk, values={"size": "big"}, by=ada())
    assert Ticket.objects.get().reason is None


class TestAsked:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client):
        client.force_login(make_administrator())

    def test_solving_asks_for_what_is_missing_and_then_solves(self, client, asking):
        ticket = make_ticket()
        asked = client.post(f"/tickets/{ticket.pk}/status/", {"to": "solved"})
        assert (asked.status_code, asked.headers["HX-Retarget"]) == (422, "#asking")
        assert all(name in asked.text for name in ("Contact reason", "Resolution", "field-size"))
        given = {"to": "solved", "reason": asking["reason"].pk, "field-size": "big"}
        again = client.post(f"/tickets/{ticket.pk}/solution/", given)
        assert again.status_code == 422
        assert "Size: Write a number" in again.text
        assert f'value="{asking["reason"].pk}"' in again.text
        assert 'value="big"' in again.text
        given |= {"field-size": "12", "resolution": asking["resolution"].pk}
        done = client.post(f"/tickets/{ticket.pk}/solution/", given)
        assert done.status_code == 200
        assert status() == "solved"
        assert Ticket.objects.get().values == {"size": 12}

    def test_half_of_it_is_kept_and_the_rest_asked_for_again(self, client, asking):
        ticket = make_ticket()
        given = {"to": "solved", "reason": asking["reason"].pk, "field-size": "12"}
        again = client.post(f"/tickets/{ticket.pk}/solution/", given)
        assert again.status_code == 422
        assert "fill in: Resolution." in again.text
        assert status() == "new"

    def test_a_reply_that_solves_is_kept_while_it_is_asked(self, client, asking):
        ticket = make_ticket()
        words = {"body": "<p>All done</p>", "to": "grace@home.example", "status": "solved"}
        refused = client.post(f"/tickets/{ticket.pk}/replies/", words)
        assert refused.status_code == 422
        assert refused.headers["HX-Retarget"] == "#composer"
        assert "All done" in refused.text
        assert 'hx-target="#asking"' in refused.text
        assert "Keep and send" in refused.text
        given = {"to": "send", "reason": asking["reason"].pk, "field-size": "1"}
        given["resolution"] = asking["resolution"].pk
        kept = client.post(f"/tickets/{ticket.pk}/solution/", given)
        assert kept.headers["HX-Trigger"] == "send-again"
        assert status() == "new"
        assert client.post(f"/tickets/{ticket.pk}/replies/", words).status_code == 200
        assert status() == "solved"
        assert not Draft.objects.exists()
