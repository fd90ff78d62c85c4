"""The receiver's certificate, with which it offers STARTTLS to mail servers (RFC 3207)."""

import logging
import ssl
from pathlib import Path

log = logging.getLogger(__name__)


class Certificate:
    """Files that are read again when they have changed, as renewals do; without them, or while they
    cannot be read, mail comes in plain text rather than not at all."""

    def __init__(self, files: tuple[Path, Path] | None) -> None:
        self._files = files
        self._seen: tuple[float, ...] | None = None
        self._context: ssl.SSLContext | None = None

    def context(self) -> ssl.SSLContext | None:
        """What a conversation is secured with, if it can be."""
        if self._files:
            self._look(*self._files)
        return self._context

    def _look(self, certificate: Path, key: Path) -> None:
        try:
            seen = tuple(file.stat().st_mtime for file in (certificate, key))
            if seen != self._seen:
                self._seen = seen
                self._context = _loaded(certificate, key)
        except OSError as error:  # an SSLError is one, too
            log.error("the receiver's certificate cannot be used: %s", error)


def _loaded(certificate: Path, key: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    return context
