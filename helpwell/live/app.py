"""The live process: a raw ASGI app that streams topics to pages as server-sent events.

It imports no Django and holds no database but one listening connection, so that a client costs
kilobytes and a message microseconds.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from helpwell.live import passes
from helpwell.live.hub import Hub, offer
from helpwell.service.environment import Environment

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
HEARTBEAT_SECONDS = 20
ASK_AGAIN = b"event: again\ndata: your rights may have changed\n\n"
GOODBYE = ""  # wakes a stream whose page has gone
EVENT_STREAM = (b"content-type", b"text/event-stream; charset=utf-8")

environment = Environment.from_environ()
hub = Hub(environment.database)
key = environment.secret_key()


async def app(scope: Message, receive: Receive, send: Send) -> None:
    """`/?pass=…` streams, `/health` tells whether PostgreSQL is heard; any prefix is fine."""
    if scope["type"] == "lifespan":
        await _live_and_die(receive, send)
    elif scope["type"] == "http" and scope["path"].endswith("/health"):
        await _answer(send, 200 if hub.is_listening else 503, b"live\n")
    elif scope["type"] == "http":
        await _stream(scope, receive, send)


async def _live_and_die(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            hub.start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await hub.stop()
            return await send({"type": "lifespan.shutdown.complete"})


async def _stream(scope: Message, receive: Receive, send: Send) -> None:
    texts = parse_qs(scope["query_string"].decode("latin-1")).get("pass", [""])
    admitted = passes.read(texts[0], key=key)
    if admitted is None or hub.is_void(admitted):
        return await _answer(send, 403, b"this pass is not valid any more\n")
    await _start(scope, send)
    queue = hub.follow(admitted)
    gone = asyncio.ensure_future(_until_gone(receive))
    try:
        await _pump(queue, gone, send, admitted)
    finally:
        hub.leave(admitted, queue)
        gone.cancel()


async def _pump(
    queue: asyncio.Queue[str], gone: asyncio.Future[None], send: Send, admitted: passes.Pass
) -> None:
    """Send topics as they come and a comment now and then, until the client or the pass goes; the
    last word to the bearer of one that has become void is to ask anew."""
    gone.add_done_callback(lambda _: offer(queue, GOODBYE))
    while time.time() < admitted.expires_at:
        piece = await _next_piece(queue)
        if gone.done():
            break
        is_void = hub.is_void(admitted)
        await _send_piece(send, ASK_AGAIN if is_void else piece)
        if is_void:
            break
    await send({"type": "http.response.body", "body": b""})


async def _next_piece(queue: asyncio.Queue[str]) -> bytes:
    try:
        async with asyncio.timeout(HEARTBEAT_SECONDS):
            return f"event: changed\ndata: {await queue.get()}\n\n".encode()
    except TimeoutError:
        return b": still here\n\n"


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _start(scope: Message, send: Send) -> None:
    headers = [EVENT_STREAM, (b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")]
    origin = dict(scope["headers"]).get(b"origin")
    if origin:  # the pass in the address is the credential, so any origin that holds it may listen
        headers.append((b"access-control-allow-origin", origin))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await _send_piece(send, b"retry: 2000\n\n")


async def _send_piece(send: Send, piece: bytes) -> None:
    await send({"type": "http.response.body", "body": piece, "more_body": True})


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain"), (b"access-control-allow-origin", b"*")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
