"""A raw mail cut into its parts: one pass over the bytes, no recursion, no copying."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpwell.channels.mail.headers import Headers
from helpwell.channels.mail.parameters import Parameters, parse_parameters

MAX_PARTS = 10_000
_DELIMITER = re.compile(rb"^--([^\r\n]*)", re.MULTILINE)
_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
_UTF8_FIELD = re.compile(rb"[!-9;-~\x80-\xff]+[ \t]*:")


@dataclass(eq=False, slots=True)
class Part:
    """One MIME part: its headers and where its body lies in the raw mail."""

    raw: bytes = field(repr=False)
    headers: Headers
    start: int
    end: int
    parent: "Part | None" = None
    children: "list[Part]" = field(default_factory=list)
    content: Parameters = field(init=False)

    def __post_init__(self) -> None:
        in_digest = self.parent is not None and self.parent.content_type == "multipart/digest"
        default = "message/rfc822" if in_digest else "text/plain"
        self.content = parse_parameters(self.headers.first_raw("content-type"), default)

    @property
    def content_type(self) -> str:
        """The media type in lower case; a container that holds nothing is plain text."""
        return self.content.value

    @property
    def encoding(self) -> str:
        """The transfer encoding in lower case."""
        value = self.headers.first("content-transfer-encoding").lower()
        return value.partition(";")[0].strip().strip('"').rstrip(".")

    @property
    def is_container(self) -> bool:
        """Whether the part holds other parts of this mail (an attached mail's are its own)."""
        return self.content_type.startswith("multipart/") and bool(self.children)

    @property
    def body(self) -> bytes:
        """The body as it was sent, still in its transfer encoding."""
        return self.raw[self.start : max(self.start, self.end)]

    def walk(self) -> "Iterator[Part]":
        """This part and all inside, in order, not into attached mails."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            if part.is_container:
                waiting.extend(reversed(part.children))


def split(raw: bytes) -> Part:
    """The tree of parts; any bytes are at least one part of plain text."""
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    splitter = _Splitter(raw)
    splitter.run()
    return splitter.root


class _Splitter:
    """The containers that are open while the delimiters go by."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.open: list[tuple[bytes, Part]] = []
        self.levels: dict[bytes, list[int]] = {}
        self.parts = 0
        self.leaf: Part | None = None
        self.root = self._begin(_after_envelope(raw), None)

    def run(self) -> None:
        for match in _DELIMITER.finditer(self.raw, self.root.start):
            if not self.open:
                break
            line = match[1].rstrip()
            if line in self.levels:
                self._next(match, line)
            elif line.endswith(b"--") and line[:-2] in self.levels:
                self._finish(match.start(), self.levels[line[:-2]][-1])

    def _next(self, match: re.Match[bytes], boundary: bytes) -> None:
        if self.parts >= MAX_PARTS:
            return
        level = self.levels[boundary][-1]
        self._finish(match.start(), level + 1)
        container = self.open[level][1]
        start = self.raw.find(b"\n", match.end()) + 1 or len(self.raw)
        container.children.append(self._begin(start, container))

    def _finish(self, position: int, level: int) -> None:
        """End the current leaf and every container opened at `level` or deeper."""
        end = _before_newline(self.raw, position)
        if self.leaf:
            self.leaf.end = end
            self.leaf = None
        while len(self.open) > level:
            boundary, container = self.open.pop()
            container.end = end
            self.levels[boundary].pop()
            if not self.levels[boundary]:
                del self.levels[boundary]

    def _begin(self, start: int, parent: Part | None) -> Part:
        self.parts += 1
        headers, body = read_headers(self.raw, start)
        part = Part(self.raw, headers, body, len(self.raw), parent)
        boundary = part.content.get("boundary").rstrip().encode("utf-8", "surrogateescape")
        if boundary and part.content_type.startswith("multipart/"):
            self.levels.setdefault(boundary, []).append(len(self.open))
            self.open.append((boundary, part))
            self.leaf = None
        else:
            self.leaf = part
        return part


def read_headers(raw: bytes, start: int) -> tuple[Headers, int]:
    """The header block that begins at `start`, and where the body begins."""
    lines: list[tuple[int, int]] = []
    position, end = start, len(raw)
    while position < end:
        after = raw.find(b"\n", position) + 1 or end
        first = raw[position : position + 1]
        if first in (b"\n", b"") or raw[position:after] == b"\r\n":
            return Headers(raw, lines), after
        if first in (b" ", b"\t") and lines:
            lines[-1] = (lines[-1][0], after)
        elif _is_field(raw, position, after):
            lines.append((position, after))
        elif not raw[position:after].strip() or not raw.startswith(b">From ", position):
            return Headers(raw, lines), position
        position = after
    return Headers(raw, lines), end


def _is_field(raw: bytes, start: int, end: int) -> bool:
    return bool(_FIELD.match(raw, start, end) or _UTF8_FIELD.match(raw, start, end))


def _after_envelope(raw: bytes) -> int:
    """Past blank lines and the `From ` line that mailbox files put before a mail."""
    start = len(raw) - len(raw.lstrip(b"\r\n\xef\xbb\xbf"))
    if raw.startswith(b"From ", start):
        return raw.find(b"\n", start) + 1 or len(raw)
    return start


def _before_newline(raw: bytes, position: int) -> int:
    if raw[position - 2 : position] == b"\r\n":
        return position - 2
    return position - 1 if raw[position - 1 : position] == b"\n" else position
