"""Inboxes connected with accounts at a provider: consent, renewal, withdrawal, XOAUTH2."""

import re
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from helpwell.accounts.testing import make_administrator
from helpwell.channels import actions
from helpwell.channels.actions import granting
from helpwell.channels.adapters.email import mailbox, smtp
from helpwell.channels.adapters.email.consent.errors import ConsentTrouble, ConsentWithdrawn
from helpwell.channels.adapters.email.sentences import explain
from helpwell.channels.adapters.email.servers import incoming_of
from helpwell.channels.models import Grant, Inbox, ProviderApp
from helpwell.channels.testing import make_inbox
from helpwell.channels.tests.certificates import certificate
from helpwell.channels.tests.consenting import CLIENT, SECRET, Provider, provider_server
from helpwell.channels.tests.dovecot import Dovecot, dovecot_server
from helpwell.channels.tests.inboxes import mails_of
from helpwell.channels.tests.mailboxes import fetching, has
from helpwell.channels.tests.sink import sink_server
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.core.testing import eventually

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "support@arbor.example"
MAIL = b"From: grace@example.org\r\nSubject: By consent\r\n\r\nHello\r\n"


@pytest.fixture(scope="module")
def mail_provider() -> Iterator[Provider]:
    with provider_server() as running:
        yield running


@pytest.fixture(scope="module")
def dovecot(mail_provider) -> Iterator[Dovecot]:
    url = f"http://127.0.0.1:{mail_provider.plain_port}/introspect"
    with dovecot_server(consent_url=url) as running:
        yield running


@pytest.fixture
def provider(mail_provider, settings, monkeypatch) -> Provider:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate()[0]))
    mail_provider.troubles.clear()
    mail_provider.lasts_seconds, mail_provider.renewals = 3600, 0
    mail_provider.redirect_uri = settings.HELPWELL.url + reverse(
        "channels:consent", args=["google"]
    )
    settings.MAIL_CONSENT = {"google": mail_provider.places}
    actions.register_app("google", client_id=CLIENT, client_secret=SECRET, by=SYSTEM)
    return mail_provider


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


@pytest.fixture
def inbox() -> Inbox:
    return make_inbox(address=ADDRESS)


def asked(client: Client, inbox: Inbox) -> str:
    """Where the browser is sent to ask for consent."""
    return client.get(reverse("channels:connection", args=[inbox.pk, "google"]))["Location"]


def connected(client: Client, provider: Provider, inbox: Inbox, account: str = ADDRESS) -> Inbox:
    client.get(provider.agree(asked(client, inbox), account=account))
    return Inbox.objects.select_related("grant").get(pk=inbox.pk)


