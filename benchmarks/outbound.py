"""An answer's way out: from the end of its hold to the mail server having it."""

import asyncio
import re
import threading
import time
from collections.abc import Iterator

from benchmarks.house import SINK_PORT, Served
from benchmarks.measure import Figure, of_times
from benchmarks.people import ADMINISTRATOR
from helpwell.accounts.models import User
from helpwell.channels.models import Delivery
from helpwell.tickets import actions
from helpwell.tickets.models import Message, Ticket

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>]+>)", re.MULTILINE | re.IGNORECASE)


class Sink:
    """A mail server that takes everything and remembers when; it runs in a thread."""

    def __init__(self, port: int) -> None:
        self.taken: dict[str, float] = {}
        self._port = port
        self._ready = threading.Event()
        threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True).start()
        self._ready.wait(10)

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._talk, "127.0.0.1", self._port, limit=2**26)
        self._ready.set()
        await server.serve_forever()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 sink\r\n")
        while line := await reader.readline():
            if line.upper().startswith(b"DATA"):
                writer.write(b"354 go on\r\n")
                raw = await reader.readuntil(b"\r\n.\r\n")
                found = MESSAGE_ID.search(raw)
                self.taken[found.group(1).decode() if found else ""] = time.time()
            writer.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 OK\r\n")
            await writer.drain()
        writer.close()


def measure(served: Served, count: int) -> Iterator[Figure]:
    """Answers one after the other, then as many at once."""
    sink = Sink(served.house.port + SINK_PORT)
    yield _delays("reply to hand-over, one at a time", sink, count, pause=0.25)
    yield _delays("reply to hand-over, all at once", sink, count, pause=0)


def _delays(what: str, sink: Sink, count: int, *, pause: float) -> Figure:
    agent = User.objects.select_related("role").get(pk=ADMINISTRATOR)
    tickets = list(Ticket.objects.exclude(status="closed").order_by("-pk")[:count])
    messages = [_reply(ticket, agent, pause) for ticket in tickets]
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        found = Delivery.objects.filter(message__in=messages)
        if found.filter(state=Delivery.State.SENT).count() == len(messages):
            break
        time.sleep(0.2)
    delays = [sink.taken[d.message_id_header] - d.due_at.timestamp() for d in found]
    return of_times(what, delays)


def _reply(ticket: Ticket, agent: User, pause: float) -> Message:
    time.sleep(pause)
    html = "<p>Thank you for writing. It is on its way.</p>"
    to = [{"kind": "to", "name": "", "email": f"customer{ticket.requester_id}@bench.example"}]
    return actions.reply(ticket, html=html, by=agent, recipients=to)  # type: ignore[arg-type]
