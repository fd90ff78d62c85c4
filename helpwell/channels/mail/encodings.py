"""Transfer encodings, read as far as they make sense."""

import binascii
import re

_NAME_NOISE = re.compile(r"[^a-z0-9]")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]|(?<=\S) (?=\S)")
_UNSEEN = re.compile(rb"[\x00-\x08\x0e-\x1f]+")
_JUNK = re.compile(rb"[^A-Za-z0-9+/]+")
_PIECE = re.compile(rb"([^=]++)(=[=\s]*+)?")
_SOFT_BREAK = re.compile(rb"=[ \t]+(?=\r?\n|\Z)")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} ?([^\r\n]*)\r?\n", re.MULTILINE)


def decode_transfer(body: bytes, encoding: str) -> bytes:
    """The bytes behind a transfer encoding; an unknown one, or nonsense, stays as it is."""
    match _NAME_NOISE.sub("", encoding):
        case "base64" | "b64" | "b":
            return _base64(body)
        case "quotedprintable" | "qp" | "q":
            return binascii.a2b_qp(_SOFT_BREAK.sub(b"=", body))
        case "xuuencode" | "uuencode" | "uue" | "xuue":
            return _uuencoded(body)
    return body


def _base64(body: bytes) -> bytes:
    try:
        return binascii.a2b_base64(body) if _is_tidy(body) else _loose(body)
    except (binascii.Error, ValueError):
        return _loose(body)


def _is_tidy(body: bytes) -> bool:
    """Whether padding stands only at the end, and nothing that is no base64 before it."""
    first = body.find(b"=")
    is_padded_last = first < 0 or not body[first:].strip(b"=\r\n \t")
    return is_padded_last and not _NOT_BASE64.search(body)


def _loose(body: bytes) -> bytes:
    """Several padded pieces after each other, with junk between; what is no base64 stays.

    Behind a padding only whole groups of four go on; anything else is a remark of somebody.
    """
    sample = _UNSEEN.sub(b"", body[:10_000]).strip()
    if len(_NOT_BASE64.findall(sample)) * 8 > len(sample):
        return body
    out = []
    for number, piece in enumerate(_PIECE.finditer(body)):
        clean = _JUNK.sub(b"", piece[1])
        if number and len(clean) % 4 and not piece[2]:
            break
        clean = clean[:-1] if len(clean) % 4 == 1 else clean
        out.append(binascii.a2b_base64(clean + b"=" * (-len(clean) % 4)))
    return b"".join(out)


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
