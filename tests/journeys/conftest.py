"""Journeys: a real Helpwell in processes of its own, real mail servers, a real browser."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from helpwell.channels.tests.sink import Sink, sink_server
from helpwell.service.testing import free_ports
from helpwell.service.tests.running import Running, until

CHROMIUM = os.environ.get("CHROMIUM", shutil.which("chromium") or "/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass
class House:
    """A running Helpwell and the mail server its answers leave by."""

    running: Running
    sink: Sink
    port: int

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def smtp_port(self) -> int:
        return int(self.running.status()["ports"]["smtp"])


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An empty Helpwell, just installed."""
    data = tmp_path_factory.mktemp("house") / "data"
    port = free_ports(5)
    with sink_server() as sink:
        relay = {"HELPWELL_SMTP_RELAY": f"127.0.0.1:{sink.port}"}
        running = Running("-m", "helpwell.service", "serve", data=data, port=port, **relay)
        try:
            until(running.is_up)
            yield House(running, sink, port)
        finally:
            running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as the system has it."""
    if not Path(CHROMIUM).exists():
        pytest.fail("There is no Chromium. Install it (apt-get install chromium) or set CHROMIUM.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    """A fresh browser window that must not complain: no error in the console, no 5xx."""
    context = browser.new_context(base_url=house.address, viewport={"width": 1440, "height": 900})
    window, complaints = context.new_page(), []
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    window.on("response", lambda answer: answer.status >= 500 and complaints.append(answer.url))
    yield window
    context.close()
    assert [said for said in complaints if not re.search(r"status of 4\d\d", said)] == []
