"""The built-in receiver: a mail server hands us mail by SMTP or LMTP."""

import asyncio
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import urlsplit

import uvloop
from django.conf import settings

from helpwell.channels.adapters.email.certificate import Certificate
from helpwell.channels.adapters.email.reception import (
    Busy,
    Conversation,
    LmtpConversation,
    Reception,
)

STORING_THREADS = 4
MOST_CONNECTIONS = 200
LEAVING_SECONDS = 8


def serve(stop: threading.Event) -> None:
    """Take mail until `stop`; then finish what is in hand."""
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # it would log every strange client
    with (
        ThreadPoolExecutor(STORING_THREADS, thread_name_prefix="receiver") as threads,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        runner.run(_serve(stop, threads))


async def _serve(stop: threading.Event, threads: ThreadPoolExecutor) -> None:
    reception = Reception(threads)
    servers = [await _listen(reception, Conversation, settings.HELPWELL.smtp_port)]
    if settings.HELPWELL.lmtp_port:
        servers.append(await _listen(reception, LmtpConversation, settings.HELPWELL.lmtp_port))
    while not stop.is_set():
        await asyncio.sleep(0.2)
    for server in servers:
        server.close()
    await _finish(reception)


async def _finish(reception: Reception) -> None:
    """Let the mails in hand be stored and answered, but not for ever; then hang up."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LEAVING_SECONDS):
            while reception.in_hand:
                await asyncio.sleep(0.05)
    for conversation in list(reception.conversations):
        conversation.hang_up()
    while reception.conversations:
        await asyncio.sleep(0.01)


async def _listen(reception: Reception, kind: type[Conversation], port: int) -> asyncio.Server:
    """Open a port for conversations of `kind`; one too many is told to come back."""
    hostname = urlsplit(settings.HELPWELL.url).hostname or "localhost"
    certificate = Certificate(settings.HELPWELL.smtp_certificate)

    def welcome() -> asyncio.Protocol:
        is_full = len(reception.conversations) >= MOST_CONNECTIONS
        return Busy() if is_full else kind(reception, hostname=hostname, tls=certificate.context())

    loop = asyncio.get_running_loop()
    return await loop.create_server(welcome, settings.HELPWELL.smtp_host, port, backlog=512)
