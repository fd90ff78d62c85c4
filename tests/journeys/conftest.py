"""Journeys: a real Helpwell in processes of its own, real mail servers, a real browser."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from helpwell.channels.tests.sink import Sink, sink_server
from helpwell.service.testing import free_ports
from helpwell.service.tests.running import Running, furnish, new_folder, until
from ui.testing import at_rest, chromium

ANA, BEN, PASSWORD = "ana@arbor.example", "ben@arbor.example", "a lamp that never flickers"
INBOX = "support@arbor.example"
EXPECTED = r"status of 4\d\d|ERR_INTERNET_DISCONNECTED|Failed to fetch"  # refusals, being offline
MOVING_IN_SECONDS = 400.0  # two hundred talks, on a busy machine
GIVEN = f"""
from helpwell.accounts.models import Role, User
from helpwell.channels.actions import open_inbox
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
role = Role.objects.filter(is_administrator=True).first()
ben = User(email="{BEN}", name="Ben Osei", role=role, joined_at=clock.now())
ben.set_password("{PASSWORD}")
ben.save()
open_inbox(name="Arbor Support", address="{INBOX}", by=SYSTEM)
"""


@dataclass
class House:
    """A running Helpwell and the mail server its answers leave by."""

    running: Running
    sink: Sink
    port: int

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @cached_property
    def smtp_port(self) -> int:
        return int(self.running.status()["ports"]["smtp"])

    def tell(self, code: str) -> str:
        """Run a few lines inside, for what the journey takes as given; gives what they print."""
        answer = self.running.ask("shell", "-c", code)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout


@pytest.fixture(scope="session")
def empty_house() -> Iterator[House]:
    """An empty Helpwell, just installed."""
    with running_house() as house:
        yield house


@pytest.fixture(scope="session")
def demo_house() -> Iterator[House]:
    """A Helpwell with the demo company in it."""
    with running_house("--demo") as house:
        until(
            lambda: "password for all" in house.running.log.read_text(), seconds=MOVING_IN_SECONDS
        )
        yield house


@contextmanager
def running_house(*words: str) -> Iterator[House]:
    """A Helpwell in a folder and on ports of its own, whose answers end in a sink."""
    port = free_ports(5)
    with new_folder() as folder, sink_server() as sink:
        data = folder / "data"
        relay = {"HELPWELL_SMTP_RELAY": f"127.0.0.1:{sink.port}"}
        serve = ("-m", "helpwell.service", "serve", *words)
        furnish(data)
        running = Running(*serve, data=data, port=port, **relay)
        try:
            until(running.is_up, seconds=MOVING_IN_SECONDS)
            yield House(running, sink, port)
        finally:
            running.stop()


@pytest.fixture(scope="module")
def browser(house: House) -> Iterator[Browser]:
    """A browser for one file: while one is open, Django refuses its database to that thread."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def house(empty_house: House) -> House:
    """The house founded in the browser by Ana, with Ben beside her and an inbox."""
    with chromium() as browser:
        page = browser.new_page(base_url=empty_house.address)
        page.goto("/")
        page.get_by_label("Name").fill("Ana Brandt")
        page.get_by_label("E-mail").fill(ANA)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Begin").click()
        page.wait_for_url("**/welcome/steps/")
    empty_house.tell(GIVEN)
    return empty_house


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in as people do."""
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/inbox/mine/")
    at_rest(page)


def demo_password(demo_house: House) -> str:
    """The one that opens every login of the demo company."""
    said = re.search(r"password for all: (\S+)", demo_house.running.log.read_text())
    assert said
    return said[1]


@pytest.fixture
def ana(page: Page) -> Page:
    """Ana's window."""
    sign_in(page, ANA)
    return page


@contextmanager
def window(browser: Browser, house: House, **options: Any) -> Iterator[Page]:
    """A fresh browser window that must not complain: no error in the console, no 5xx."""
    options = {"viewport": {"width": 1440, "height": 900}} | options
    context = browser.new_context(base_url=house.address, **options)
    window, complaints = context.new_page(), []
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    window.on("response", lambda answer: answer.status >= 500 and complaints.append(answer.url))
    yield window
    context.close()
    assert [said for said in complaints if not re.search(EXPECTED, said)] == []


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    """A fresh window of a desktop."""
    with window(browser, house) as page:
        yield page
