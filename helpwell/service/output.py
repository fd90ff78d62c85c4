"""The words of the parts: read from their pipes, printed with a short prefix."""

import contextlib
import os
import sys
from collections import deque

WIDTH = 8
READ_BYTES = 65536
LONGEST_LINE = 16384
KEPT_LINES = 20


class Mouth:
    """The pipe a part speaks into, and the last lines it said."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.reader, self.writer = os.pipe()
        os.set_blocking(self.reader, False)
        self.last_lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._rest = b""

    def listen(self) -> None:
        """Print what has been said since; never wait for more."""
        with contextlib.suppress(BlockingIOError):
            while heard := os.read(self.reader, READ_BYTES):
                self._take(heard)

    def _take(self, heard: bytes) -> None:
        *lines, self._rest = (self._rest + heard).split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            lines, self._rest = [*lines, self._rest], b""
        for line in lines:
            text = line.decode(errors="replace").rstrip()
            self.last_lines.append(text)
            say(text, by=self.name)


def say(text: str, *, by: str = "helpwell") -> None:
    """One line on standard output; a full disk or a closed pipe there stops nobody."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(f"{by:<{WIDTH}} | {text}\n")
        sys.stdout.flush()
