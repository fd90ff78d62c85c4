"""Bytes into characters when the declared charset is missing, unknown, or a lie."""

import codecs
import re

from helpwell.core.text import storable

# What senders write, and the superset that they mean.
_MEANT = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030",
    "big5": "cp950", "big-5": "cp950", "x-x-big5": "cp950", "cn-big5": "cp950",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "windows-31j": "cp932", "ms_kanji": "cp932", "x-euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp_ext", "iso-2022-jp-ms": "iso2022_jp_ext",
    "cp50220": "iso2022_jp_ext",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "korean": "cp949",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "ansi": "cp1252",
    "ansi_x3.4-1968": "cp1252", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8", "iso-8859-6-i": "iso-8859-6",
    "unicode-1-1-utf-7": "utf-7", "x-mac-roman": "mac_roman", "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic", "koi8-ru": "koi8_u", "utf8": "utf-8", "utf-8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8", "utf-16": "utf-16",
}  # fmt: skip
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ESCAPED_JAPANESE = re.compile(rb"\x1b(?:\$[@B]|\([BJ])")
_WESTERN = ("iso-8859", "iso8859", "cp12", "windows-12")
# Codecs of Python that are not charsets, or that cost more than linear time.
_REFUSED = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"))


def decode(data: bytes, charset: str = "") -> str:
    """The characters, with `�` for what cannot be read; free of NUL and lone surrogates."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return storable(data[len(mark) :].decode(codec, "replace"))
    return storable(_decode(data, _codec(charset)))


def decode_header_bytes(value: bytes) -> str:
    """A raw header value; 8-bit bytes are UTF-8, or else Windows-1252."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def _codec(charset: str) -> str:
    """The name of Python's codec, or nothing for a charset nobody knows."""
    name = charset.strip().strip("'\"").lower().replace(" ", "")
    name = _MEANT.get(name, name)
    if not name or len(name) > 40 or not name.isascii():
        return ""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return ""
    is_text = getattr(info, "_is_text_encoding", True)
    return name if is_text and info.name.replace("-", "_") not in _REFUSED else ""


def _decode(data: bytes, codec: str) -> str:
    is_utf8 = codec in ("", "utf-8")
    if (is_utf8 or codec.startswith(_WESTERN)) and _ESCAPED_JAPANESE.search(data):
        codec = "iso2022_jp_ext"
    elif is_utf8 or codec.startswith(_WESTERN):
        text = _as_utf8(data, declared=codec == "utf-8")
        if text is not None:
            return text
        codec = "cp1252" if is_utf8 else codec
    try:
        return data.decode(codec, "replace")
    except Exception:  # a codec of the standard library that fails on hostile bytes
        return data.decode("utf-8", "replace")


def _as_utf8(data: bytes, *, declared: bool) -> str | None:
    """The text if it is UTF-8 whatever was declared; broken UTF-8 only where it was."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    has_valid = any(char > "\x7f" and char != "�" for char in text)
    return text if declared and has_valid else None
