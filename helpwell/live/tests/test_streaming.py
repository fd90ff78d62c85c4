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

from helpwell.core.testing import MONDAY_NINE
from helpwell.live import passes, topics
from helpwell.live.actions import tell
from helpwell.live.hub import EVERYTHING, QUEUE_LENGTH, Hub
from helpwell.service.testing import free_ports

KEY = "a secret of at least thirty-two letters"
NINE = MONDAY_NINE.timestamp()


class TestPasses:
    def test_a_pass_says_what_may_be_followed(self):
        read = passes.read(
            passes.issue(["ticket:1", "tickets"], key=KEY, now=NINE), key=KEY, now=NINE
        )
        assert (read.topics, read.issued_at) == ({"ticket:1", "tickets"}, NINE)

    def test_a_pass_ends(self):
        text = passes.issue(["tickets"], key=KEY, now=NINE)
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
            lambda text: passes.issue(["ticket:1"], key="another secret"),
        ],
    )
    def test_a_forged_pass_is_nothing(self, forge):
        assert passes.read(forge(passes.issue(["ticket:1"], key=KEY)), key=KEY) is None


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
        queue = hub.follow(["ticket:1"], since=time.time() - 5)
        assert (queue.get_nowait(), queue.empty()) == ("ticket:1", True)
        assert hub.follow(["ticket:1"], since=time.time() + 5).empty()

    def test_who_does_not_keep_up_is_told_that_all_changed(self):
        hub = Hub("")
        queue = hub.follow(["ticket:1"], since=time.time() + 5)
        for _ in range(QUEUE_LENGTH + 1):
            hub.say("ticket:1")
        assert (queue.get_nowait(), queue.empty()) == (EVERYTHING, True)

    def test_who_has_left_is_forgotten(self):
        hub = Hub("")
        queue = hub.follow(["ticket:1"], since=0)
        hub.leave(["ticket:1"], queue)
        hub.say("ticket:1")
        assert queue.empty()
        assert not hub._followers


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
        assert _eventually(lambda: _status(f"{url}/health") == 200)
        yield url
    finally:
        process.terminate()
        process.wait(10)


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

    @pytest.mark.parametrize("text", ["", "forged", passes.issue(["tickets"], key="another")])
    def test_without_a_pass_nothing_streams(self, live, text):
        assert _status(f"{live}/?pass={text}") == 403


class Listening:
    """A page that follows topics over real server-sent events."""

    def __init__(self, url, followed, since=None):
        text = passes.issue(followed, key=django_settings.SECRET_KEY, since=since)
        self.response = urllib.request.urlopen(f"{url}/?pass={text}", timeout=10)
        self.heard = Queue()

    def __enter__(self):
        assert self.response.headers["content-type"].startswith("text/event-stream")
        assert self.response.readline() == b"retry: 2000\n"
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.response.fp.raw._sock.shutdown(2)
        self.thread.join(5)
        self.response.close()

    def next(self, seconds=5):
        try:
            return self.heard.get(timeout=seconds)
        except Empty:
            return None

    def _read(self):
        for line in self.response:
            if line.startswith(b"data: "):
                self.heard.put(line[6:].decode().strip())


def _address(session):
    info = session.info
    return (
        f"postgresql://{info.user}:{info.password}@/{info.dbname}"
        f"?host={info.host.replace('/', '%2F')}&port={info.port}"
    )


def _status(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return None


def _eventually(holds, seconds=20):
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.1)
    return holds()
