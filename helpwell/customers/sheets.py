"""Files of rows as other programs save them: in whatever encoding, with whatever separator."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import chardetng_py

from helpwell.core.tables import unshielded
from helpwell.core.text import storable
from helpwell.customers.errors import NotReadable, TooLarge

MOST_ROWS = 100_000
MOST_BYTES = 50_000_000
MOST_COLUMNS = 200
LONGEST_CELL = 2_000_000  # characters
LOOKED_AT = 200_000  # bytes from which encoding and separator are told
SEPARATORS = (",", ";", "\t", "|")
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
type Cells = list[str]


@dataclass(frozen=True)
class Sheet:
    """A file read as a table."""

    content: bytes
    encoding: str
    delimiter: str

    @classmethod
    def of(cls, content: bytes) -> "Sheet":
        """Found out from the bytes; refuses what is too large or no table at all."""
        if len(content) > MOST_BYTES:
            raise TooLarge
        encoding = _encoding_of(content)
        begin = content[:LOOKED_AT].decode(encoding, "replace")
        if "\0" in begin or not begin.strip():
            raise NotReadable
        return cls(content, encoding, _separator_of(begin))

    @property
    def head(self) -> Cells:
        """The names of the columns."""
        return [" ".join(cell.split())[:120] for cell in next(self._all(), [])[:MOST_COLUMNS]]

    def rows(self) -> Iterator[Cells]:
        """What stands below the head, without empty rows."""
        rows = self._all()
        next(rows, None)
        yield from rows

    def count(self) -> int:
        """How many rows there are; refuses more than `MOST_ROWS`."""
        number = 0
        for number, _ in enumerate(self.rows(), start=1):
            if number > MOST_ROWS:
                raise TooLarge
        return number

    def _all(self) -> Iterator[Cells]:
        csv.field_size_limit(LONGEST_CELL)
        stream = io.TextIOWrapper(
            io.BytesIO(self.content), self.encoding, errors="replace", newline=""
        )
        lines = (line.replace("\0", "") for line in stream)
        try:
            for cells in csv.reader(lines, delimiter=self.delimiter):
                if any(cell.strip() for cell in cells):
                    yield [unshielded(storable(cell)) for cell in cells[:MOST_COLUMNS]]
        except csv.Error as error:
            raise NotReadable from error


def _encoding_of(content: bytes) -> str:
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return encoding
    if _is_utf8(content[:LOOKED_AT]):
        return "utf-8"
    name: str = chardetng_py.detect(content[:LOOKED_AT])
    try:
        "".encode(name)
    except LookupError:
        return "utf-8"
    return name.lower()


def _is_utf8(begin: bytes) -> bool:
    """Whether it is, but for a letter that the end has cut."""
    try:
        begin.decode("utf-8")
    except UnicodeDecodeError as error:
        return len(begin) == LOOKED_AT and error.start > LOOKED_AT - 4
    return True


def _separator_of(begin: str) -> str:
    """The one that cuts the first lines into equally many cells, and most of them."""
    lines = [line for line in begin.splitlines()[:20] if line.strip()]

    def fitness(separator: str) -> tuple[int, int]:
        try:
            rows = list(csv.reader(lines, delimiter=separator))
        except csv.Error:
            return (0, 0)
        widths = [len(row) for row in rows]
        alike = sum(width == widths[0] for width in widths) if widths[0] > 1 else 0
        return (alike, widths[0])

    return max(SEPARATORS, key=fitness)
