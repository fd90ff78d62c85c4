"""The machine-readable parts of reports: groups of fields (RFC 3464, 5965 and 8098)."""

import re
from collections.abc import Iterator

from helpwell.channels.mail.charsets import decode
from helpwell.channels.mail.encodings import decode_transfer
from helpwell.channels.mail.headers import decoded
from helpwell.channels.mail.structure import Part

type Fields = dict[str, str]

STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
MAX_BYTES = 400_000
MAX_TEXT = 100_000
MAX_GROUPS = 1_000
MAX_RECIPIENTS = 1_000  # of whom one report is read
_BLANK = re.compile(r"\n[ \t]*\n")
_FIELD = re.compile(r"^([\w-]{1,60})[ \t]*:[ \t]*([^\n]*(?:\n[ \t]+\S[^\n]*)*)", re.MULTILINE)
_BETWEEN = r"\s<>;,:\"'()\[\]@：；，。、（）＜＞《》「」【】"
_ADDRESS = re.compile(f"[^{_BETWEEN}]{{1,200}}@[^{_BETWEEN}]{{1,200}}")
_ID = re.compile(r"<([^<>\s]{1,900}@[^<>\s]{1,900})>")


def parts_of(root: Part, *types: str) -> Iterator[Part]:
    """The parts of a mail that have one of these media types."""
    return (part for part in root.walk() if part.content_type in types)


def beginning_of(part: Part) -> str:
    """The first MAX_TEXT characters of a part: what a report has to say stands there."""
    data = decode_transfer(part.body[:MAX_BYTES], part.encoding)
    text = decode(data, part.content.get("charset"))
    return text[: MAX_TEXT * 2].replace("\r\n", "\n").replace("\r", "\n")[:MAX_TEXT]


def groups_of(part: Part) -> list[Fields]:
    """The groups of fields in a report, each between blank lines; names in lower case."""
    blocks = _BLANK.split(beginning_of(part), maxsplit=MAX_GROUPS)
    return [fields for block in blocks if (fields := _fields_of(block))]


def _fields_of(block: str) -> Fields:
    """The first value of each name, decoded, on one line."""
    found: Fields = {}
    for match in _FIELD.finditer(block):
        found.setdefault(match[1].lower(), decoded(match[2]))
    return found


def address_in(value: str) -> str:
    """The address in a field such as `rfc822; stan@example.net`; empty when there is none."""
    return next(iter(addresses_in(value.partition(";")[2] or value)), "")


def addresses_in(text: str) -> list[str]:
    """Every address in a text, each once, in order; one with two dots in a row is none."""
    found = (match[0] for match in _ADDRESS.finditer(text))
    return list(dict.fromkeys(each.strip(".") for each in found if ".." not in each))


def ids_in(value: str) -> tuple[str, ...]:
    """Message-IDs without their brackets, each once."""
    return tuple(dict.fromkeys(_ID.findall(value)))
