"""Where the demo's answers end: a mail server that keeps everything and sends nothing on.

It listens on this machine only, and only while the demo is here.
"""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connections

from helpwell.demo import mailboxes

HOST = "127.0.0.1"
LARGEST = 64 * 1024 * 1024
TAKEN = "250 2.0.0 In the mail viewer of the demo"


class Keeper:
    """Keeps each mail that is handed in; what could not be kept is to be handed in again."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(1, thread_name_prefix="demo-sink")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        raw = envelope.original_content or b""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self.threads, _keep, raw, list(envelope.rcpt_tos))
        return TAKEN


def serve(stop: threading.Event, *, port: int) -> None:
    """Take mail on `port` until `stop`."""
    asyncio.run(_serve(stop, port))


async def _serve(stop: threading.Event, port: int) -> None:
    keeper = Keeper()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(keeper, data_size_limit=LARGEST, enable_SMTPUTF8=True, loop=loop), HOST, port
    )
    try:
        while not stop.is_set():
            await asyncio.sleep(0.2)
    finally:
        server.close()
        keeper.threads.shutdown()


def _keep(raw: bytes, recipients: list[str]) -> None:
    try:
        mailboxes.put(raw, recipients=recipients)
    finally:
        connections.close_all()
