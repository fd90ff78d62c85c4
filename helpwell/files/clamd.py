"""Asking a ClamAV daemon about a file by INSTREAM (clamd(8)), over TCP or a Unix socket."""

import socket
from dataclasses import dataclass
from typing import IO

TIMEOUT_SECONDS = 60
CHUNK = 1 << 16
LONGEST_ANSWER = 4096

Place = str | tuple[str, int]


@dataclass(frozen=True)
class Verdict:
    """What the daemon found, if anything; `is_refused` when the file is not one it looks at."""

    found: str = ""
    is_refused: bool = False


class ScannerAway(Exception):  # noqa: N818 - a state, as refusals are
    """The daemon is not there or does not answer as one; nothing is known about the file."""


def scan(stream: IO[bytes], *, at: Place) -> Verdict:
    """Hand the bytes to the daemon and read its verdict; raises ScannerAway."""
    try:
        with _connected(at) as connection:
            connection.sendall(b"zINSTREAM\0")
            _hand_over(connection, stream)
            return _verdict(_answer(connection))
    except OSError as error:
        raise ScannerAway(str(error) or type(error).__name__) from error


def _connected(at: Place) -> socket.socket:
    if isinstance(at, tuple):
        return socket.create_connection(at, timeout=TIMEOUT_SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(TIMEOUT_SECONDS)
    try:
        connection.connect(at)
    except OSError:
        connection.close()
        raise
    return connection


def _hand_over(connection: socket.socket, stream: IO[bytes]) -> None:
    """Send pieces behind their lengths; a daemon that has had enough closes, and has said why."""
    try:
        while piece := stream.read(CHUNK):
            connection.sendall(len(piece).to_bytes(4) + piece)
        connection.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        return


def _answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        piece = connection.recv(1024)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def _verdict(answer: str) -> Verdict:
    said = answer.removeprefix("stream:").strip()
    if said == "OK":
        return Verdict()
    if said.endswith(" FOUND"):
        return Verdict(found=said.removesuffix(" FOUND"))
    if "size limit exceeded" in said:
        return Verdict(is_refused=True)
    raise ScannerAway(said[:200] or "no answer")
