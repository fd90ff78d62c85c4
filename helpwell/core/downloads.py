"""Strangers' files, served so that a browser runs nothing of them in our name."""

from typing import IO
from urllib.parse import quote

from django.http import FileResponse

from helpwell.core.filenames import safe_name

# Types that browsers show as pictures without running anything; all others are downloads.
PICTURES = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"}
)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}


def served(stream: IO[bytes], *, name: str, content_type: str) -> FileResponse:
    """A picture to look at, or whatever else as a download of no type."""
    if content_type not in PICTURES:
        return download(stream, name=name)
    return _response(stream, kind="inline", name=name, content_type=content_type)


def download(stream: IO[bytes], *, name: str) -> FileResponse:
    """A file to save, whatever it is."""
    return _response(stream, kind="attachment", name=name, content_type="application/octet-stream")


def _response(stream: IO[bytes], *, kind: str, name: str, content_type: str) -> FileResponse:
    response = FileResponse(stream, content_type=content_type)
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(safe_name(name), safe='')}"
    for header, value in HEADERS.items():
        response[header] = value
    return response
