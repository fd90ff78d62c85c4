"""Opaque S/MIME: the mail inside a signed message (RFC 5652); signatures are not judged here.

BER is read by hand: mail programs write lengths and strings in forms that DER, and so the
library for certificates, refuses.
"""

MAX_SKIPPED = 10_000
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_SEQUENCE, _SET, _OID, _OCTETS, _OCTETS_IN_PIECES, _ZERO = 0x30, 0x31, 0x06, 0x04, 0x24, 0xA0
_END = b"\0\0"


def signed_content(data: bytes) -> bytes | None:
    """What was signed; None where this is no signed message or it cannot be read."""
    try:
        return _Reader(data).signed_content()
    except (IndexError, ValueError):
        return None


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0
        self.skipped = 0

    def signed_content(self) -> bytes:
        self._enter(_SEQUENCE)
        if not self.data.startswith(_SIGNED_DATA, self.position):
            raise ValueError("no signed data")
        self.position += len(_SIGNED_DATA)
        self._enter(_ZERO)
        self._enter(_SEQUENCE)
        self._skip()  # the version
        self._skip()  # the algorithms
        self._enter(_SEQUENCE)
        self._skip()  # the kind of content
        self._enter(_ZERO)
        return self._octets()

    def _enter(self, wanted: int) -> int | None:
        """Past the head of an element of that tag; its length, None where it has an end mark."""
        tag, length = self._head()
        if tag != wanted:
            raise ValueError(f"{tag} where {wanted} was expected")
        return length

    def _head(self) -> tuple[int, int | None]:
        tag, first = self.data[self.position], self.data[self.position + 1]
        self.position += 2
        if first < 0x80:
            return tag, first
        count = first & 0x7F
        length = int.from_bytes(self.data[self.position : self.position + count])
        self.position += count
        if length > len(self.data):
            raise ValueError("longer than the whole")
        return tag, length if count else None

    def _skip(self) -> None:
        """Past one element, and all inside it."""
        open_ends = 0
        while True:
            self.skipped += 1
            if self.skipped > MAX_SKIPPED:
                raise ValueError("too much to skip")
            if open_ends and self.data.startswith(_END, self.position):
                self.position += 2
                open_ends -= 1
            else:
                _, length = self._head()
                open_ends += length is None
                self.position += length or 0
            if not open_ends:
                return

    def _octets(self) -> bytes:
        """A string in one piece or in many."""
        tag, length = self._head()
        if tag == _OCTETS and length is not None:
            return self.data[self.position : self.position + length]
        if tag != _OCTETS_IN_PIECES:
            raise ValueError("no string")
        end = len(self.data) if length is None else self.position + length
        content = bytearray()
        while self.position < end and not self.data.startswith(_END, self.position):
            size = self._enter(_OCTETS) or 0
            content += self.data[self.position : self.position + size]
            self.position += size
        return bytes(content)
