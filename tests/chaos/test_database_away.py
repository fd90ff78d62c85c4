"""The database goes away for a while, as in a switch of servers: Helpwell waits and goes on."""

import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpwell.service import postgres
from helpwell.service.testing import free_ports
from helpwell.service.tests.running import until
from tests.chaos.agents import send, signed_in
from tests.chaos.browser import Browser
from tests.chaos.handing_in import a_mail, arrives, hand_in
from tests.chaos.house import House
from tests.chaos.house import house as new_house
from tests.chaos.look import connected, wait_until_quiet

AWAY_SECONDS = 20
LONGEST_ANSWER_SECONDS = 15
BACK_SECONDS = 15


@dataclass
class Database:
    """A PostgreSQL of its own that can be stopped and started."""

    folder: Path
    server: postgres.Server

    @contextmanager
    def away(self) -> Iterator[None]:
        """Stopped for `AWAY_SECONDS` at least."""
        self.server.stop()
        since = time.monotonic()
        try:
            yield
            time.sleep(max(0, AWAY_SECONDS - (time.monotonic() - since)))
        finally:
            self.server = postgres.start(self.folder, 0)


@pytest.fixture
def database() -> Iterator[Database]:
    folder = Path(tempfile.mkdtemp(prefix="helpwell-pg-"))
    ours = Database(folder, postgres.start(folder, free_ports(1)))
    try:
        yield ours
    finally:
        ours.server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def house(database: Database) -> Iterator[House]:
    with new_house(DATABASE_URL=database.server.url) as ours:
        yield ours


def test_a_database_that_is_away_costs_time_and_nothing_else(house: House, database: Database):
    before, meanwhile, after = a_mail(), a_mail(), a_mail()
    assert hand_in(house, before) == 250
    arrives(house, before)
    browser = signed_in(house.address)
    page = browser.get("/tickets/1/")
    assert send(browser, page, "/tickets/1/", "<p>Held in the outbox.</p>").is_good
    with database.away():
        codes, seconds = _handed_in_together(house, 12)
        assert set(codes) == {451}
        assert max(seconds) < 4 * LONGEST_ANSWER_SECONDS
        _pages_are_calm(browser)
    until(lambda: hand_in(house, meanwhile) == 250, seconds=BACK_SECONDS)
    arrives(house, meanwhile)
    until(lambda: browser.get("/inbox/open/").is_good, seconds=BACK_SECONDS)
    assert not any(wait_until_quiet(house, seconds=90).values())
    assert len(house.sink.mails) == 1
    assert hand_in(house, after) == 250
    arrives(house, after)
    with connected(house) as session:
        assert session.execute("SELECT count(*) FROM channels_envelope").fetchone() == (3,)


def _pages_are_calm(browser: Browser) -> None:
    """Every page says so in a sentence, in time, and shows no words of the machine."""
    for path in ("/tickets/1/", "/accounts/login/"):
        begun = time.monotonic()
        page = browser.get(path)
        assert page.status in (200, 503), (path, page)
        if page.status == 503:
            assert "Nothing is lost" in page.text
        assert "Traceback" not in page.text
        assert time.monotonic() - begun < LONGEST_ANSWER_SECONDS


def _handed_in_together(house: House, count: int) -> tuple[list[int], list[float]]:
    """The answers to mails from several servers at the same time, and the seconds each took."""
    codes: list[int] = []
    seconds: list[float] = []

    def one() -> None:
        begun = time.monotonic()
        codes.append(hand_in(house, a_mail()))
        seconds.append(time.monotonic() - begun)

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return codes, seconds
