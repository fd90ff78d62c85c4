"""Names of charsets: what senders write, and which codecs are meant by it."""

import codecs
import re

# Supersets first: what is called GB2312 is written by programs that know GB18030.
_CHINESE, _TAIWANESE = ("gb18030",), ("cp950", "big5hkscs")
_JAPANESE, _KOREAN = ("cp932", "shift_jis_2004"), ("cp949", "johab")
_ESCAPED = ("iso2022_jp",)
_MEANT = {
    "gb2312": _CHINESE, "gbk": _CHINESE, "gb231280": _CHINESE, "euccn": _CHINESE,
    "gb18030": _CHINESE, "cp936": _CHINESE, "cp54936": _CHINESE, "csgb2312": _CHINESE,
    "big5": _TAIWANESE, "xbig5": _TAIWANESE, "cnbig5": _TAIWANESE, "cp950": _TAIWANESE,
    "big5hkscs": ("big5hkscs", "cp950"), "cp52936": ("hz",), "hzgb2312": ("hz",),
    "shiftjis": _JAPANESE, "sjis": _JAPANESE, "mskanji": _JAPANESE, "cp932": _JAPANESE,
    "cp31j": _JAPANESE, "eucjp": ("euc_jp", "euc_jis_2004"), "cp51932": ("euc_jp",),
    "iso2022jp": _ESCAPED, "iso2022jp1": _ESCAPED, "iso2022jp2": _ESCAPED, "jis": _ESCAPED,
    "iso2022jp3": _ESCAPED, "iso2022jpms": _ESCAPED, "iso2022jpext": _ESCAPED,
    "iso2022jp2004": _ESCAPED, "csiso2022jp": _ESCAPED,
    "cp50220": _ESCAPED, "cp50221": _ESCAPED, "cp50222": _ESCAPED,
    "euckr": _KOREAN, "ksc56011987": _KOREAN, "ksc5601": _KOREAN, "korean": _KOREAN,
    "cp949": _KOREAN, "cp51949": _KOREAN, "uhc": _KOREAN,
    "iso88591": ("cp1252",), "latin1": ("cp1252",), "l1": ("cp1252",), "ansi": ("cp1252",),
    "iso88599": ("cp1254",), "latin5": ("cp1254",),
    "iso885911": ("cp874",), "tis620": ("cp874",),
    "iso88598i": ("iso8859-8",), "iso88598e": ("iso8859-8",), "iso88596i": ("iso8859-6",),
    "iso88596e": ("iso8859-6",), "logical": ("iso8859-8",), "visual": ("iso8859-8",),
    "ascii": ("ascii",), "usascii": ("ascii",), "ansix341968": ("ascii",), "cp20127": ("ascii",),
    "iso646us": ("ascii",), "7bit": ("ascii",), "8bit": (), "binary": (), "unknown8bit": (),
    "utf7": ("utf-7",), "unicode11utf7": ("utf-7",), "cp65000": ("utf-7",),
    "utf8": ("utf-8",), "utf8mb4": ("utf-8",), "unicode11utf8": ("utf-8",), "cp65001": ("utf-8",),
    "utf16": ("utf-16",), "ucs2": ("utf-16",), "iso10646ucs2": ("utf-16",),
    "macintosh": ("mac_roman",), "macroman": ("mac_roman",), "mac": ("mac_roman",),
    "maccyrillic": ("mac_cyrillic",), "koi8": ("koi8_r",), "koi8ru": ("koi8_u",),
    "cp20866": ("koi8_r",), "cp21866": ("koi8_u",), "cskoi8r": ("koi8_r",),
}  # fmt: skip
_NOISE = re.compile(r"[^a-z0-9]")
_WINDOWS = re.compile(r"(?:cs)?(?:cp|win|windows|ibm|ms|dos|codepage)(\d{2,5}j?)")
_ISO = re.compile(r"(?:cs)?iso8859(\d{1,2})")
_MAX_NAME = 60
# Codecs of Python that are not charsets, or that cost more than linear time.
_REFUSED = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"))


def codecs_of(charset: str) -> tuple[str, ...]:
    """Python's codecs in the order to try them; none for a charset that nobody knows."""
    name = charset.strip(" \t'\"").lower()[:_MAX_NAME]
    if not name or not name.isascii():
        return ()
    key = _NOISE.sub("", name)
    if found := _WINDOWS.fullmatch(key):
        key = f"cp{found[1]}"
    return next((_MEANT[k] for k in (key, key.removeprefix("x")) if k in _MEANT), None) or _known(
        (name, key, *_by_number(key))
    )


def _by_number(key: str) -> tuple[str, ...]:
    """ISO-8859 under its own name, and as the code pages 28591 to 28605."""
    if found := _ISO.fullmatch(key):
        return (f"iso8859-{found[1]}",)
    if key.startswith("cp28") and key[4:].isdigit():
        return (f"iso8859-{int(key[2:]) - 28590}",)
    return (key.removeprefix("x"),)


def _known(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        try:
            info = codecs.lookup(name)
        except (LookupError, ValueError, UnicodeError):
            continue
        is_text = getattr(info, "_is_text_encoding", True)
        if is_text and info.name.replace("-", "_") not in _REFUSED:
            return (info.name,)
    return ()
