"""A short run of the proof: a dozen people at random on a handful of tickets."""

import threading

import pytest

from tests.together.actor import Record
from tests.together.check import look
from tests.together.mailing import mail_server, senders
from tests.together.stage import Stage, set_up
from tests.together.work import act, come_to_rest, tidy

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 6


@pytest.mark.usefixtures("settings")
def test_people_at_once_spoil_nothing():
    stop, record = threading.Event(), Record()
    with mail_server(record) as port:
        agents = set_up(Stage(actors=8, tickets=7, customers=4, smtp_port=port))
        beside = threading.Thread(target=tidy, args=(stop, record))
        beside.start()
        with senders(record):
            act(agents, record, seed=1, seconds=SECONDS)
        stop.set()
        beside.join()
        come_to_rest()
    assert record.deeds.total() > 10, "hardly anything was done"
    broken = {promise: found[:8] for promise, found in look(record).items() if found}
    assert not broken, broken