def notices(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_an_inbox_is_connected_and_its_tokens_are_not_readable_in_the_database(
    admin, provider, inbox
):
    inbox = connected(admin, provider, inbox)
    assert (inbox.grant.account, inbox.fetch_host) == (ADDRESS, "imap.gmail.com")
    assert (inbox.smtp_host, inbox.smtp_user) == ("smtp.gmail.com", ADDRESS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT refresh_token, access_token FROM channels_grant")
        stored = cursor.fetchone()
    assert inbox.grant.refresh_token in provider.fresh
    assert not {inbox.grant.refresh_token, inbox.grant.access_token} & set(stored)
    page = admin.get(reverse("channels:inbox", args=[inbox.pk])).text
    assert f"as <b>{ADDRESS}</b>" in page


def test_saving_a_connected_inbox_leaves_its_connection_alone(admin, provider, inbox):
    connected(admin, provider, inbox)
    url = reverse("channels:inbox", args=[inbox.pk])
    typed = {"name": "New name", "is_active": "on", "fetch_host": "evil.example", "smtp_user": "x"}
    assert admin.post(url, typed).status_code == 302
    inbox.refresh_from_db()
    assert (inbox.name, inbox.fetch_host) == ("New name", "imap.gmail.com")
    assert inbox.smtp_user == ADDRESS


def test_enter_in_a_field_saves_and_never_disconnects(admin, provider, inbox):
    connected(admin, provider, inbox)
    actions.make_hook(inbox, format="raw", by=SYSTEM)
    page = admin.get(reverse("channels:inbox", args=[inbox.pk])).text
    pressed_by_enter = [
        button
        for button in re.findall(r"<button[^>]*>", page.partition('id="inbox-form"')[2])
        if 'type="submit"' in button and 'form="deeds"' not in button
    ]
    assert len(pressed_by_enter) == 1
    assert "formaction" not in pressed_by_enter[0]
    assert page.count('form="deeds"') == 3


def test_an_answer_opened_in_another_browser_is_refused(admin, provider, inbox):
    url = provider.agree(asked(admin, inbox), account="mallory@evil.example")
    other = Client()
    other.force_login(make_administrator("Mia Other"))
    assert "does not belong to a request from this browser" in notices(other.get(url, follow=True))
    assert not Grant.objects.exists()


def test_an_answer_counts_once_and_not_for_ever(admin, provider, inbox):
    url = provider.agree(asked(admin, inbox), account=ADDRESS)
    assert admin.get(url)["Location"] == reverse("channels:inbox", args=[inbox.pk])
    assert "press Connect again" in notices(admin.get(url, follow=True))
    old = provider.agree(asked(admin, inbox), account=ADDRESS)
    with clock.travel(clock.now() + timedelta(minutes=30)):
        assert "too old" in notices(admin.get(old, follow=True))


def test_a_stolen_code_is_worth_nothing_without_the_verifier(admin, provider, inbox):
    """Mallory brings the victim's code into a request of her own."""
    stolen = provider.agree(asked(admin, inbox), account=ADDRESS)
    mallory = Client()
    mallory.force_login(make_administrator("Mallory"))
    own = provider.agree(asked(mallory, inbox), account="mallory@evil.example")
    code, state = stolen.split("code=")[1].split("&")[0], own.split("state=")[1]
    answer = mallory.get(f"{own.split('?')[0]}?code={code}&state={state}", follow=True)
    assert "has taken back the permission" in notices(answer)
    assert not Grant.objects.exists()


def test_a_no_at_the_provider_changes_nothing_and_is_told(admin, provider, inbox):
    state = asked(admin, inbox).split("state=")[1].split("&")[0]
    url = reverse("channels:consent", args=["google"])
    answer = admin.get(url, {"error": "access_denied", "state": state}, follow=True)
    assert "The permission was not given" in notices(answer)


def test_a_permission_that_was_unticked_is_asked_for_again(admin, provider, inbox):
    url = provider.agree(
        asked(admin, inbox), account=ADDRESS, leaves_out="https://mail.google.com/"
    )
    assert "tick everything Google asks about" in notices(admin.get(url, follow=True))


def test_another_account_opens_its_mailbox_only_when_that_is_meant(admin, provider, inbox):
    private = "ana@arbor.example"
    url = provider.agree(asked(admin, inbox), account=private)
    page = admin.get(url, follow=True)
    assert f"You signed in as {private}, but this inbox is {ADDRESS}" in page.text
    assert not Inbox.objects.exclude(grant=None).exists()
    admin.post(reverse("channels:mailbox", args=[inbox.pk]), {"mailbox": "own"})
    inbox.refresh_from_db()
    assert (inbox.grant.account, inbox.fetch_user) == (private, private)


def test_at_microsoft_a_shared_mailbox_is_opened_with_a_colleagues_account(
    admin, provider, settings, inbox
):
    here = str(provider.places["asking"]).removesuffix("/authorize")
    settings.MAIL_CONSENT = {
        "microsoft": {
            "asking": f"{here}/{{tenant}}/authorize",
            "exchanging": f"{here}/token",
        }
    }
    provider.redirect_uri = provider.redirect_uri.replace("google", "microsoft")
    actions.register_app(
        "microsoft", client_id=CLIENT, client_secret=SECRET, tenant="arbor.example", by=SYSTEM
    )
    url = admin.get(reverse("channels:connection", args=[inbox.pk, "microsoft"]))["Location"]
    assert url.startswith(f"{here}/arbor.example/authorize?")
    assert "offline_access" in url
    page = admin.get(provider.agree(url, account="ana@arbor.example"), follow=True)
    assert f"Open the shared mailbox {ADDRESS}" in page.text
    admin.post(reverse("channels:mailbox", args=[inbox.pk]), {"mailbox": "shared"})
    inbox.refresh_from_db()
    assert (inbox.fetch_host, inbox.fetch_user) == ("outlook.office365.com", ADDRESS)
    assert inbox.grant.account == "ana@arbor.example"
    gone = admin.post(reverse("channels:disconnection", args=[inbox.pk]), follow=True)
    assert "https://myapplications.microsoft.com/" in notices(gone)


def test_connecting_again_keeps_the_place_in_the_same_mailbox(admin, provider, inbox):
    inbox = connected(admin, provider, inbox)
    Inbox.objects.filter(pk=inbox.pk).update(fetch_validity=7, fetch_last_uid=99)
    again = connected(admin, provider, inbox)
    assert (again.fetch_last_uid, Grant.objects.count()) == (99, 1)
    assert again.grant_id != inbox.grant_id


def test_connecting_again_ends_the_pause_in_sending(admin, provider, inbox):
    inbox = connected(admin, provider, inbox)
    later = clock.now() + timedelta(minutes=10)
    Inbox.objects.filter(pk=inbox.pk).update(send_pause_seconds=600, send_after=later)
    again = connected(admin, provider, inbox)
    assert (again.send_pause_seconds, again.send_after) == (0, None)


def test_disconnecting_hands_the_consent_back_and_forgets_it(admin, provider, inbox):
    inbox = connected(admin, provider, inbox)
    token = inbox.grant.refresh_token
    admin.post(reverse("channels:disconnection", args=[inbox.pk]))
    inbox.refresh_from_db()
    assert token in provider.revoked
    assert (inbox.grant, inbox.fetch_host, Grant.objects.count()) == (None, "", 0)


def test_a_provider_that_is_away_does_not_hinder_disconnecting(admin, provider, inbox, settings):
    inbox = connected(admin, provider, inbox)
    settings.MAIL_CONSENT["google"]["revoking"] = "https://127.0.0.1:1/revoke"
    page = admin.post(reverse("channels:disconnection", args=[inbox.pk]), follow=True)
    assert "takes it back at https://myaccount.google.com/connections" in notices(page)
    assert not Grant.objects.exists()


def test_a_token_is_renewed_before_it_ends(admin, provider, inbox):
    grant = connected(admin, provider, inbox).grant
    assert granting.access_token(grant.pk) == grant.access_token
    with clock.travel(clock.now() + timedelta(minutes=56)):
        renewed = granting.access_token(grant.pk)
    assert renewed != grant.access_token
    assert provider.renewals == 1


def test_ten_who_need_a_token_at_once_use_the_refresh_token_once(admin, provider, inbox):
    grant = connected(admin, provider, inbox).grant
    Grant.objects.update(expires_at=clock.now())
    provider.troubles[:] = [0.5]  # while the first one waits, the others ask
    got: list[str] = []
    threads = [threading.Thread(target=ask_for_token, args=[grant.pk, got]) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(got), len(set(got)), provider.renewals) == (10, 1, 1)
    assert not Grant.objects.get().trouble


def ask_for_token(grant_id: int, got: list[str]) -> None:
    try:
        got.append(granting.access_token(grant_id))
    finally:
        connection.close()


def test_a_consent_taken_back_is_told_in_a_sentence_and_not_asked_for_again(admin, provider, inbox):
    grant = connected(admin, provider, inbox).grant
    provider.end(ADDRESS)
    Grant.objects.update(expires_at=clock.now())
    with pytest.raises(ConsentWithdrawn, match="Google has taken back the permission"):
        granting.access_token(grant.pk)
    with pytest.raises(ConsentWithdrawn, match="Connect it again"):
        granting.access_token(grant.pk)
    assert provider.renewals == 1
    page = admin.get(reverse("channels:inbox", args=[inbox.pk])).text
    assert "Google has taken back the permission" in page


@pytest.mark.parametrize(
    ("trouble", "sentence"), [(500, "has trouble of its own (500)"), (503, "It is tried again")]
)
def test_a_provider_in_trouble_is_tried_again(admin, provider, inbox, trouble, sentence):
    grant = connected(admin, provider, inbox).grant
    Grant.objects.update(expires_at=clock.now())
    provider.troubles[:] = [trouble]
    with pytest.raises(ConsentTrouble) as told:
        granting.access_token(grant.pk)
    assert sentence in str(told.value)
    assert granting.access_token(grant.pk)


def test_a_wrong_client_secret_is_told_where_it_is_set_and_ends_nothing(admin, provider, inbox):
    grant = connected(admin, provider, inbox).grant
    Grant.objects.update(expires_at=clock.now())
    ProviderApp.objects.update(client_secret="wrong")
    with pytest.raises(ConsentTrouble, match="Check client ID, client secret and tenant"):
        granting.access_token(grant.pk)
    ProviderApp.objects.update(client_secret=SECRET)
    assert granting.access_token(grant.pk)


def test_mail_is_fetched_by_consent_from_a_real_server(admin, provider, dovecot, inbox):
    inbox = on(dovecot, connected(admin, provider, inbox))
    dovecot.append(MAIL, user=ADDRESS)
    with fetching():
        assert eventually(has(inbox, 1)), Inbox.objects.get().fetch_error
    assert mails_of(inbox) == [MAIL]


def test_a_token_that_ended_early_is_renewed_on_the_way_in(admin, provider, dovecot, inbox):
    inbox = on(dovecot, connected(admin, provider, inbox))
    provider.forget_access()
    mailbox.hang_up(mailbox.connect(incoming_of(inbox)))
    assert provider.renewals == 1


def test_a_fetcher_tells_that_the_consent_is_gone_and_goes_on_when_it_is_given_anew(
    admin, provider, dovecot, inbox
):
    inbox = on(dovecot, connected(admin, provider, inbox))
    dovecot.append(MAIL.replace(b"By", b"Later by"), user=ADDRESS)
    provider.end(ADDRESS)
    with fetching():
        assert eventually(lambda: "taken back the permission" in Inbox.objects.get().fetch_error)
        on(dovecot, connected(admin, provider, inbox))
        assert eventually(lambda: b"Later by" in b"".join(mails_of(inbox)))
        assert eventually(lambda: Inbox.objects.get().fetch_error == "")


def test_a_mail_server_that_does_not_take_a_good_token_is_told_apart(
    admin, provider, dovecot, inbox
):
    inbox = on(dovecot, connected(admin, provider, inbox))
    Inbox.objects.update(fetch_user="somebody.else@arbor.example")
    server = incoming_of(Inbox.objects.get())
    with pytest.raises(Exception) as refusal:
        mailbox.connect(server)
    assert "although the permission is good" in explain(refusal.value, server)
    assert inbox.grant.trouble == ""


def test_answers_leave_by_consent(admin, provider, inbox):
    inbox = connected(admin, provider, inbox)
    with sink_server(tls=True, tokens=lambda token: token in provider.access) as sink:
        out(sink.port, inbox)
        assert sent(inbox) == "250 OK queued as 1"
        provider.forget_access()
        assert sent(inbox) == "250 OK queued as 2"
        assert provider.renewals == 1


def test_an_outgoing_server_that_does_not_take_a_good_token_explains_itself(admin, provider, inbox):
    inbox = connected(admin, provider, inbox)
    with sink_server(tls=True, tokens=lambda _token: False) as sink:
        out(sink.port, inbox)
        assert "does not let support@arbor.example in" in sent(inbox)
        assert sink.mails == []


def sent(inbox: Inbox) -> str:
    with smtp.Sender() as sender:
        return sender.send(inbox, MAIL, sender=ADDRESS, recipients=["g@example.org"])[
            "g@example.org"
        ].answer


def out(port: int, inbox: Inbox) -> None:
    inbox.smtp_host, inbox.smtp_port, inbox.smtp_security = "127.0.0.1", port, "starttls"


def on(dovecot: Dovecot, inbox: Inbox) -> Inbox:
    """The inbox with its mailbox on our own server."""
    Inbox.objects.filter(pk=inbox.pk).update(
        fetch_host="127.0.0.1", fetch_port=dovecot.port, fetch_security="none"
    )
    return Inbox.objects.select_related("grant").get(pk=inbox.pk)
