"""STARTTLS of the receiver."""

import logging
import shutil
import smtplib
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from helpwell.channels.adapters.email import receiver
from helpwell.channels.testing import make_inbox
from helpwell.channels.tests.certificates import certificate
from helpwell.channels.tests.dovecot import free_port
from helpwell.channels.tests.inboxes import mails_of
from helpwell.core.testing import eventually
from helpwell.service.environment import Environment
from helpwell.service.errors import Misconfigured

pytestmark = pytest.mark.django_db(transaction=True)
SUPPORT = "support@arbor.example"
RAW = b"From: grace@example.org\r\nSubject: Hello\r\n\r\n" + b"Where is it?\r\n" * 5000


@pytest.fixture
def files(tmp_path):
    """Certificate and key as an administrator lays them down."""
    pair = tmp_path / "cert.pem", tmp_path / "key.pem"
    for source, target in zip(certificate(), pair, strict=True):
        shutil.copy(source, target)
    return pair


@pytest.fixture
def port(settings, files) -> Iterator[int]:
    settings.HELPWELL = replace(
        settings.HELPWELL, smtp_port=free_port(), lmtp_port=None, smtp_certificate=files
    )
    stop = threading.Event()
    thread = threading.Thread(target=receiver.serve, args=[stop])
    thread.start()
    assert eventually(lambda: _answers(settings.HELPWELL.smtp_port))
    yield settings.HELPWELL.smtp_port
    stop.set()
    thread.join()


def test_a_mail_comes_in_encrypted_and_byte_for_byte(port):
    inbox = make_inbox(address=SUPPORT)
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as smtp:
        smtp.starttls(context=ssl.create_default_context(cafile=certificate()[0]))
        for _ in "12":
            smtp.sendmail("grace@example.org", [SUPPORT], RAW)
    assert mails_of(inbox) == [RAW]


def test_who_wants_no_encryption_is_still_heard(port):
    inbox = make_inbox(address=SUPPORT)
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as smtp:
        assert smtp.ehlo()[0] == 250
        assert smtp.has_extn("starttls")
        smtp.sendmail("grace@example.org", [SUPPORT], RAW)
    assert mails_of(inbox) == [RAW]


def test_what_is_said_before_the_encryption_does_not_count_in_it(port):
    """Commands smuggled in behind STARTTLS, in plain text, are not obeyed (CVE-2024-34083)."""
    make_inbox(address=SUPPORT)
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as smtp:
        smtp.ehlo()
        smtp.sock.sendall(b"STARTTLS\r\nMAIL FROM:<mallory@example.org>\r\n")
        assert smtp.getreply()[0] == 220
        context = ssl.create_default_context(cafile=certificate()[0])
        try:
            smtp.sock = context.wrap_socket(smtp.sock, server_hostname="127.0.0.1")
        except OSError:
            return  # taken for a broken greeting: just as well
        smtp.file = None
        smtp.ehlo()
        assert smtp.docmd(f"RCPT TO:<{SUPPORT}>")[0] == 503


def test_a_renewal_that_is_broken_costs_no_mail(port, files, caplog):
    files[0].write_text("broken")
    inbox = make_inbox(address=SUPPORT)
    with caplog.at_level(logging.CRITICAL), smtplib.SMTP("127.0.0.1", port, timeout=60) as smtp:
        smtp.sendmail("grace@example.org", [SUPPORT], RAW)
    assert mails_of(inbox) == [RAW]


def test_certificate_and_key_go_together():
    with pytest.raises(Misconfigured, match="go together"):
        Environment.from_environ({"HELPWELL_SMTP_KEY": "/etc/key.pem"})


def _answers(port: int) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=60):
            return True
    except OSError:
        return False
