"""Files are scanned by a daemon that may be away, and what it finds is kept."""

import dataclasses
import os
import time
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as django_settings

from helpwell.core.health import checks
from helpwell.files import actions
from helpwell.files.actions.storing import root
from helpwell.files.models import File, Scan
from helpwell.files.tests.scanner import VIRUS, Scanner, scanner
from helpwell.service import reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def daemon(settings):
    with scanner() as daemon:
        place = ("127.0.0.1", daemon.port)
        settings.HELPWELL = dataclasses.replace(django_settings.HELPWELL, clamd=place)
        yield daemon


def requested(content: bytes) -> Scan:
    file = actions.store(content)
    actions.request_scan([file.pk, file.pk])
    return Scan.objects.get(file=file)


def scanned(content: bytes) -> Scan:
    scan = requested(content)
    actions.scan_waiting()
    scan.refresh_from_db()
    return scan


def test_a_clean_file_an_infected_one_and_one_that_is_too_large(daemon: Scanner):
    infected, large = scanned(b"x" * 100_000 + VIRUS), scanned(b"x" * 2_000_000)
    assert scanned(b"a picture").state == "clean"
    assert (infected.state, infected.found) == ("infected", "Stand-In.Test")
    assert large.state == "unscannable"
    assert daemon.scanned[0] == b"x" * 100_000 + VIRUS


def test_a_file_is_scanned_once(daemon: Scanner):
    scanned(b"a picture")
    scanned(b"a picture")
    assert len(daemon.scanned) == 1


def test_a_daemon_that_is_away_is_asked_again_and_the_doctor_says_so(daemon: Scanner):
    daemon.answer = b"Could not allocate. ERROR\0"
    scan = scanned(b"a picture")
    assert (scan.state, scan.attempts) == ("waiting", 1)
    found = [finding for look in checks() for finding in look() if "scanner" in finding.message]
    assert "1 file(s) wait for the virus scanner: Could not allocate. ERROR" in found[0].message
    daemon.answer = b""
    with time_machine.travel(scan.next_try_at + timedelta(seconds=1)):
        assert actions.scan_waiting() is None
    scan.refresh_from_db()
    assert (scan.state, scan.error) == ("clean", "")


def test_a_daemon_that_nobody_listens_for_is_trouble_not_an_error(settings):
    place = "/nowhere/clamd.sock"
    settings.HELPWELL = dataclasses.replace(django_settings.HELPWELL, clamd=place)
    assert scanned(b"a picture").error


def test_without_a_scanner_nothing_waits():
    file = actions.store(b"a picture")
    actions.request_scan([file.pk])
    assert actions.scan_waiting() is None
    assert not Scan.objects.exists()


def test_a_scan_keeps_no_file_alive(daemon: Scanner):
    scan = scanned(b"a picture")
    actions.drop_unused([scan.file_id])
    assert not File.objects.exists()


@pytest.mark.parametrize(
    ("given", "place"),
    [("", None), ("/run/clamd.sock", "/run/clamd.sock"), ("av.example:3310", ("av.example", 3310))],
)
def test_the_scanner_is_a_socket_or_a_server(given, place):
    assert reading.socket({"HELPWELL_CLAMD": given}, "HELPWELL_CLAMD") == place


def test_what_a_killed_process_was_writing_is_swept_and_nothing_else():
    kept = root() / actions.store(b"kept").path
    old, new = (kept.with_name(f"{kept.name}.{letter * 32}") for letter in "ab")
    for path in (old, new):
        path.write_bytes(b"half")
    yesterday = time.time() - 86400
    for path in (old, kept):
        os.utime(path, (yesterday, yesterday))
    assert actions.sweep() == 1
    assert [path.exists() for path in (kept, old, new)] == [True, False, True]
