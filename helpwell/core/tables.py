"""Lists as files to save: CSV that no spreadsheet calculates, and JSON; both in a stream."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from urllib.parse import quote

from django.http import StreamingHttpResponse

from helpwell.core.filenames import safe_name

# What begins a formula in Excel, LibreOffice or Google Sheets, wide forms included (OWASP,
# "CSV Injection"); a tab, a return or a blank before it does not stop all of them.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")
SHIELD = "'"
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as something else

type Cell = str | int | float | Decimal | datetime | None


def shielded(value: Cell) -> str:
    """A cell as text that no spreadsheet calculates; numbers of ours stay numbers."""
    if value is None or isinstance(value, int | float | Decimal):
        return "" if value is None else str(value)
    text = value.isoformat() if isinstance(value, datetime) else value.replace("\0", "")
    is_dangerous = text.lstrip().startswith(FORMULA) or text[:1] in ("\t", "\r", "\n", SHIELD)
    return SHIELD + text if is_dangerous else text


def unshielded(text: str) -> str:
    """What a cell said before `shielded`."""
    is_ours = text.startswith(SHIELD) and shielded(text[1:]) == text
    return text[1:] if is_ours else text


def csv_of(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a CSV file (RFC 4180), the head first, each as soon as its row is there.

    Every cell stands in quotes: a semicolon in it, too, is no end of it anywhere.
    """
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK + writer.writerow([shielded(name) for name in head])
    for row in rows:
        yield writer.writerow([shielded(cell) for cell in row])


def json_of(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """The pieces of a JSON array of objects, one a line, each as soon as its row is there."""
    before = "[\n"
    for row in rows:
        yield before + json.dumps(row, default=_plain, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def csv_download(
    name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> StreamingHttpResponse:
    """A CSV file to save, sent while it is read."""
    return _download(csv_of(head, rows), name=f"{name}.csv", content_type="text/csv")


def json_download(name: str, rows: Iterable[Mapping[str, object]]) -> StreamingHttpResponse:
    """A JSON file to save, sent while it is read."""
    return _download(json_of(rows), name=f"{name}.json", content_type="application/json")


class _Line:
    """Gives back the line that a csv.writer writes."""

    def write(self, line: str) -> str:
        return line


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _download(pieces: Iterator[str], *, name: str, content_type: str) -> StreamingHttpResponse:
    encoded = (piece.encode("utf-8", "replace") for piece in pieces)
    response = StreamingHttpResponse(encoded, content_type=f"{content_type}; charset=utf-8")
    disposition = f"attachment; filename*=UTF-8''{quote(safe_name(name), safe='')}"
    response["Content-Disposition"] = disposition
    response["X-Content-Type-Options"] = "nosniff"
    return response
