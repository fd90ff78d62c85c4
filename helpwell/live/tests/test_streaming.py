"""Live updates: a real live process, a real NOTIFY, and passes that cannot be made up."""

import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from queue import Empty, Queue

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction

from helpwell.core.testing import MONDAY_NINE, PATIENCE_SECONDS, eventually
from helpwell.live import passes, topics
from helpwell.live.actions import judge_again, tell
from helpwell.live.hub import AGAIN, EVERYTHING, QUEUE_LENGTH, Hub
from helpwell.service.testing import free_ports

KEY = "a secret of at least thirty-two letters"
NINE = MONDAY_NINE.timestamp()


class TestPasses:
    def test_a_pass_says_what_may_be_followed(self):
        read = passes.read(
            passes.issue(["ticket:1", "tickets"], person=7, key=KEY, now=NINE), key=KEY, now=NINE
        )
        assert (read.topics, read.issued_at) == ({"ticket:1", "tickets"}, NINE)
        assert read.grounds == {"ticket:1", "tickets", "person:7"}

    def test_a_pass_ends(self):
        text = passes.issue(["tickets"], person=7, key=KEY, now=NINE)
        last = NINE + passes.LIFETIME_SECONDS
        assert passes.read(text, key=KEY, now=last - 1)
        assert passes.read(text, key=KEY, now=last) is None

    @pytest.mark.parametrize(
        "forge",
        [
            lambda text: "",
            lambda text: "x",
            lambda text: text.partition(".")[0],
            lambda text: text.partition(".")[0] + ".",
            lambda text: "A" + text[1:],
            lambda text: text[:-1] + ("0" if text[-1] != "0" else "1"),
            lambda text: text + "é",
            lambda text: passes.issue(["ticket:1"], person=7, key="another secret"),
        ],
    )
    def test_a_forged_pass_is_nothing(self, forge):
        assert passes.read(forge(passes.issue(["ticket:1"], person=7, key=KEY)), key=KEY) is None


class TestWhoMayFollowWhat:
    def test_whoever_the_guard_lets_hears_of_it(self, monkeypatch):
        monkeypatch.setattr(topics, "guards", {})
        topics.guards_topic("toy")(lambda user, number: number == user)
        assert topics.allowed(["toy:1", "toy:2", "toy:1", "tickets"], 1) == ["toy:1", "tickets"]

    @pytest.mark.parametrize("topic", ["", "toy", "toy:", "toy:x", "toy:-1", "everything", "cup:1"])
    def test_what_nobody_guards_nobody_hears(self, monkeypatch, topic):
        monkeypatch.setattr(topics, "guards", {"toy": lambda user, number: True})
        assert topics.allowed([topic], 1) == []


class TestHub:
    def test_what_was_said_since_the_page_was_drawn_is_told_again(self):
        hub = Hub("")
        hub.say("ticket:1")
        hub.say("ticket:2")
        queue = hub.follow(a_pass(since=time.time() - 5))
        assert (queue.get_nowait(), queue.empty()) == ("ticket:1", True)
        assert hub.follow(a_pass(since=time.time() + 5)).empty()

    def test_who_does_not_keep_up_is_told_that_all_changed(self):
        hub = Hub("")
        queue = hub.follow(a_pass(since=time.time() + 5))
        for _ in range(QUEUE_LENGTH + 1):
            hub.say("ticket:1")
        assert (queue.get_nowait(), queue.empty()) == (EVERYTHING, True)

    def test_who_has_left_is_forgotten(self):
        hub = Hub("")
        queue = hub.follow(a_pass())
        hub.leave(a_pass(), queue)
        hub.say("ticket:1")
        assert queue.empty()
        assert not hub._followers
        assert not hub._bearers

    @pytest.mark.parametrize("ground", ["ticket:1", "person:7"])
    def test_a_pass_is_void_once_rights_it_stands_on_have_changed(self, ground):
        hub, before = Hub(""), a_pass()
        queue = hub.follow(before)
        hub.hear(f"again {ground}")
        assert hub.is_void(before)
        assert queue.get_nowait() == AGAIN, "its stream is not told"
        assert not hub.is_void(a_pass(issued_at=time.time() + 1)), "a new one is void too"

    @pytest.mark.parametrize("ground", ["ticket:2", "person:8"])
    def test_rights_of_others_are_nothing_to_it(self, ground):
        hub, standing = Hub(""), a_pass()
        queue = hub.follow(standing)
        hub.hear(f"again {ground}")
        assert not hub.is_void(standing)
        assert queue.empty()

    def test_what_was_not_heard_may_have_been_about_anybodys_rights(self):
        hub, before = Hub(""), a_pass()
        hub.follow(before)
        hub._tell_everybody()
        assert hub.is_void(before)

    def test_what_is_void_is_remembered_as_long_as_a_pass_lives(self, monkeypatch):
        hub, now = Hub(""), time.time()
        for number, at in enumerate((now - passes.LIFETIME_SECONDS - 1, now - 60, now)):
            monkeypatch.setattr(time, "time", lambda at=at: at)
            hub.judge_again(f"ticket:{number}")
        assert list(hub._void) == ["ticket:1", "ticket:2"]


