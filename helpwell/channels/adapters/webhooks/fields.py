"""The fields of a posted form, byte for byte: a mail in a field is not to be decoded."""

from email.message import Message
from urllib.parse import parse_qsl

from helpwell.channels.adapters.webhooks.calls import Call

MOST_FIELDS = 500
MULTIPART, URLENCODED = "multipart/form-data", "application/x-www-form-urlencoded"


def fields_of(call: Call) -> dict[str, bytes]:
    """The first value of each field (RFC 7578, or URL-encoded); nothing where it is no form."""
    header = _header(call.content_type)
    kind = header.get_content_type()
    if kind == URLENCODED:
        return _urlencoded(call.body)
    boundary = header.get_boundary("")
    return _multipart(call.body, boundary.encode()) if kind == MULTIPART and boundary else {}


def _urlencoded(body: bytes) -> dict[str, bytes]:
    try:
        pairs = parse_qsl(
            body.decode("latin-1"),
            keep_blank_values=True,
            encoding="latin-1",  # every byte there and back
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        return {}
    return {name: value.encode("latin-1") for name, value in reversed(pairs)}


def _multipart(body: bytes, boundary: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary, MOST_FIELDS)
    for part in parts[1:-1]:
        head, blank, value = part.partition(b"\r\n\r\n")
        name = _name_in(head)
        if blank and name:
            found.setdefault(name, value)
    return found


def _name_in(head: bytes) -> str:
    for line in head.decode("utf-8", "replace").splitlines():
        title, _colon, value = line.partition(":")
        if title.strip().lower() == "content-disposition":
            return str(
                _header(value, title="Content-Disposition").get_param(
                    "name", "", header="Content-Disposition"
                )
            )
    return ""


def _header(value: str, *, title: str = "Content-Type") -> Message:
    message = Message()
    message[title] = value.strip().replace("\r", "").replace("\n", "")
    return message
