"""A mail that ends the program that reads it is tried a few times, alone, then parked."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from helpwell.channels import actions
from helpwell.channels.actions import reading
from helpwell.channels.models import Envelope
from helpwell.channels.testing import mail, make_inbox
from helpwell.core import clock
from helpwell.core.testing import after_waiting
from helpwell.files.errors import NoRoom
from helpwell.tickets.models import Message, Ticket

WORKER = """
import os, signal, sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.STORAGES["default"]["OPTIONS"] = {"location": sys.argv[2]}
django.setup()
from helpwell.channels.actions import reading
real = reading.parse
def parse(raw):
    if b"DEADLY" in raw:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(raw)
reading.parse = parse
reading.CLAIM_SECONDS = 0
reading.read_waiting()
"""


def work():
    """A worker process reads what waits; how it ended."""
    location = settings.STORAGES["default"]["OPTIONS"]["location"]
    words = [sys.executable, "-c", WORKER, connection.settings_dict["NAME"], str(location)]
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.run(words, env=environ, check=False).returncode


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_kills_its_reader_is_parked_and_all_others_are_read():
    inbox = make_inbox()
    for words in ("one", "two", "DEADLY", "three"):
        actions.accept(inbox, mail(words))
    ends = []
    while len(ends) < 10 and (not ends or ends[-1] == -signal.SIGKILL):
        ends.append(work())
    assert ends == [-signal.SIGKILL] * reading.MOST_ATTEMPTS + [0]
    assert sorted(Message.objects.values_list("text", flat=True)) == ["one", "three", "two"]
    deadly = Envelope.objects.get(message=None)
    assert (deadly.state, "ended the program" in deadly.error) == ("parked", True)


@pytest.mark.django_db
class TestWhatIsNoMailsFault:
    @pytest.fixture
    def full_disk(self, monkeypatch):
        def place(envelope, incoming, around):
            raise NoRoom

        monkeypatch.setattr(reading, "place", place)
        return monkeypatch

    def test_a_full_disk_does_not_count(self, full_disk, time_machine):
        envelope = actions.accept(make_inbox(), mail())
        for _ in range(reading.MOST_ATTEMPTS + 2):
            with pytest.raises(NoRoom):
                actions.read_waiting()
            time_machine.move_to(clock.now() + reading.timedelta(seconds=10))
        full_disk.undo()
        actions.read_waiting()
        envelope.refresh_from_db()
        assert (envelope.state, envelope.attempts) == ("done", 1)

    def test_a_mail_is_not_read_while_another_worker_begins_with_it(self):
        actions.accept(make_inbox(), mail())
        assert len(reading._claim()) == 1
        assert reading._claim() == []


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_another_reader_locks_in_passing_is_read_all_the_same(monkeypatch):
    envelope = actions.accept(make_inbox(), mail())
    claimed = reading._claim()
    monkeypatch.setattr(reading, "_claim", lambda: claimed)
    assert after_waiting(Envelope.objects.select_for_update().get, reading.read_batch) == 1
    envelope.refresh_from_db()
    assert (envelope.state, envelope.attempts) == ("done", 1)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_away_does_not_count(monkeypatch):
    envelope = actions.accept(make_inbox(), mail())
    real = reading.place

    def place(envelope, incoming, around):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return real(envelope, incoming, around)

    monkeypatch.setattr(reading, "CLAIM_SECONDS", 0)
    monkeypatch.setattr(reading, "place", place)
    for _ in range(reading.MOST_ATTEMPTS + 1):
        with pytest.raises(OperationalError):
            actions.read_waiting()
        connection.close()
    monkeypatch.setattr(reading, "place", real)
    actions.read_waiting()
    envelope.refresh_from_db()
    assert (envelope.state, envelope.attempts) == ("done", 1)


@pytest.mark.django_db
def test_large_mails_are_read_one_by_one(monkeypatch):
    monkeypatch.setattr(reading, "BATCH_BYTES", 1000)
    inbox = make_inbox()
    for _ in range(3):
        actions.accept(inbox, mail("x" * 900))
    assert [reading.read_batch() for _ in range(4)] == [1, 1, 1, 0]
    assert Ticket.objects.count() == 3