@pytest.fixture(scope="module")
def live(django_db_setup, django_db_blocker):
    """The address of a live process of its own, on the tests' database."""
    port = free_ports(1)
    with django_db_blocker.unblock():
        connection.ensure_connection()
        address = _address(connection.connection)
    environ = os.environ | {
        "DATABASE_URL": address,
        "HELPWELL_SECRET_KEY": django_settings.SECRET_KEY,
    }
    command = [sys.executable, "-m", "uvicorn", "config.asgi:live", "--port", str(port),
               "--log-level", "warning"]  # fmt: skip
    process = subprocess.Popen(command, env=environ, cwd=django_settings.ROOT)
    url = f"http://127.0.0.1:{port}"
    try:
        assert eventually(lambda: _status(f"{url}/health") == 200)
        yield url
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


@pytest.mark.django_db(transaction=True)
class TestTheLiveProcess:
    def test_a_notification_reaches_the_page_that_follows_it(self, live):
        with Listening(live, ["ticket:1"]) as page:
            with transaction.atomic():
                tell("ticket:1")
                tell("ticket:2")
                assert page.next(0.3) is None, "told before the commit"
            assert page.next() == "ticket:1"
            assert page.next(0.3) is None, "told of what it does not follow"

    def test_what_was_said_before_the_stream_was_open_is_not_lost(self, live):
        drawn_at = time.time()
        tell("ticket:5")
        time.sleep(0.3)
        with Listening(live, ["ticket:5"], since=drawn_at) as page:
            assert page.next() == "ticket:5"

    def test_who_loses_rights_hears_nothing_more_by_the_pass_they_have(self, live):
        with Listening(live, ["ticket:1"], person=7) as page:
            judge_again("person:7")
            assert page.next() == "your rights may have changed"
            tell("ticket:1")
            assert page.next(0.3) is None, "still told"
            assert _status(f"{live}/?pass={page.text}") == 403, "let in again by the same pass"

    @pytest.mark.parametrize(
        "text", ["", "forged", passes.issue(["tickets"], person=7, key="another")]
    )
    def test_without_a_pass_nothing_streams(self, live, text):
        assert _status(f"{live}/?pass={text}") == 403


class Listening:
    """A page that follows topics over real server-sent events."""

    def __init__(self, url, followed, since=None, person=7):
        key = django_settings.SECRET_KEY
        self.text = passes.issue(followed, person=person, key=key, since=since)
        self.response = urllib.request.urlopen(f"{url}/?pass={self.text}", timeout=PATIENCE_SECONDS)
        self.heard = Queue()

    def __enter__(self):
        assert self.response.headers["content-type"].startswith("text/event-stream")
        assert self.response.readline() == b"retry: 2000\n"
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        if self.response.fp:  # nothing where the server has ended it
            self.response.fp.raw._sock.shutdown(2)
        self.thread.join(PATIENCE_SECONDS)
        self.response.close()

    def next(self, seconds=PATIENCE_SECONDS):
        try:
            return self.heard.get(timeout=seconds)
        except Empty:
            return None

    def _read(self):
        for line in self.response:
            if line.startswith(b"data: "):
                self.heard.put(line[6:].decode().strip())


def a_pass(*, since=0.0, issued_at=None):
    """Lets a page of person 7 follow a ticket."""
    issued_at = time.time() if issued_at is None else issued_at
    return passes.Pass(frozenset({"ticket:1"}), issued_at=issued_at, since=since, person=7)


def _address(session):
    info = session.info
    return (
        f"postgresql://{info.user}:{info.password}@/{info.dbname}"
        f"?host={info.host.replace('/', '%2F')}&port={info.port}"
    )


def _status(url):
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return None
