"""The screens on which inboxes are set up and mail's health is seen."""

import pytest
from django.test import Client
from django.urls import reverse

from helpwell.accounts.testing import make_administrator, make_agent
from helpwell.channels import actions
from helpwell.channels.adapters.email import providers
from helpwell.channels.models import Delivery, Envelope, Inbox
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.channels.tests.dovecot import dovecot_server
from helpwell.channels.tests.sink import sink_server
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.core.health import checks

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "Arbor Support",
    "address": "Support@Arbor.example",
    "is_active": "on",
    "imap_host": "imap.arbor.example",
    "imap_port": "993",
    "imap_security": "tls",
    "imap_user": "support",
    "imap_password": " secret ",
    "imap_folder": "",
    "smtp_port": "587",
    "smtp_security": "starttls",
}


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


def parked(error: str = "It has no end.") -> Envelope:
    envelope = actions.accept(make_inbox(), mail(), envelope_from="grace@home.example")
    Envelope.objects.filter(pk=envelope.pk).update(state="parked", error=error)
    return Envelope.objects.get(pk=envelope.pk)


def delayed() -> Delivery:
    """An answer that one got, one was refused and one may get later."""
    envelope = arrive(mail())
    delivery = Delivery.objects.create(
        message=envelope.message,
        inbox=envelope.inbox,
        message_id_header=f"<{envelope.pk}@arbor.example>",
        attempts=2,
        due_at=clock.now(),
        queued_at=clock.now(),
    )
    for state in ("sent", "failed", "deferred"):
        delivery.recipients.create(kind="to", email=f"{state}@home.example", state=state)
    return delivery


def test_an_inbox_is_added_and_its_password_is_shown_to_nobody(admin):
    assert admin.post(reverse("channels:new_inbox"), TYPED).status_code == 302
    inbox = Inbox.objects.get()
    assert (inbox.address, inbox.imap_password) == ("support@arbor.example", " secret ")
    assert inbox.imap_folder == "INBOX"
    page = admin.get(reverse("channels:inbox", args=[inbox.pk])).content.decode()
    assert "secret" not in page


def test_a_wrong_form_comes_back_with_what_was_typed(admin):
    answer = admin.post(reverse("channels:new_inbox"), TYPED | {"imap_port": "much"})
    assert answer.status_code == 422
    assert 'value="imap.arbor.example"' in answer.content.decode()
    assert not Inbox.objects.exists()


def test_an_address_is_an_inbox_only_once(admin):
    make_inbox(address="support@arbor.example")
    answer = admin.post(reverse("channels:new_inbox"), TYPED)
    assert answer.status_code == 422
    assert Inbox.objects.count() == 1


def test_a_password_left_empty_stays_and_goes_to_no_other_server(admin):
    inbox = make_inbox(imap_host="imap.arbor.example", imap_user="support", imap_password="old")
    url, unchanged = reverse("channels:inbox", args=[inbox.pk]), TYPED | {"imap_password": ""}
    assert admin.post(url, unchanged | {"name": "New name"}).status_code == 302
    inbox.refresh_from_db()
    assert (inbox.name, inbox.imap_password) == ("New name", "old")
    answer = admin.post(url, unchanged | {"imap_host": "evil.example"})
    assert answer.status_code == 422
    assert "Type the password again" in answer.content.decode()


def test_trying_a_mailbox_tells_how_far_it_went(admin):
    with dovecot_server() as dovecot:
        typed = TYPED | {
            "imap_host": "127.0.0.1",
            "imap_port": dovecot.port,
            "imap_security": "none",
        }
        wrong = admin.post(reverse("channels:incoming_test"), typed).content.decode()
        assert "refused the user name or the password" in wrong
        right = typed | {"imap_password": "right"}
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
    typed = {"address": "us@gmail.com", "smtp_host": "smtp.ours.example", "imap_host": ""}
    said = admin.post(reverse("channels:servers"), typed).text
    assert 'value="imap.gmail.com"' in said
    assert 'value="smtp.ours.example"' in said
    assert "app password" in said


