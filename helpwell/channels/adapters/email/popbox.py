"""A connection to a mailbox by POP3 (RFC 1939), signed in."""

import poplib
from contextlib import suppress
from typing import Any

from helpwell.channels.adapters.email.sentences import MailboxInUse, NoStartTls, SignInRefused
from helpwell.channels.adapters.email.servers import STARTTLS, TLS, Server, trust

CONNECTING_SECONDS = 20
ANSWERING_SECONDS = 60
LONGEST_PIECE = 64 * 1024
END = (b".\r\n", b".\n")
IN_USE = (b"[IN-USE]", b"[SYS/TEMP]", b"[LOGIN-DELAY]")  # RFC 2449, section 8.1, and RFC 3206


class Reading:
    """Reads long answers in pieces and byte for byte; the library stops at lines of 2 KB."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        try:
            super().__init__(*args, **settings)
        except BaseException:
            if hasattr(self, "file"):  # the library leaves it open when the greeting is wrong
                self.close()  # type: ignore[attr-defined]
            raise

    def content(self, command: str, *, most: int) -> bytes:
        """What the server answers to `command`, up to about `most` bytes of it."""
        self._shortcmd(command)  # type: ignore[attr-defined]
        pieces: list[bytes] = []
        size, is_new_line = 0, True
        while line := self.file.readline(LONGEST_PIECE):  # type: ignore[attr-defined]
            if is_new_line and line.startswith(b"."):
                if line in END:
                    return b"".join(pieces)
                line = line[1:]
            is_new_line = line.endswith(b"\n")
            if size < most:
                pieces.append(line)
                size += len(line)
        raise ConnectionResetError


class PlainBox(Reading, poplib.POP3):
    """A connection that begins in plain text."""


class TlsBox(Reading, poplib.POP3_SSL):
    """A connection that is TLS from its first byte."""


Popbox = PlainBox | TlsBox


def connect(server: Server) -> Popbox:
    """Connect, secure as chosen, and sign in."""
    box = reach(server)
    try:
        secure(box, server)
        sign_in(box, server)
    except BaseException:
        drop(box)
        raise
    return box


def reach(server: Server) -> Popbox:
    """Connect and be greeted."""
    box: Popbox
    if server.security == TLS:
        box = TlsBox(server.host, server.port, timeout=CONNECTING_SECONDS, context=trust())
    else:
        box = PlainBox(server.host, server.port, timeout=CONNECTING_SECONDS)
    box.sock.settimeout(ANSWERING_SECONDS)
    return box


def secure(box: Popbox, server: Server) -> None:
    """Switch to TLS where STARTTLS was chosen."""
    if server.security == STARTTLS:
        if "STLS" not in _abilities(box):
            raise NoStartTls
        box.stls(trust())


def sign_in(box: Popbox, server: Server) -> None:
    """Give user name and password."""
    try:
        box.user(server.user)
        box.pass_(server.password)
    except poplib.error_proto as refusal:
        said = refusal.args[0] if refusal.args else b""
        if any(code in said for code in IN_USE):
            raise MailboxInUse(said) from refusal
        raise SignInRefused(said) from refusal


def numbers(box: Popbox) -> dict[str, int]:
    """The number of every mail by its UIDL, in the order of the mailbox."""
    _answer, lines, _size = box.uidl()
    pairs = (line.decode("ascii", "replace").split(" ", 1) for line in lines)
    return {uidl.strip(): int(number) for number, uidl in pairs}


def sizes(box: Popbox) -> dict[int, int]:
    """Bytes of every mail, by its number."""
    _answer, lines, _size = box.list()
    return {int(line.split()[0]): int(line.split()[1]) for line in lines}


def hang_up(box: Popbox) -> None:
    """Say goodbye, whereupon the server deletes what it was told to."""
    try:
        box.quit()
    finally:
        drop(box)


def drop(box: Popbox) -> None:
    """Close the connection, whatever state it is in; nothing is deleted then."""
    with suppress(OSError, poplib.error_proto):
        box.close()


def _abilities(box: Popbox) -> dict[str, list[str]]:
    try:
        return box.capa()
    except poplib.error_proto:
        return {}
