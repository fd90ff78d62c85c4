"""The mail that follows DATA, read in large pieces rather than line by line."""

import asyncio
from collections.abc import Awaitable, Callable

END = b"\r\n.\r\n"
EVERYTHING = 4 * 1024 * 1024  # more than a reader ever holds, so a read leaves nothing behind


class TooLarge(Exception):  # noqa: N818 - named by the state
    """The mail is larger than we take; `is_over` when its end was reached all the same."""

    def __init__(self, *, is_over: bool) -> None:
        super().__init__()
        self.is_over = is_over


async def content_from(
    reader: asyncio.StreamReader, *, most: int, on_progress: Callable[[int], Awaitable[None]]
) -> bytes:
    """The mail as it was before the sender doubled its leading dots (RFC 5321, section 4.5.2).

    Only CR LF dot CR LF ends it, so nobody smuggles a second mail behind a bare line feed. What
    comes after stays in `reader`. `most` bytes are kept; `on_progress` hears how many there are.
    """
    held = bytearray(b"\r\n")  # a dot in the first line is like one in any other
    end = -1
    while end < 0:
        seen = len(held)
        held += await _piece(reader)
        end = held.find(END, max(0, seen - len(END)))
        if len(held) > most + len(END):
            raise TooLarge(is_over=await _skip_to_end(reader, held, most=most))
        await on_progress(len(held))
    _give_back(reader, held, end)
    return _undotted(held)


def _give_back(reader: asyncio.StreamReader, held: bytearray, end: int) -> None:
    """Return what came after the end, and leave only the mail in `held`."""
    if rest := bytes(held[end + len(END) :]):
        reader.feed_data(rest)
    del held[end + 2 :]


def _undotted(held: bytearray) -> bytes:
    if b"\r\n." in held:
        held = held.replace(b"\r\n.", b"\r\n")
    del held[:2]
    return bytes(held)


async def _skip_to_end(reader: asyncio.StreamReader, held: bytearray, *, most: int) -> bool:
    """Read on without keeping anything, at most as much again; whether the end came."""
    skipped = 0
    while (end := held.find(END)) < 0:
        del held[: 1 - len(END)]
        if skipped > most:
            return False
        piece = await _piece(reader)
        held += piece
        skipped += len(piece)
    _give_back(reader, held, end)
    return True


async def _piece(reader: asyncio.StreamReader) -> bytes:
    piece = await reader.read(EVERYTHING)
    if not piece:
        raise ConnectionResetError
    return piece
