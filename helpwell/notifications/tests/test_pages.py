"""The bell, the list, the settings, and what makes it an app."""

import json
import re

import pytest

from helpwell.accounts.testing import ada, ben, make_administrator
from helpwell.jobs.actions import run_until_quiet
from helpwell.live.topics import allowed
from helpwell.notifications.kinds import Kind, Way
from helpwell.notifications.models import Notification
from helpwell.notifications.queries import unread_of, wishes_of
from helpwell.tickets.testing import hear, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client):
    client.force_login(ada())
    return client


def told():
    ticket = make_ticket(assignee=ada(), subject="The lamp")
    hear(ticket)
    run_until_quiet("events.tell_facts")
    return ticket


def test_the_bell_counts_and_names_the_tickets(client):
    ticket = told()
    page = client.get("/me/").content.decode()
    assert f'data-tickets="{ticket.pk}"' in page
    assert "2 unread" in page


def test_the_list_says_what_happened(client):
    told()
    page = client.get("/notifications/").content.decode()
    assert "The customer answered" in page
    assert "The lamp" in page


def test_opening_a_ticket_reads_what_was_told_of_it_alone(client):
    ticket, other = told(), told()
    client.post(f"/tickets/{ticket.pk}/notifications/reading/")
    assert unread_of(ada()).ticket_ids == [other.pk]


def test_all_is_read_at_once_but_not_what_others_are_told(client):
    told()
    hear(make_ticket(assignee=ben()))
    run_until_quiet("events.tell_facts")
    client.post("/notifications/reading/")
    assert unread_of(ada()).count == 0
    assert unread_of(ben()).count > 0


def test_nobody_reads_what_another_was_told(client):
    told()
    row = Notification.objects.filter(person=ada()).first()
    client.force_login(ben())
    assert client.post(f"/notifications/{row.pk}/reading/").status_code == 404


def test_nobody_follows_another_persons_bell():
    topics = [f"person:{ada().pk}", f"person:{ben().pk}"]
    assert allowed(topics, ada()) == topics[:1]


def typed(**changes):
    cells = {f"{kind}-{way}": "0" for kind in Kind for way in Way}
    return cells | {"pace": "daily", "daily_at": "08:30"} | changes


def test_wishes_are_kept_as_chosen(client):
    answer = client.post("/settings/notifications/", typed(**{"answered-mail": "3"}))
    assert answer.status_code == 302
    wishes = wishes_of(ada())
    assert (wishes.of("answered", "mail"), wishes.of("answered", "app")) == (3, 0)
    assert wishes.daily_at.strftime("%H:%M") == "08:30"


@pytest.mark.parametrize(
    "changes", [{"quiet_from": "22:00"}, {"mentioned-app": "4"}, {"pace": "never"}]
)
def test_what_makes_no_sense_is_refused_and_put_back(client, changes):
    answer = client.post("/settings/notifications/", typed(**changes))
    assert answer.status_code == 422
    assert wishes_of(ada()).pk is None


def test_who_looks_after_mailboxes_chooses_whether_their_trouble_is_mailed(client):
    page = "/settings/notifications/"
    assert 'name="mail_trouble"' not in client.get(page).text
    client.post(page, typed())
    assert wishes_of(ada()).mail_trouble, "nobody says no to what they do not see"
    boss = make_administrator()
    client.force_login(boss)
    assert 'name="mail_trouble"' in client.get(page).text
    client.post(page, typed())
    assert not wishes_of(boss).mail_trouble


def test_a_muted_ticket_can_be_heard_of_again(client):
    ticket = make_ticket(subject="The lamp")
    client.post(f"/tickets/{ticket.pk}/mute/")
    assert "The lamp" in client.get("/settings/notifications/").content.decode()
    client.post(f"/tickets/{ticket.pk}/mute/removal/")
    assert "The lamp" not in client.get("/settings/notifications/").content.decode()


def test_the_app_can_be_installed(client):
    manifest = json.loads(client.get("/manifest.webmanifest").content)
    sizes = {(icon["sizes"], icon.get("purpose")) for icon in manifest["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= sizes
    assert (manifest["start_url"], manifest["display"]) == ("/", "standalone")


def test_the_worker_keeps_no_page_of_anybodys(client):
    client.logout()
    worker = client.get("/worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    shell = re.search(r"SHELL = \[(.*)\]", worker.content.decode())[1]
    kept = re.findall(r'"([^"]+)"', shell)
    pages = [path for path in kept if "static" not in path]
    assert pages == ["/offline/"]
    assert "Helpwell cannot be reached" in client.get("/offline/").content.decode()


def test_only_whole_pages_are_answered_by_the_page_without_a_connection(client):
    answers = client.get("/worker.js").content.decode().partition("OFFLINE)")[0]
    assert answers.rpartition("if (")[2].startswith('request.destination === "document"')
