"""The mail server that judges senders is proposed, and believed after one click."""

import pytest

from helpwell.accounts.testing import ada, make_administrator
from helpwell.channels import actions
from helpwell.channels.health import senders_are_judged
from helpwell.channels.judges import FEWEST, likely_judge
from helpwell.channels.models import Inbox
from helpwell.channels.testing import arrive, mail, make_inbox

pytestmark = pytest.mark.django_db
JUDGED = b"Authentication-Results: %s; dmarc=pass\r\n"


def receive(inbox, count, host=b"mx.arbor.example"):
    for _ in range(count):
        actions.accept(inbox, JUDGED % host + mail())


@pytest.fixture
def inbox():
    return make_inbox()


def test_whoever_judged_most_of_the_newest_mails_is_proposed(inbox, client):
    receive(inbox, FEWEST)
    receive(inbox, 3, host=b"mx.elsewhere.example")
    client.force_login(make_administrator())
    page = client.get(f"/settings/inboxes/{inbox.pk}/").content.decode()
    assert "mx.arbor.example has judged 10 of the newest 13 mails" in page
    (finding,) = senders_are_judged()
    assert "mx.arbor.example judges who writes to" in finding.message


def test_one_click_believes_it_from_then_on(inbox, client):
    receive(inbox, FEWEST)
    client.force_login(make_administrator())
    client.post(f"/settings/inboxes/{inbox.pk}/judge/", {"host": "mx.arbor.example"})
    inbox.refresh_from_db()
    assert inbox.trusted_host == "mx.arbor.example"
    assert arrive(JUDGED % b"mx.arbor.example" + mail(), inbox).authentication == "passed"
    assert not list(senders_are_judged())


def test_a_host_that_nobody_proposed_is_not_believed(inbox, client):
    receive(inbox, FEWEST)
    client.force_login(make_administrator())
    client.post(f"/settings/inboxes/{inbox.pk}/judge/", {"host": "mx.evil.example"})
    assert Inbox.objects.get().trusted_host == ""


@pytest.mark.parametrize(("ours", "others"), [(FEWEST - 1, 0), (FEWEST, FEWEST)])
def test_few_mails_or_half_of_them_prove_nothing(inbox, ours, others):
    receive(inbox, ours)
    for _ in range(others):
        actions.accept(inbox, mail())
    assert likely_judge(inbox) is None


def test_an_agent_may_not(inbox, client):
    receive(inbox, FEWEST)
    client.force_login(ada())
    url = f"/settings/inboxes/{inbox.pk}/judge/"
    assert client.post(url, {"host": "mx.arbor.example"}).status_code == 403
