from typing import IO

from django.core.files.storage import default_storage

from helpwell.files.models import File


def content_of(file: File) -> bytes:
    """The stored bytes, all of them."""
    with default_storage.open(file.path, "rb") as handle:
        content: bytes = handle.read()
    return content


def opened(file: File) -> IO[bytes]:
    """The stored bytes as a stream."""
    stream: IO[bytes] = default_storage.open(file.path, "rb")
    return stream
