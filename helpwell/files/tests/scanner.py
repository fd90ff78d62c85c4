"""A stand-in for the ClamAV daemon that speaks its INSTREAM command over a real socket."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

VIRUS = b"a harmless stand-in for a virus"


@dataclass
class Scanner:
    """Finds `VIRUS`; takes at most `most` bytes; answers as it is told where `answer` is set."""

    port: int = 0
    most: int = 1 << 20
    answer: bytes = b""
    scanned: list[bytes] = field(default_factory=list)


@contextmanager
def scanner() -> Iterator[Scanner]:
    """A listening daemon."""
    told = Scanner()

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            assert self.rfile.read(10) == b"zINSTREAM\0"
            content = b""
            while length := int.from_bytes(self.rfile.read(4)):
                content += self.rfile.read(length)
                if len(content) > told.most:
                    self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                    return
            told.scanned.append(content)
            found = b"stream: Stand-In.Test FOUND\0" if VIRUS in content else b"stream: OK\0"
            self.wfile.write(told.answer or found)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        told.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield told
        server.shutdown()
