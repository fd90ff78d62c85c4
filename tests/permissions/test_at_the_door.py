"""What nothing of ours sends is refused in a sentence, whoever sends it and wherever."""

import pytest
from django.urls import reverse

from helpwell.accounts.testing import make_administrator
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db
ENDLESS = "9" * 5000


@pytest.fixture
def admin(client):
    client.force_login(make_administrator())
    return client


@pytest.mark.parametrize(
    "path", ["/settings/people/?q=%00", "/search/?q=a%00", "/demo/mail/?box=%00"]
)
def test_a_nul_in_an_address_is_refused(admin, path):
    assert admin.get(path).status_code == 400


def test_an_odd_charset_is_refused(admin):
    kind = "application/x-www-form-urlencoded; charset=utf-7"
    answer = admin.post(f"/tickets/{make_ticket().pk}/notes/", "note=x", content_type=kind)
    assert answer.status_code == 400


@pytest.mark.parametrize("host", ["evil.example", 'Cb"r5'])
def test_another_host_is_refused_in_the_form_that_is_asked_for(client, settings, host):
    settings.ALLOWED_HOSTS = ["testserver"]
    page = client.get("/accounts/login/", headers={"Host": host})
    assert (page.status_code, page["Content-Type"].partition(";")[0]) == (400, "text/html")
    said = client.get("/api/v1/tickets", headers={"Host": host})
    assert (said.status_code, said["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("path", ["/accounts/login/", "/api/v1/tickets", "/nowhere/"])
def test_what_would_fill_the_disk_is_refused_unread(client, path):
    answer = client.post(path, {"login": "x"}, headers={"Content-Length": str(10**12)})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("place", "given"),
    [
        ("priority", {"to": ENDLESS}),
        ("assignment", {"assignee": ENDLESS}),
        ("assignment", {"group": ENDLESS}),
        ("replies", {"body": "Hi", "to": "a@b.example", "attachment": ENDLESS}),
        ("replies", {"body": "Hi", "to": "a@b.example", "seen_up_to": ENDLESS}),
        ("notes", {"note": "Hi", "attachment": ENDLESS}),
    ],
)
def test_an_endless_number_is_no_fault_of_ours(admin, place, given):
    answer = admin.post(f"/tickets/{make_ticket().pk}/{place}/", given)
    assert answer.status_code in (200, 422)


def test_an_endless_topic_is_followed_by_nobody(admin):
    assert admin.get(f"/live-pass/?topics=ticket:{ENDLESS}").status_code == 200


def test_pages_are_kept_out_of_shared_caches(admin):
    assert admin.get("/inbox/open/")["Cache-Control"] == "private, no-cache"


def test_trying_a_server_of_an_inbox_with_an_endless_number_is_no_fault_of_ours(admin):
    answer = admin.post(reverse("channels:incoming_test"), {"inbox": ENDLESS})
    assert answer.status_code in (200, 422)