def test_of_the_usual_names_the_first_that_answers_is_taken(monkeypatch):
    there = {("mail.arbor.example", 993, "tls"), ("smtp.arbor.example", 587, "starttls")}
    monkeypatch.setattr(providers, "_answers", there.__contains__)
    found = providers.guess("us@arbor.example")
    assert {found.incoming, found.outgoing} == there


def test_a_parked_mail_is_shown_with_its_error_read_again_or_set_aside(admin):
    envelope = parked("It has no <end>.")
    assert "It has no &lt;end&gt;." in admin.get(reverse("channels:mail_health")).text
    original = admin.get(reverse("channels:unread_original", args=[envelope.pk]))
    assert original["Content-Type"] == "text/plain"
    assert b"Where is my parcel?" in b"".join(original.streaming_content)
    admin.post(reverse("channels:dismiss_mail", args=[envelope.pk]))
    envelope.refresh_from_db()
    assert envelope.state == "dismissed"
    admin.post(reverse("channels:retry_mail", args=[envelope.pk]))
    envelope.refresh_from_db()
    assert envelope.state == "waiting"


def test_a_delayed_answer_shows_each_recipient_and_can_be_tried_again_or_given_up(admin):
    delivery = delayed()
    page = admin.get(reverse("channels:mail_health")).text
    assert all(f"{state}@home.example" in page for state in ("sent", "failed", "deferred"))
    admin.post(reverse("channels:retry_answer", args=[delivery.pk]))
    states = delivery.recipients.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["sent", "queued", "queued"]
    admin.post(reverse("channels:stop_answer", args=[delivery.pk]))
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    assert list(states.all()) == ["sent", "failed", "failed"]


def test_who_may_not_see_a_ticket_sees_none_of_its_answers_here(client):
    delivery = delayed()
    specialist = make_agent(role="specialist")
    specialist.role.capabilities = [*specialist.role.capabilities, "channels.see_health"]
    specialist.role.save()
    client.force_login(specialist)
    assert "deferred@home.example" not in client.get(reverse("channels:mail_health")).text
    assert client.post(reverse("channels:retry_answer", args=[delivery.pk])).status_code == 404


@pytest.mark.parametrize("page", ["inboxes", "new_inbox", "mail_health"])
def test_an_agent_has_no_business_here(client, page):
    client.force_login(make_agent())
    assert client.get(reverse(f"channels:{page}")).status_code == 403


def test_an_original_on_a_ticket_is_not_given_out_by_this_way(admin):
    envelope = arrive(mail())
    url = reverse("channels:unread_original", args=[envelope.pk])
    assert admin.get(url).status_code == 404


def test_the_doctor_tells_what_is_wrong_with_mail(admin):
    inbox = make_inbox(imap_host="imap.arbor.example")
    Inbox.objects.filter(pk=inbox.pk).update(fetch_error="It is shut.", send_error="Shut, too.")
    parked()
    said = [finding.message for look in checks() for finding in look()]
    assert f"Mail for {inbox.address} is not fetched: It is shut." in said
    assert f"Answers from {inbox.address} do not leave: Shut, too." in said
    assert "1 mail(s) could not be read." in said


@pytest.mark.parametrize("number", [1, 15])
def test_the_page_costs_the_same_however_much_is_wrong(
    admin, django_assert_max_num_queries, number
):
    for _ in range(number):
        parked()
        delayed()
    with django_assert_max_num_queries(16):
        admin.get(reverse("channels:mail_health"))


def test_a_changed_mailbox_begins_anew():
    inbox = make_inbox(imap_host="imap.arbor.example")
    Inbox.objects.filter(pk=inbox.pk).update(imap_validity=7, imap_last_uid=99)
    actions.change_inbox(inbox, name="Only the name", by=SYSTEM)
    assert Inbox.objects.get().imap_last_uid == 99
    actions.change_inbox(inbox, imap_user="other", by=SYSTEM)
    assert (Inbox.objects.get().imap_validity, Inbox.objects.get().imap_last_uid) == (None, 0)
