"""Agents: answer customers through the real pages until so many replies are on their way."""

import random
import re
import threading
import time
from dataclasses import dataclass, field

from tests.chaos.browser import Browser, Page
from tests.chaos.markers import reply_marker
from tests.chaos.record import Record

EMAIL, PASSWORD = "ana@arbor.example", "a lamp that never flickers"
ROW = re.compile(r'data-row="(\d+)"')
TOGETHER = 2
LONGEST_SECONDS = 180


@dataclass
class Agents:
    """Write `count` replies within about `seconds`.

    A reply counts as taken when the pages said so, or when it stands on the ticket afterwards.
    When the line was cut the agent looks, and sends again what is not there.
    """

    address: str
    record: Record
    count: int
    seconds: float
    dice: random.Random
    on_the_wire: int = 0
    _begun: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> list[threading.Thread]:
        threads = [threading.Thread(target=self._work) for _ in range(TOGETHER)]
        for thread in threads:
            thread.start()
        return threads

    def _work(self) -> None:
        browser = signed_in(self.address)
        while marker := self._next():
            self._reply(browser, marker)
            time.sleep(self.dice.uniform(0.5, 1.5) * TOGETHER * self.seconds / self.count)

    def _next(self) -> str | None:
        with self._lock:
            if self._begun >= self.count:
                return None
            self._begun += 1
            return reply_marker(self._begun, self.dice)

    def _reply(self, browser: Browser, marker: str) -> None:
        """Answer some open ticket; in doubt look whether it is there, and only then try again."""
        path = f"/tickets/{(ticket := self._choose(browser))}/"
        end = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < end:
            page = self._seen(browser, path)
            if marker in page.text:
                self.record.note("reply", marker=marker, ticket=ticket, how="found")
                return
            self.on_the_wire += 1
            answer = send(browser, page, path, f"<p>A new one leaves today: {marker}.</p>")
            self.on_the_wire -= 1
            if answer.is_good:
                self.record.note("reply", marker=marker, ticket=ticket, how="said")
                return
            self.record.note("not sent", marker=marker, ticket=ticket, status=answer.status)
            time.sleep(0.3)

    def _choose(self, browser: Browser) -> int:
        while True:
            if rows := ROW.findall(self._seen(browser, "/inbox/open/").text):
                return int(self.dice.choice(rows))
            time.sleep(0.3)

    def _seen(self, browser: Browser, path: str) -> Page:
        """The page, asked for again until it comes."""
        while not (page := browser.get(path)).is_good:
            self.record.note("no page", path=path, status=page.status, said=page.text[:200])
            time.sleep(0.3)
        return page


def signed_in(address: str) -> Browser:
    """A browser in which Ana has signed in."""
    browser, page = Browser(address), Page(0, "")
    while "/accounts/logout/" not in page.text:
        fields = browser.get("/accounts/login/").form_to("") or []
        typed = [*fields, ("login", EMAIL), ("password", PASSWORD)]
        browser.post("/accounts/login/", typed)
        page = browser.get("/me/")
        time.sleep(0.2)
    return browser


def send(browser: Browser, page: Page, path: str, body: str) -> Page:
    """Post a reply from the ticket's page as it was loaded."""
    fields = page.form_to(f"{path}replies/")
    if fields is None:
        return Page(0, "there is no composer on this page")
    return browser.post(f"{path}replies/", [*fields, ("body", body), ("status", "pending")])
