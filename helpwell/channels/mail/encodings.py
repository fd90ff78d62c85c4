"""Transfer encodings, read as far as they make sense."""

import binascii
import re

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
_JUNK = re.compile(rb"[^A-Za-z0-9+/]+")
_PADDING = re.compile(rb"=+")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} ?([^\r\n]*)\r?\n", re.MULTILINE)


def decode_transfer(body: bytes, encoding: str) -> bytes:
    """The bytes behind a transfer encoding; an unknown one, or nonsense, stays as it is."""
    match encoding:
        case "base64":
            return _base64(body)
        case "quoted-printable":
            return _quoted_printable(body)
        case "x-uuencode" | "uuencode" | "uue" | "x-uue":
            return _uuencoded(body)
    return body


def _base64(body: bytes) -> bytes:
    try:
        return binascii.a2b_base64(body, strict_mode=False) if _is_tidy(body) else _loose(body)
    except (binascii.Error, ValueError):
        return _loose(body)


def _is_tidy(body: bytes) -> bool:
    """Whether padding stands only at the end."""
    first = body.find(b"=")
    return first < 0 or not body[first:].strip(b"=\r\n \t")


def _loose(body: bytes) -> bytes:
    """Several padded pieces after each other, with junk between; what is no base64 stays."""
    if len(_NOT_BASE64.findall(body[:10_000])) * 12 > len(body[:10_000].strip()):
        return body
    out = []
    for piece in _PADDING.split(body):
        clean = _JUNK.sub(b"", piece)
        clean = clean[:-1] if len(clean) % 4 == 1 else clean
        out.append(binascii.a2b_base64(clean + b"=" * (-len(clean) % 4)))
    return b"".join(out)


def _quoted_printable(body: bytes) -> bytes:
    return binascii.a2b_qp(body)


def _uuencoded(body: bytes) -> bytes:
    begin = _UU_BEGIN.search(body)
    return decode_uu_lines(body[begin.end() :] if begin else body)


def decode_uu_lines(body: bytes) -> bytes:
    """The lines of a uuencoded file up to its `end`; a broken line ends it."""
    out = []
    for line in body.splitlines():
        if line.strip() in (b"end", b"`", b""):
            break
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            wanted = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out.append(binascii.a2b_uu(line[:wanted]))
            except binascii.Error:
                break
    return b"".join(out)
