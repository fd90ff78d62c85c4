"""ISO-2022-JP as it is really sent: with characters of Windows, half-width kana, and its variants.

The codecs of the standard library know the standards only, so its escape sequences are followed
here, and what they announce is read by the codec that knows it.
"""

import re

CODEC = "iso2022_jp"
_ESCAPE = re.compile(rb"\x1b(\$[@AB]|\$\([CDOPQ]|\([BJI]|\.[AF]|N)|[\x0e\x0f]")
_LATIN = (b"(B", b"(J", b"\x0f")
_KANA = (b"(I", b"\x0e")
_BY_OTHERS = {b"$A": "gb2312", b"$(C": "cp949"}
_LINE_END = re.compile(rb"[\r\n]")


def decode(data: bytes) -> str:
    """The characters; every line begins in ASCII (RFC 1468)."""
    try:
        return data.decode("iso2022_jp_2")
    except UnicodeDecodeError:
        return "".join(_line(line) for line in re.split(rb"(?<=\n)", data))


def _line(line: bytes) -> str:
    out, mode, position = [], b"(B", 0
    for match in _ESCAPE.finditer(line):
        out.append(_run(line[position : match.start()], mode))
        mode, position = match[1] or match[0], match.end()
    return "".join((*out, _run(line[position:], mode)))


def _run(run: bytes, mode: bytes) -> str:
    """Characters of one kind; what is 8-bit all the same is read as Shift_JIS."""
    if not run.isascii() or mode in _LATIN:
        return run.decode("cp932", "replace")
    body = _LINE_END.split(run, maxsplit=1)[0]
    rest = run[len(body) :].decode("ascii", "replace")
    if mode in _KANA:
        return bytes(byte | 0x80 for byte in body).decode("cp932", "replace") + rest
    if mode in _BY_OTHERS:
        return bytes(byte | 0x80 for byte in body).decode(_BY_OTHERS[mode], "replace") + rest
    if mode in (b"$@", b"$B"):
        return _shifted(body).decode("cp932", "replace") + rest
    if mode in (b"$(O", b"$(P", b"$(Q", b"$(D"):
        return (b"\x1b" + mode + body + b"\x1b(B").decode(_standard(mode), "replace") + rest
    return run.decode("ascii", "replace")


def _standard(mode: bytes) -> str:
    return "iso2022_jp_1" if mode == b"$(D" else "iso2022_jp_2004"


def _shifted(body: bytes) -> bytes:
    """Pairs of JIS X 0208 moved to where Shift_JIS has them."""
    out = bytearray()
    for first, second in zip(body[::2], body[1::2], strict=False):
        row = (first - 0x21) // 2
        out.append(row + (0x81 if row < 0x1F else 0xC1))
        if first % 2:
            out.append(second + (0x1F if second < 0x60 else 0x20))
        else:
            out.append(second + 0x7E)
    return bytes(out)
