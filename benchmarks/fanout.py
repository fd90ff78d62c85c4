"""Live updates to thousands of open pages."""

import asyncio
import resource
import time
from collections.abc import Iterator
from statistics import median
from typing import Any

import psycopg
from django.conf import settings

from benchmarks.house import Served
from benchmarks.measure import Figure, cpu_between, of_times
from helpwell.live import passes
from helpwell.live.hub import CHANNEL

NEWS = b"data: tickets\n"
ROUNDS = 10


def measure(served: Served, clients: int) -> Iterator[Figure]:
    """So many pages listen; the time from NOTIFY until the last has heard, and memory a page."""
    _allow_sockets(clients + 200)
    yield asyncio.run(_fan_out(served, clients))


def _allow_sockets(wanted: int) -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(wanted, hard) if hard < 0 else hard, hard))


class Listener(asyncio.Protocol):
    """One page's stream; counts what it hears into `heard`."""

    def __init__(self, heard: "Heard", request: bytes) -> None:
        self.heard, self.request = heard, request

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        if b"retry:" in data:
            self.heard.is_open(1)
        if NEWS in data:
            self.heard.came()


class Heard:
    """How many pages are open and how many have heard this round's news."""

    def __init__(self, wanted: int) -> None:
        self.wanted, self.open, self.count = wanted, 0, 0
        self.all_heard = asyncio.Event()

    def is_open(self, more: int) -> None:
        self.open += more

    def came(self) -> None:
        self.count += 1
        if self.count == self.wanted:
            self.all_heard.set()

    def again(self) -> None:
        self.count = 0
        self.all_heard.clear()


async def _fan_out(served: Served, clients: int) -> Figure:
    heard = Heard(clients)
    memory = served.memory()["live"]
    transports = await _open(heard, clients)
    grown = served.memory()["live"] - memory
    lasts = []
    session = await psycopg.AsyncConnection.connect(settings.HELPWELL.database, autocommit=True)
    before = served.cpu()
    async with session:
        for _ in range(ROUNDS):
            heard.again()
            begun = time.perf_counter()
            await session.execute("SELECT pg_notify(%s, 'tickets')", [CHANNEL])
            await asyncio.wait_for(heard.all_heard.wait(), 60)
            lasts.append(time.perf_counter() - begun)
            await asyncio.sleep(0.2)
    cpu = cpu_between(before, served.cpu(), ROUNDS)
    for transport in transports:
        transport.close()
    each = grown * 1024 / clients
    also = f"{each:.1f} KB a client, {cpu.get('live', 0) * 1000 / clients:.0f} µs CPU a message"
    assert median(lasts) > 0
    return of_times(
        f"news to {clients:,} pages, the last", lasts, clients=clients, cpu=cpu, also=also
    )


async def _open(heard: Heard, clients: int) -> list[Any]:
    environment = settings.HELPWELL
    text = passes.issue(["tickets"], person=0, key=settings.SECRET_KEY)
    request = f"GET /?pass={text} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    loop = asyncio.get_running_loop()
    transports = []
    for number in range(clients):
        made = loop.create_connection(
            lambda: Listener(heard, request), environment.host, environment.live_port
        )
        transports.append((await made)[0])
        if number % 200 == 199:
            await asyncio.sleep(0.05)
    while heard.open < clients:
        await asyncio.sleep(0.05)
    return transports
