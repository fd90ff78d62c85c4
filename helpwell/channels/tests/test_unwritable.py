"""An address that no mail can be sent to keeps nobody else from their answer."""

import pytest

from helpwell.accounts.testing import ada
from helpwell.channels.actions import queue
from helpwell.channels.mail.compose import build
from helpwell.channels.outgoing import outgoing_of
from helpwell.channels.testing import make_inbox
from helpwell.tickets.testing import answer, make_ticket, to

pytestmark = pytest.mark.django_db


def test_it_fails_alone_and_the_others_are_written_to():
    make_inbox()
    wrong, right = to(f"{'x' * 70}@x.example", kind="cc"), to("grace@home.example")
    delivery = queue(message_id=answer(make_ticket(), by=ada(), recipients=[right, wrong]).pk)
    states = {r.email: r.state for r in delivery.recipients.all()}
    assert states == {right["email"]: "queued", wrong["email"]: "failed"}
    assert b"x.example" not in build(outgoing_of(delivery)).partition(b"\r\n\r\n")[0]


def test_a_name_in_another_script_can_be_written_to():
    make_inbox()
    delivery = queue(
        message_id=answer(make_ticket(), by=ada(), recipients=[to("jörg@müller.example")]).pk
    )
    assert [r.state for r in delivery.recipients.all()] == ["queued"]
    assert "jörg@xn--mller-kva.example".encode() in build(outgoing_of(delivery))
