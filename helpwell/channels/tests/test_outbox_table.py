"""The outbox's table as a whole: every step from every state is allowed or refused."""

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwell.accounts.testing import ada
from helpwell.channels.actions import outcomes
from helpwell.channels.models import Delivery, Recipient
from helpwell.channels.outbox import may_become, state_of
from helpwell.channels.testing import make_inbox
from helpwell.core import clock
from helpwell.tickets.testing import answer, make_ticket

S, D = Recipient.State, Delivery.State
PEOPLE = re.compile("recipient|able")
STATES = ("queued", "held", "sending", "sent", "delivered", "deferred", "bounced", "failed",
          "cancelled")  # fmt: skip

# From the state on the left to the state above: “x” is allowed.
TABLE = """
            queued held sending sent delivered deferred bounced failed cancelled
queued      .      .    x       .    .         .        .       x      x
held        x      .    .       .    .         .        .       .      x
sending     x      .    .       x    x         x        x       x      .
sent        .      .    .       .    x         .        x       .      .
delivered   .      .    .       .    .         .        x       .      .
deferred    x      .    x       .    x         .        x       x      x
bounced     x      .    .       .    .         .        .       .      .
failed      x      .    .       .    x         .        .       .      .
cancelled   .      .    .       .    .         .        .       .      .
"""


def test_every_step_is_allowed_or_refused():
    head, *rows = (line.split() for line in TABLE.strip().splitlines())
    assert set(head) == {row[0] for row in rows} == set(S.values) == set(STATES)
    for before, *marks in rows:
        for after, mark in zip(head, marks, strict=True):
            assert may_become(before, after) == (mark == "x"), f"{before} → {after}"


@pytest.mark.parametrize(
    ("recipients", "whole"),
    [
        (["sending", "sent", "queued"], "sending"),
        (["queued", "sent"], "queued"),
        (["deferred", "failed"], "queued"),
        (["held", "failed"], "held"),
        (["sent", "failed"], "sent"),
        (["bounced"], "sent"),  # it did leave; what came back is shown
        (["delivered", "cancelled"], "sent"),
        (["failed", "cancelled"], "failed"),
        (["cancelled"], "cancelled"),
        ([], "failed"),
    ],
)
def test_a_delivery_is_what_its_recipients_are(recipients, whole):
    assert state_of(recipients) == whole


@given(st.lists(st.sampled_from(STATES), min_size=1))
def test_the_order_of_recipients_does_not_matter(states):
    assert state_of(states) == state_of(states[::-1]) == state_of(set(states))


@pytest.fixture
def delivery(db) -> Delivery:
    """A sent delivery to two people."""
    delivery = Delivery.objects.create(
        message=answer(make_ticket(), by=ada()),
        inbox=make_inbox(),
        message_id_header="<x@arbor.example>",
        state=D.SENT,
        due_at=clock.now(),
        queued_at=clock.now(),
    )
    for email in ("Grace@Home.example", "otto@home.example"):
        Recipient.objects.create(delivery=delivery, kind="to", email=email, state=S.SENT)
    return delivery


def states(delivery: Delivery) -> list[str]:
    return list(delivery.recipients.values_list("state", flat=True))


def reported(delivery: Delivery, to: str, *emails: str) -> int:
    return outcomes.note_reported(delivery, emails=emails, to=to, said=f"reported {to}")


def test_a_report_concerns_whom_it_names_whatever_the_case(delivery):
    assert reported(delivery, "bounced", "grace@home.EXAMPLE") == 1
    assert states(delivery) == ["bounced", "sent"]


def test_a_delivery_told_after_the_mail_came_back_does_not_hide_that(delivery):
    reported(delivery, "bounced", "otto@home.example")
    assert reported(delivery, "delivered", "otto@home.example") == 0
    assert states(delivery) == ["sent", "bounced"]
    assert delivery.recipients.last().answer == "reported bounced"


def test_the_same_report_twice_is_noted_once(delivery):
    assert [reported(delivery, "delivered", "otto@home.example") for _ in "ab"] == [1, 0]


def test_a_mailbox_that_passes_mail_on_may_send_it_back_later(delivery):
    reported(delivery, "delivered", "otto@home.example")
    assert reported(delivery, "bounced", "otto@home.example") == 1


def test_a_cancelled_recipient_stays_cancelled_whatever_is_reported(delivery):
    delivery.recipients.update(state=S.CANCELLED)
    for to in ("delivered", "bounced"):
        assert reported(delivery, to, "otto@home.example") == 0


def test_a_delay_elsewhere_is_shown_and_nobody_sends_again(delivery):
    noted = outcomes.note_delayed(delivery, emails=["otto@home.example"], said="4.4.1 Still trying")
    assert noted == 1
    assert states(delivery) == ["sent", "sent"]
    assert delivery.recipients.last().answer == "4.4.1 Still trying"


def test_a_report_about_the_only_recipient_may_name_where_it_was_passed_on_to(delivery):
    delivery.recipients.last().delete()
    assert reported(delivery, "bounced", "grace@elsewhere.example") == 1


def test_states_of_recipients_are_written_in_one_place_only():
    """Guards the rule for code to come: ask `outcomes.move`, which asks the table."""
    room = Path(outcomes.__file__).parents[1]
    files = [f for f in room.rglob("*.py") if not {"tests", "migrations"} & set(f.parts)]
    found = {f.name for f in files for node in ast.walk(ast.parse(f.read_text())) if _writes(node)}
    assert found == {"outcomes.py"}


def _writes(node: ast.AST) -> bool:
    """Whether a piece of code sets the state of recipients: by `update` or by assignment."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        sets = {keyword.arg for keyword in node.keywords}
        told = ast.unparse(node.func.value).lower()
        return node.func.attr == "update" and "state" in sets and bool(PEOPLE.search(told))
    targets = node.targets if isinstance(node, ast.Assign) else []
    return any("recipient.state" in ast.unparse(target).lower() for target in targets)
