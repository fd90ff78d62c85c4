"""A browser reduced to its connection: one kept-alive socket, one cookie."""

import socket

from benchmarks.house import House


class Browser:
    """Fetches pages as one signed-in person over one connection."""

    def __init__(self, house: House, cookie: str) -> None:
        self.cookie = cookie
        self.socket = socket.create_connection(("127.0.0.1", house.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def get(self, path: str, *, is_fragment: bool = False) -> bytes:
        """The body of a page; anything but 200 is an error."""
        extra = "HX-Request: true\r\n" if is_fragment else ""
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {self.cookie}\r\n{extra}\r\n"
        self.socket.sendall(request.encode())
        while b"\r\n\r\n" not in self.rest:
            self._read_on()
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        if b" 200 " not in head.partition(b"\r\n")[0]:
            raise RuntimeError(f"{path}: {head.decode()[:200]}")
        length = _length(head)
        while len(self.rest) < length:
            self._read_on()
        body, self.rest = self.rest[:length], self.rest[length:]
        return body

    def _read_on(self) -> None:
        piece = self.socket.recv(262_144)
        if not piece:
            raise ConnectionError("the web process closed the connection")
        self.rest += piece


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise RuntimeError("no Content-Length")
