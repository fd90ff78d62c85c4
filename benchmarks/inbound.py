"""Mail through the real receiver and worker, until all of it stands on tickets."""

import asyncio
import time
from collections.abc import Iterator

from django.conf import settings

from benchmarks.house import Served
from benchmarks.letters import Letters
from benchmarks.measure import Figure, cpu_between
from helpwell.channels import queries
from helpwell.channels.models import Envelope, Inbox
from helpwell.tickets.models import Ticket

SENDERS = 8
Mail = tuple[str, bytes]


def measure(served: Served, count: int) -> Iterator[Figure]:
    """Hand in `count` mails over eight connections, and wait until the last is on its ticket."""
    run = f"run{time.time_ns()}"
    letters = Letters(run, _answer_addresses())
    mails = [letters.write(number) for number in range(count)]
    done = Envelope.objects.filter(state=Envelope.State.DONE, message_id_header__startswith=run)
    before, begun = served.cpu(), time.perf_counter()
    asyncio.run(_hand_in(mails))
    taken = time.perf_counter() - begun
    while Envelope.objects.filter(state=Envelope.State.WAITING).exists():
        time.sleep(0.05)
    elapsed = time.perf_counter() - begun
    assert done.count() == count, f"{done.count()} of {count} arrived"
    yield Figure(
        what="inbound mail, until on tickets", clients=SENDERS, count=count, rate=count / elapsed,
        cpu=cpu_between(before, served.cpu(), count), also=f"taken in at {count / taken:.0f}/s",
    )  # fmt: skip


def _answer_addresses() -> list[str]:
    inbox = Inbox.objects.get(pk=1)
    newest = Ticket.objects.exclude(status="closed").order_by("-pk")[:500]
    return [queries.answer_address(inbox, ticket) for ticket in newest]


async def _hand_in(mails: list[Mail]) -> None:
    shares = (mails[start::SENDERS] for start in range(SENDERS))
    await asyncio.gather(*map(_send_all, shares))


async def _send_all(mails: list[Mail]) -> None:
    environment = settings.HELPWELL
    reader, writer = await asyncio.open_connection(environment.smtp_host, environment.smtp_port)
    await _answer(reader, b"220")
    await _say(reader, writer, b"HELO bench.example", b"250")
    for to, raw in mails:
        await _say(reader, writer, b"MAIL FROM:<sender@writers.example>", b"250")
        await _say(reader, writer, f"RCPT TO:<{to}>".encode(), b"250")
        await _say(reader, writer, b"DATA", b"354")
        await _say(reader, writer, raw.replace(b"\r\n.", b"\r\n..") + b".", b"250")
    writer.close()


async def _say(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: bytes, wanted: bytes
) -> None:
    writer.write(line + b"\r\n")
    await writer.drain()
    await _answer(reader, wanted)


async def _answer(reader: asyncio.StreamReader, wanted: bytes) -> None:
    line = await reader.readline()
    while line[3:4] == b"-":
        line = await reader.readline()
    if not line.startswith(wanted):
        raise RuntimeError(f"the receiver said {line!r}")
