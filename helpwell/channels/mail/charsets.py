"""Bytes into characters when the declared charset is missing, unknown, or a lie.

What a sender declares is tried first, as the superset that programs mean by it. It is not believed
where the bytes rule it out: all of them are UTF-8, or they cannot be a Western text. Then, and
where nothing is declared, the detector of Firefox judges (chardetng).
"""

import codecs
import re

import chardetng_py

from helpwell.channels.mail import japanese
from helpwell.channels.mail.charset_names import codecs_of
from helpwell.core.text import storable

MAX_DETECTED = 20_000
SURE_SEQUENCES = 4
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ESCAPED = re.compile(rb"\x1b(?:\$[@B]|\([BJI])")
_LEADS = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_WHOLE = re.compile(r"[^\x00-\x7f�]")
_HIGH = re.compile(rb"[\x80-\xff]")
_LETTER = re.compile(rb"[A-Za-z\x80-\xff]")
_CONTROLS = re.compile(rb"[\x80-\x9f]")
# Where a control character of ISO-8859 occurs, the sender meant its sibling of Windows.
_SIBLINGS = {
    "iso8859-2": "cp1250", "iso8859-7": "cp1253", "iso8859-8": "cp1255", "iso8859-13": "cp1257",
}  # fmt: skip


def decode(data: bytes, charset: str = "") -> str:
    """The characters, with `�` for what cannot be read; free of NUL and lone surrogates."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return storable(data[len(mark) :].decode(codec, "replace"))
    return storable(_decode(data, codecs_of(charset)))


def decode_header_bytes(value: bytes, charset: str = "") -> str:
    """A raw header value; what is not UTF-8 is in the charset of its body, or as it looks."""
    if not _ESCAPED.search(value):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return _decode(value, codecs_of(charset)[:1])


def _decode(data: bytes, candidates: tuple[str, ...]) -> str:
    if japanese.CODEC in candidates or (_is_western(candidates) and _ESCAPED.search(data)):
        return japanese.decode(data)
    if "utf-16" in candidates:
        return data.decode(_byte_order(data), "replace")
    if _HIGH.search(data) is None:
        return _strict(data, candidates) or data.decode("ascii", "replace")
    if (text := _as_utf8(data, candidates)) is not None:
        return text
    if (not candidates or _is_western(candidates)) and not _can_be_western(data):
        candidates = ()
    if not candidates or candidates[0] in ("utf-8", "ascii"):
        candidates = (_detected(data),)
    return _read(data, candidates)


def _read(data: bytes, candidates: tuple[str, ...]) -> str:
    """The first codec that reads every byte, or else the first one as far as it can."""
    if candidates[0] in _SIBLINGS and _CONTROLS.search(data):
        candidates = (_SIBLINGS[candidates[0]],)
    text = _strict(data, candidates)
    if text is not None:
        return text
    try:
        return data.decode(candidates[0], "replace")
    except Exception:  # a codec of the standard library that fails on hostile bytes
        return data.decode("utf-8", "replace")


def _strict(data: bytes, candidates: tuple[str, ...]) -> str | None:
    for codec in candidates:
        try:
            return data.decode(codec)
        except Exception:  # noqa: S112 some codecs of the standard library fail in odd ways
            continue
    return None


def _as_utf8(data: bytes, candidates: tuple[str, ...]) -> str | None:
    """The text where it is UTF-8 without doubt; broken UTF-8 only where it was declared."""
    is_declared = candidates[:1] == ("utf-8",)
    is_doubtful = bool(candidates) and not is_declared and not _is_western(candidates)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _mostly_utf8(data) if is_declared else None
    if is_doubtful and len(_LEADS.findall(data[:MAX_DETECTED])) < SURE_SEQUENCES:
        return None
    return text


def _mostly_utf8(data: bytes) -> str | None:
    """Damaged UTF-8, if more of it is whole than not."""
    text = data.decode("utf-8", "replace")
    return text if len(_WHOLE.findall(text)) >= max(1, text.count("�")) else None


def _is_western(candidates: tuple[str, ...]) -> bool:
    """Whether the declaration is one that programs make without looking."""
    return candidates[:1] in ((), ("ascii",), ("cp1252",), ("utf-8",), ("iso8859-15",))


def _can_be_western(data: bytes) -> bool:
    """No language written in Latin letters has every third of them outside of ASCII."""
    sample = data[:MAX_DETECTED]
    high = len(_HIGH.findall(sample))
    return high < 6 or high * 3 < len(_LETTER.findall(sample))


def _detected(data: bytes) -> str:
    name = chardetng_py.detect(data[:MAX_DETECTED])
    return next(iter(codecs_of(name)), "cp1252")


def _byte_order(data: bytes) -> str:
    """UTF-16 without a mark: of ASCII letters the upper byte is zero (else RFC 2781: big end)."""
    sample = data[:MAX_DETECTED]
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
