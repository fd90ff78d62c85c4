import pytest

from helpwell.core import clock
from helpwell.events.health import facts_are_heard
from helpwell.events.models import Fact, Setback

pytestmark = pytest.mark.django_db


def test_doctor_names_a_subscriber_that_waits_for_a_person_and_no_other():
    fact = Fact.objects.create(
        name="ticket.replied", about="ticket:42", actor_kind="system", payload={}, at=clock.now(),
        pending=[],
    )  # fmt: skip
    Setback.objects.create(fact=fact, subscriber="channels.queue_reply", error="no inbox")
    Setback.objects.create(
        fact=fact, subscriber="demo.listen", error="later", next_try_at=clock.now()
    )
    assert [found.message for found in facts_are_heard()] == [
        "channels.queue_reply failed on ticket.replied ticket:42: no inbox"
    ]
