"""The key that mail is signed with: made, published, checked, used."""

import socket
import threading
from collections.abc import Iterator

import dkim as checker
import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest
from django.urls import reverse

from helpwell.accounts.testing import ada, make_administrator
from helpwell.channels import actions, queries
from helpwell.channels.adapters.email import published
from helpwell.channels.mail.dkim import new_key, record_of
from helpwell.channels.models import Delivery, Inbox
from helpwell.channels.outgoing import signer_of
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.core.actors import SYSTEM
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets.testing import answer

pytestmark = pytest.mark.django_db


class Names(dict[str, str]):
    """TXT records by name, answered by a real DNS server on this machine."""

    def serve(self, plug: socket.socket) -> None:
        while True:
            asked, whence = plug.recvfrom(4096)
            if not asked:
                return
            plug.sendto(self._answer(dns.message.from_wire(asked)), whence)

    def _answer(self, query: dns.message.Message) -> bytes:
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        name = query.question[0].name
        text = self.get(name.to_text(omit_final_dot=True))
        if text is None:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        else:
            pieces = " ".join(f'"{text[i : i + 200]}"' for i in range(0, len(text), 200))
            reply.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", pieces))
        return reply.to_wire()


@pytest.fixture
def names(monkeypatch) -> Iterator[Names]:
    known = Names()
    plug = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    plug.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=known.serve, args=[plug])
    thread.start()
    asking = dns.resolver.Resolver(configure=False)
    asking.nameservers, asking.port, asking.lifetime = ["127.0.0.1"], plug.getsockname()[1], 2.0
    monkeypatch.setattr(published, "resolver", lambda: asking)
    yield known
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
        last.sendto(b"", plug.getsockname())
    thread.join()
    plug.close()


@pytest.fixture
def admin(client):
    client.force_login(make_administrator())
    return client


@pytest.fixture
def inbox() -> Inbox:
    return make_inbox(address="support@arbor.example")


def as_mailed(inbox: Inbox) -> bytes:
    message = answer(arrive(mail(), inbox).message.ticket, by=ada())
    run_until_quiet("events.tell_facts")
    return queries.as_mailed(Delivery.objects.get(message=message))


def publish(inbox: Inbox, names: Names) -> str:
    inbox.refresh_from_db()
    signer = signer_of(inbox)
    assert signer is not None
    names[signer.place] = record_of(signer.key)
    return names[signer.place]


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_from_a_new_key_to_a_signed_answer(admin, inbox, names, kind):
    page = reverse("channels:signing", args=[inbox.pk])
    admin.post(page, {"make": kind})
    shown = admin.get(page).text
    record = publish(inbox, names)
    assert record in shown
    assert "._domainkey.arbor.example" in shown
    assert b"DKIM-Signature" not in as_mailed(inbox), "nobody could check it yet"
    assert admin.post(page, {"check": "1"}).status_code == 302
    raw = as_mailed(inbox)
    assert raw == queries.as_mailed(Delivery.objects.last()), "the same at every try"
    assert checker.verify(raw, dnsfunc=lambda _name, timeout=5: record.encode())
    assert "Answers are signed since" in admin.get(page).text


def test_a_record_that_is_missing_or_another_is_told_in_words(admin, inbox, names):
    page = reverse("channels:signing", args=[inbox.pk])
    admin.post(page, {"make": "rsa"})
    assert "There is no TXT record at" in admin.post(page, {"check": "1"}).text
    publish(inbox, names)
    for place in names:
        names[place] = "v=DKIM1; k=rsa; p=AAAA"
    assert "publishes another key" in admin.post(page, {"check": "1"}).text
    inbox.refresh_from_db()
    assert inbox.dkim_checked_at is None


def test_dns_that_is_silent_is_told_in_words(admin, inbox, names, monkeypatch):
    asking = published.resolver()
    asking.port, asking.lifetime = 1, 0.3
    admin.post(reverse("channels:signing", args=[inbox.pk]), {"make": "rsa"})
    answered = admin.post(reverse("channels:signing", args=[inbox.pk]), {"check": "1"})
    assert "DNS did not answer" in answered.text


def test_another_key_is_checked_anew(inbox, names):
    actions.make_signing_key(inbox, kind="ed25519", by=SYSTEM)
    publish(inbox, names)
    actions.begin_signing(inbox, by=SYSTEM)
    actions.use_signing_key(inbox, pem=new_key("rsa"), selector="own", by=SYSTEM)
    inbox.refresh_from_db()
    assert (inbox.dkim_selector, inbox.dkim_checked_at) == ("own", None)


def test_a_key_of_ones_own_is_used_and_nonsense_is_refused(admin, inbox):
    page = reverse("channels:signing", args=[inbox.pk])
    refused = admin.post(page, {"selector": "own", "pem": "nonsense"})
    assert refused.status_code == 422
    assert "no private key in PEM" in refused.text
    assert 'value="own"' in refused.text
    admin.post(page, {"selector": "own", "pem": new_key("ed25519")})
    inbox.refresh_from_db()
    assert inbox.dkim_selector == "own"
    assert "PRIVATE KEY" not in admin.get(page).text
    admin.post(page, {"drop": "1"})
    inbox.refresh_from_db()
    assert (inbox.dkim_key, inbox.dkim_selector) == ("", "")
