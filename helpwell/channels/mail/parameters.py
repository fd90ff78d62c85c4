"""Parameters of Content-Type and Content-Disposition, with RFC 2231 and everything it forbids."""

import re
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import unquote_to_bytes

from helpwell.channels.mail.charsets import decode
from helpwell.channels.mail.headers import decode_words, unfold
from helpwell.core.text import storable

MAX_PARAMETERS = 200
_TYPE = re.compile(r"[\w!#$&^.+-]+\s*/\s*[\w!#$&^.+-]+")
_TOKEN = re.compile(r"[\w!#$&^.+-]++(?!\s*+=)")
_BEFORE = re.compile(r"(?:\([^()]*\)|[\s\"'])*+")
_BLANK = re.compile(r"\s+")
# A quote inside a quoted value is one of it if more follows before the next quote.
_PARAMETER = re.compile(
    r"""(?<![^;\s])([^\s;=*]++)((?:\*\d{0,9})?+\*?+)\s*+=\s*+"""
    r"""(?:"((?:[^"\\]|\\.|"(?!\s*(?:[;(]|\Z|[\w*-]+\s*=))(?=[^";]*"))*+)"|"?([^;]*+))""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\([\\\"])")
_NAMES = ("name", "filename")


@dataclass(slots=True)
class Parameters:
    """A value such as `text/plain` and what follows it."""

    value: str
    extra: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The parameter, decoded; empty when there is none."""
        return self.extra.get(name, "")


def parse_parameters(header: str, default: str) -> Parameters:
    """Read a header; its value falls back to `default` where it makes no sense."""
    line = _BEFORE.sub("", unfold(header), count=1)
    found = (_TYPE if "/" in default else _TOKEN).match(line)
    if found is None:
        return Parameters(default, _collect(line))
    value = _BLANK.sub("", found[0]).lower()
    return Parameters(value, _collect(line[found.end() :]))


def _collect(rest: str) -> dict[str, str]:
    simple: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, str, bool]]] = {}
    for match in islice(_PARAMETER.finditer(rest), MAX_PARAMETERS):
        name, mark = match[1].lower(), match[2]
        value = _value(name, quoted=match[3], bare=match[4])
        if mark:
            number = mark.strip("*")
            pieces.setdefault(name, []).append((int(number or 0), value, mark.endswith("*")))
        else:
            simple.setdefault(name, value)
    found = {name: storable(_lenient(value)) for name, value in simple.items()}
    return found | {name: _continued(parts) for name, parts in pieces.items()}


def _value(name: str, *, quoted: str | None, bare: str) -> str:
    """A backslash escapes quotes only: in names of files it is one of Windows."""
    if quoted is not None:
        return _ESCAPE.sub(r"\1", quoted)
    value = bare.strip()
    is_remarked = value.endswith(")") and "(" in value and name not in _NAMES
    return value.rpartition("(")[0].rstrip() if is_remarked else value


def _lenient(value: str) -> str:
    """A plain parameter, where many senders put encoded words all the same."""
    return decode_words(value) if "=?" in value else value


def _continued(parts: list[tuple[int, str, bool]]) -> str:
    """RFC 2231 pieces in their order; the first says the charset."""
    pieces = {number: (value, is_encoded) for number, value, is_encoded in reversed(parts)}
    charset, data = "", b""
    for position, (_, (value, is_encoded)) in enumerate(sorted(pieces.items())):
        text = value
        if is_encoded and position == 0 and value.count("'") >= 2:
            charset, _, text = value.split("'", 2)
        raw = text.encode("utf-8", "surrogateescape")
        data += unquote_to_bytes(raw) if is_encoded else raw
    return _lenient(decode(data, charset))
