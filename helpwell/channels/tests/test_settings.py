"""The screens on which inboxes are set up."""

import pytest
from django.test import Client
from django.urls import reverse

from helpwell.accounts.testing import make_administrator, make_agent
from helpwell.channels import actions
from helpwell.channels.adapters.email import providers
from helpwell.channels.models import Inbox
from helpwell.channels.testing import mail, make_inbox
from helpwell.channels.tests.dovecot import dovecot_server
from helpwell.channels.tests.sink import sink_server
from helpwell.core.actors import SYSTEM

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "Arbor Support",
    "address": "Support@Arbor.example",
    "is_active": "on",
    "fetch_host": "imap.arbor.example",
    "fetch_port": "993",
    "fetch_security": "tls",
    "fetch_user": "support",
    "fetch_password": " secret ",
    "fetch_folder": "",
    "smtp_port": "587",
    "smtp_security": "starttls",
}


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


def test_an_inbox_is_added_and_its_password_is_shown_to_nobody(admin):
    assert admin.post(reverse("channels:new_inbox"), TYPED).status_code == 302
    inbox = Inbox.objects.get()
    assert (inbox.address, inbox.fetch_password) == ("support@arbor.example", " secret ")
    assert inbox.fetch_folder == "INBOX"
    page = admin.get(reverse("channels:inbox", args=[inbox.pk])).content.decode()
    assert "secret" not in page


def test_a_wrong_form_comes_back_with_what_was_typed(admin):
    answer = admin.post(reverse("channels:new_inbox"), TYPED | {"fetch_port": "much"})
    assert answer.status_code == 422
    assert 'value="imap.arbor.example"' in answer.content.decode()
    assert not Inbox.objects.exists()


def test_an_address_is_an_inbox_only_once(admin):
    make_inbox(address="support@arbor.example")
    answer = admin.post(reverse("channels:new_inbox"), TYPED)
    assert answer.status_code == 422
    assert Inbox.objects.count() == 1


def test_a_password_left_empty_stays_and_goes_to_no_other_server(admin):
    inbox = make_inbox(fetch_host="imap.arbor.example", fetch_user="support", fetch_password="old")
    url, unchanged = reverse("channels:inbox", args=[inbox.pk]), TYPED | {"fetch_password": ""}
    assert admin.post(url, unchanged | {"name": "New name"}).status_code == 302
    inbox.refresh_from_db()
    assert (inbox.name, inbox.fetch_password) == ("New name", "old")
    answer = admin.post(url, unchanged | {"fetch_host": "evil.example"})
    assert answer.status_code == 422
    assert "Type the password again" in answer.content.decode()


def test_trying_a_mailbox_tells_how_far_it_went(admin):
    with dovecot_server() as dovecot:
        typed = TYPED | {
            "fetch_host": "127.0.0.1",
            "fetch_port": dovecot.port,
            "fetch_security": "none",
        }
        wrong = admin.post(reverse("channels:incoming_test"), typed).content.decode()
        assert "refused the user name or the password" in wrong
        right = typed | {"fetch_password": "right"}
        dovecot.append(mail())
        assert "It holds 1 mail." in admin.post(reverse("channels:incoming_test"), right).text


def test_trying_an_outgoing_server_hands_over_nothing(admin):
    with sink_server() as sink:
        typed = TYPED | {"smtp_host": "127.0.0.1", "smtp_port": sink.port, "smtp_security": "none"}
        said = admin.post(reverse("channels:outgoing_test"), typed).text
        refused = admin.post(
            reverse("channels:outgoing_test"), typed | {"smtp_security": "starttls"}
        ).text
        assert "It takes mail from Support@Arbor.example" in said
        assert "offers no STARTTLS" in refused
        assert sink.mails == []


def test_the_servers_of_a_known_provider_fill_in_and_what_was_typed_stays(admin):
    typed = {"address": "us@gmail.com", "smtp_host": "smtp.ours.example", "fetch_host": ""}
    said = admin.post(reverse("channels:servers"), typed).text
    assert 'value="imap.gmail.com"' in said
    assert 'value="smtp.ours.example"' in said
    assert "app password" in said


def test_of_the_usual_names_the_first_that_answers_is_taken(monkeypatch):
    there = {("mail.arbor.example", 993, "tls"), ("smtp.arbor.example", 587, "starttls")}
    monkeypatch.setattr(providers, "_answers", there.__contains__)
    found = providers.guess("us@arbor.example")
    assert {found.incoming, found.outgoing} == there


@pytest.mark.parametrize("page", ["inboxes", "new_inbox"])
def test_an_agent_has_no_business_here(client, page):
    client.force_login(make_agent())
    assert client.get(reverse(f"channels:{page}")).status_code == 403


def test_a_changed_mailbox_begins_anew():
    inbox = make_inbox(fetch_host="imap.arbor.example")
    Inbox.objects.filter(pk=inbox.pk).update(fetch_validity=7, fetch_last_uid=99)
    actions.change_inbox(inbox, name="Only the name", by=SYSTEM)
    assert Inbox.objects.get().fetch_last_uid == 99
    actions.change_inbox(inbox, fetch_user="other", by=SYSTEM)
    assert (Inbox.objects.get().fetch_validity, Inbox.objects.get().fetch_last_uid) == (None, 0)
