"""A raw mail cut into its parts: one pass over the bytes, no recursion, no copying."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpwell.channels.mail.headers import Headers
from helpwell.channels.mail.parameters import Parameters, parse_parameters

MAX_PARTS = 10_000
MAX_ID = 500
MAX_GUESSES = 20
MAX_GUESSED = 20_000  # bytes looked at for a boundary that was not said
_BARE_PART = re.compile(rb"\s{0,10}^--\S[^\r\n]{0,199}\r?\nContent-", re.MULTILINE | re.IGNORECASE)
_LONE_RETURN = re.compile(rb"\r(?!\n)")
_FIRST_DELIMITER = re.compile(rb"^--([^\s][^\r\n]{0,199}?)[ \t]*\r?$", re.MULTILINE)
_DELIMITER = re.compile(rb"^--([^\r\n]*)", re.MULTILINE)
_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
_KNOWN_FIELD = re.compile(
    rb"(?:From|To|Cc|Bcc|Subject|Date|Received|Sender|Reply-To|Message-ID|In-Reply-To|References"
    rb"|MIME-Version|Return-Path|Delivered-To|User-Agent|Importance|Priority|Organization"
    rb"|Content-[A-Za-z-]+|X-[A-Za-z0-9-]+|List-[A-Za-z-]+|DKIM-Signature|Authentication-Results"
    rb"|Thread-[A-Za-z]+|Errors-To|Precedence|Auto-Submitted)[ \t]*:",
    re.IGNORECASE,
)
_FOLDS = re.compile(rb"(?:[ \t][^\n]*\n){0,20}")
_BLANK = re.compile(rb"(?:[ \t]*+[\r\n\xef\xbb\xbf]++)*+")
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
    def subtype(self) -> str:
        """What stands behind the slash of the type."""
        return self.content_type.partition("/")[2]

    @property
    def content_id(self) -> str:
        """By which other parts refer to it, without angle brackets; mostly empty."""
        return self.headers.first("content-id").strip("<> ")[:MAX_ID]

    @property
    def encoding(self) -> str:
        """The transfer encoding in lower case."""
        value = self.headers.first("content-transfer-encoding").lower()
        return value.partition(";")[0].partition("(")[0].strip()

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
    splitter = _Splitter(_with_newlines(raw))
    splitter.run()
    return splitter.root


def _with_newlines(raw: bytes) -> bytes:
    """A mail of old Macintosh line ends (CR alone) gets ones that others know."""
    newline, blank = raw.find(b"\n"), raw.find(b"\r\r")
    if newline < 0:
        return raw.replace(b"\r", b"\n")
    is_head_of_returns = 0 <= blank < newline
    return _LONE_RETURN.sub(b"\n", raw) if is_head_of_returns else raw


class _Splitter:
    """The containers that are open while the delimiters go by."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.open: list[tuple[bytes, Part]] = []
        self.levels: dict[bytes, list[int]] = {}
        self.parts = self.guesses = 0
        self.leaf: Part | None = None
        self.root = self._begin(_after_envelope(raw), None)

    def run(self) -> None:
        for match in _DELIMITER.finditer(self.raw, self.root.start):
            if not self.open:
                break
            line = match[1].rstrip()
            if line in self.levels:
                self._next(match, line)
            elif closed := self._closed_by(line):
                self._finish(match.start(), self.levels[closed][-1])

    def _closed_by(self, line: bytes) -> bytes:
        """The boundary that a line ends, maybe with a dash missing or a remark behind it."""
        if line[-1:] not in (b"-", b";") and b"--" not in line[1:]:
            return b""
        candidates = (line[:-2], line.rstrip(b"-; \t"), line[: line.rfind(b"--")])
        return next((known for known in candidates if known in self.levels), b"")

    def _next(self, match: re.Match[bytes], boundary: bytes) -> None:
        if self.parts >= MAX_PARTS:
            return
        level = self.levels[boundary][-1]
        self._finish(match.start(), level + 1)
        container = self.open[level][1]
        start = self.raw.find(b"\n", match.end()) + 1 or len(self.raw)
        if start < len(self.raw):  # a mail cut off here has no part more
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
        boundary = self._boundary_of(part)
        if boundary:
            self.levels.setdefault(boundary, []).append(len(self.open))
            self.open.append((boundary, part))
            self.leaf = None
        else:
            self.leaf = part
        return part

    def _boundary_of(self, part: Part) -> bytes:
        """What parts the part, said or, where that was forgotten, seen in its body; or nothing."""
        if not part.content_type.startswith("multipart/") and not self._is_bare(part):
            return b""
        said = part.content.get("boundary").rstrip().encode("utf-8", "surrogateescape")
        if said or self.guesses >= MAX_GUESSES:
            return said
        self.guesses += 1
        seen = _FIRST_DELIMITER.search(self.raw, part.start, part.start + MAX_GUESSED)
        is_closed = seen and self.raw.find(b"--" + seen[1] + b"--", seen.end()) > 0
        return seen[1] if seen and is_closed else b""

    def _is_bare(self, part: Part) -> bool:
        """Whether a mail forgot to say that it has parts: it begins with one."""
        is_untyped = part.parent is None and not part.headers.first_raw("content-type")
        if not is_untyped or not _BARE_PART.match(self.raw, part.start):
            return False
        part.content.value = "multipart/mixed"
        return True


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
        elif not _is_damage(raw, position, after):
            return Headers(raw, lines), position
        position = after
    return Headers(raw, lines), end


def _is_damage(raw: bytes, start: int, end: int) -> bool:
    """Whether a line that is no field stands in a head all the same, which goes on after it."""
    if raw.startswith(b">From ", start):
        return True
    return bool(raw[start:end].strip()) and bool(_KNOWN_FIELD.match(raw, _after_folds(raw, end)))


def _after_folds(raw: bytes, start: int) -> int:
    """Past a few lines that continue the one before `start`."""
    folds = _FOLDS.match(raw, start)
    return folds.end() if folds else start


def _is_field(raw: bytes, start: int, end: int) -> bool:
    return bool(_FIELD.match(raw, start, end) or _UTF8_FIELD.match(raw, start, end))


def _after_envelope(raw: bytes) -> int:
    """Past blank lines and the `From ` line that mailbox files put before a mail."""
    blank = _BLANK.match(raw)
    start = blank.end() if blank else 0
    if raw.startswith((b"From ", b">From "), start) and not _FIELD.match(raw, start):
        return raw.find(b"\n", start) + 1 or len(raw)
    return start


def _before_newline(raw: bytes, position: int) -> int:
    if raw[position - 2 : position] == b"\r\n":
        return position - 2
    return position - 1 if raw[position - 1 : position] == b"\n" else position
