"""List, ticket and counts: through the real web processes, and inside this process."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from http.cookies import SimpleCookie

from django.conf import settings
from django.test import Client

from benchmarks.browser import Browser
from benchmarks.house import Served
from benchmarks.measure import Act, Figure, of_times, repeat
from benchmarks.people import ADMINISTRATOR, SCOPED, cookie_of

CLIENTS = (1, 8)
OPENED = 200  # so many different tickets are opened


def measure(served: Served, count: int) -> Iterator[Figure]:
    """A line for each page and number of clients."""
    cookies = {person: cookie_of(person) for person in (ADMINISTRATOR, SCOPED)}
    later = _twentieth_page(Browser(served.house, cookies[ADMINISTRATOR]))
    for what, person, is_fragment, path in _pages(served.house.tickets, later):
        for clients in CLIENTS:
            browsers = [Browser(served.house, cookies[person]) for _ in range(clients)]
            acts = [_act(browser, path, is_fragment) for browser in browsers]
            yield repeat(served, what, acts, count=count)
    yield from _in_process(served.house.tickets, cookies[ADMINISTRATOR], count // 4)


def _pages(tickets: int, later: str) -> Iterator[tuple[str, int, bool, Callable[[int], str]]]:
    opened = partial(_some_ticket, tickets)
    yield "list, all open", ADMINISTRATOR, False, lambda _: "/inbox/open/"
    yield "list, all", ADMINISTRATOR, False, lambda _: "/inbox/all/"
    yield "list, mine", ADMINISTRATOR, False, lambda _: "/inbox/mine/"
    yield "list, page 20", ADMINISTRATOR, True, lambda _: later
    yield "list, all open, scoped agent", SCOPED, False, lambda _: "/inbox/open/"
    yield "ticket, whole page", ADMINISTRATOR, False, lambda n: opened(n) + "?view=open"
    yield "ticket, fragment", ADMINISTRATOR, True, opened
    yield "views with counts", ADMINISTRATOR, True, lambda _: "/inbox/open/views/"


def _act(browser: Browser, path: Callable[[int], str], is_fragment: bool) -> Act:
    return lambda number: browser.get(path(number), is_fragment=is_fragment)


def _some_ticket(tickets: int, number: int) -> str:
    """Tickets old and new, always the same ones."""
    return f"/tickets/{1 + number % OPENED * 7919 % tickets}/"


def _twentieth_page(browser: Browser) -> str:
    path = "/inbox/all/rows/?more=1"
    for _ in range(19):
        body = browser.get(path, is_fragment=True).decode()
        start = body.index("/rows/?before=")
        path = "/inbox/all" + body[start : body.index('"', start)].replace("&amp;", "&")
    return path


def _in_process(tickets: int, cookie: str, count: int) -> Iterator[Figure]:
    """The same without sockets and other processes: the program and its queries alone."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    client = Client()
    client.cookies = SimpleCookie(cookie)
    pages = {"list, all open": "/inbox/open/", "ticket, fragment": _some_ticket(tickets, 3)}
    for what, path in pages.items():
        headers = {"HX-Request": "true"} if "fragment" in what else {}
        times, cpu = [], time.process_time()
        for number in range(-5, count):
            begun = time.perf_counter()
            if number == 0:
                cpu = time.process_time()
            assert client.get(path, headers=headers).status_code == 200
            times.append(time.perf_counter() - begun)
        spent = {"here": round((time.process_time() - cpu) * 1000 / count, 2)}
        yield of_times(f"{what}, in process", times[5:], cpu=spent)
