from typing import IO

from django.core.files.storage import default_storage

from helpwell.files.models import File, Scan


def content_of(file: File) -> bytes:
    """The stored bytes, all of them."""
    with default_storage.open(file.path, "rb") as handle:
        content: bytes = handle.read()
    return content


def opened(file: File) -> IO[bytes]:
    """The stored bytes as a stream."""
    stream: IO[bytes] = default_storage.open(file.path, "rb")
    return stream


def scanner_trouble() -> tuple[int, str]:
    """How many files wait because scanning them failed, and what was said last."""
    failed = Scan.objects.filter(state=Scan.State.WAITING).exclude(error="")
    last = failed.order_by("-next_try_at").values_list("error", flat=True).first()
    return failed.count(), last or ""
