"""Parameters of Content-Type and Content-Disposition, with RFC 2231 and everything it forbids."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from helpwell.channels.mail.charsets import decode
from helpwell.channels.mail.headers import decode_words, unfold
from helpwell.core.text import storable

MAX_PARAMETERS = 200
_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+")
_PARAMETER = re.compile(
    r"""[;\s]*+([^\s;=*]++)((?:\*\d{0,9})?+\*?+)\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)"?|([^;]*+))""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


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
    line = unfold(header)
    value, _, rest = line.partition(";")
    value = value.partition("\n")[0].strip().lower()
    if "/" in default:
        found = _TYPE.match(re.sub(r"\s*/\s*", "/", value[:200]))
        if found and found.end() < len(value) and not rest:
            rest = line[found.end() :]
        value = found[0] if found else default
    return Parameters(value or default, _collect(rest))


def _collect(rest: str) -> dict[str, str]:
    simple: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, str, bool]]] = {}
    for count, match in enumerate(_PARAMETER.finditer(rest)):
        if count == MAX_PARAMETERS:
            break
        name, mark = match[1].lower(), match[2]
        value = _ESCAPE.sub(r"\1", match[3]) if match[3] is not None else match[4].strip()
        if mark:
            number = mark.strip("*")
            pieces.setdefault(name, []).append((int(number or 0), value, mark.endswith("*")))
        else:
            simple.setdefault(name, value)
    found = {name: storable(_lenient(value)) for name, value in simple.items()}
    return found | {name: _continued(parts) for name, parts in pieces.items()}


def _lenient(value: str) -> str:
    """A plain parameter, where many senders put encoded words all the same."""
    return decode_words(value) if "=?" in value else value


def _continued(parts: list[tuple[int, str, bool]]) -> str:
    """RFC 2231 pieces in their order; the first says the charset."""
    charset, data = "utf-8", b""
    for position, (_, value, is_encoded) in enumerate(sorted(parts, key=lambda part: part[0])):
        if is_encoded:
            text = value
            if position == 0 and value.count("'") >= 2:
                charset, _, text = value.split("'", 2)
            data += unquote_to_bytes(text.encode("utf-8", "replace"))
        else:
            data += value.encode(charset if _is_plain(charset) else "utf-8", "replace")
    return decode(data, charset)


def _is_plain(charset: str) -> bool:
    return charset.lower() in ("utf-8", "iso-8859-1", "us-ascii")
