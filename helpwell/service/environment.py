"""The one place that reads the environment: where this Helpwell lives and listens."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import quote, urlsplit

from helpwell.service import reading
from helpwell.service.errors import Misconfigured
from helpwell.service.reading import Environ
from helpwell.service.secret import kept_secret

SHORTEST_SECRET = 32
LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
PORTS_IN_A_ROW = 4


@dataclass(frozen=True, kw_only=True)
class Environment:
    """Folder, ports and addresses of one Helpwell; the same in every process of it."""

    data: Path
    host: str
    port: int
    live_port: int
    smtp_host: str
    smtp_port: int
    lmtp_port: int | None = None
    smtp_certificate: tuple[Path, Path] | None = None
    smtp_relay: tuple[str, int] | None = None
    clamd: str | tuple[str, int] | None = None
    pg_port: int
    demo_smtp_port: int
    url: str
    live_url: str
    database_url: str | None = field(repr=False)
    hosts: tuple[str, ...]
    debug: bool
    web_workers: int
    web_threads: int
    given_secret: str = field(repr=False)

    @classmethod
    def from_environ(cls, environ: Environ = os.environ) -> Self:
        """Read everything; a value that cannot be used raises Misconfigured."""
        port = reading.number(environ, "PORT", 8000, highest=reading.HIGHEST_PORT - PORTS_IN_A_ROW)
        host = reading.text(environ, "HELPWELL_HOST", "127.0.0.1")
        live_port = reading.port(environ, "HELPWELL_LIVE_PORT", port + 1)
        url = reading.web_address(environ, "HELPWELL_URL", f"http://localhost:{port}")
        return cls(
            data=_data_folder(environ),
            host=host,
            port=port,
            live_port=live_port,
            smtp_host=reading.text(environ, "HELPWELL_SMTP_HOST", host),
            smtp_port=reading.port(environ, "HELPWELL_SMTP_PORT", port + 2),
            lmtp_port=reading.optional_port(environ, "HELPWELL_LMTP_PORT"),
            smtp_certificate=_certificate(environ),
            smtp_relay=reading.host_and_port(environ, "HELPWELL_SMTP_RELAY"),
            clamd=reading.socket(environ, "HELPWELL_CLAMD"),
            pg_port=reading.port(environ, "HELPWELL_PG_PORT", port + 3),
            demo_smtp_port=reading.port(environ, "HELPWELL_DEMO_SMTP_PORT", port + 4),
            url=url,
            live_url=_live_address(environ, url=url, live_port=live_port),
            database_url=reading.database_address(environ, "DATABASE_URL"),
            hosts=reading.names(environ, "HELPWELL_HOSTS"),
            debug=reading.switch(environ, "HELPWELL_DEBUG"),
            web_workers=reading.number(environ, "HELPWELL_WEB_WORKERS", 2, highest=64),
            web_threads=reading.number(environ, "HELPWELL_WEB_THREADS", 8, highest=256),
            given_secret=_given_secret(environ),
        )

    @property
    def trusted_hosts(self) -> list[str]:
        """The names this Helpwell answers to: its own address, those given, and this machine."""
        own = urlsplit(self.url).hostname or ""
        own = f"[{own}]" if ":" in own else own
        return list(dict.fromkeys((own, *self.hosts, *LOCAL_NAMES)))

    @property
    def behind_tls(self) -> bool:
        """Whether people reach us by https."""
        return self.url.startswith("https://")

    @property
    def live_is_beside(self) -> bool:
        """Whether pages find the live process on the host they came from, at its own port."""
        return self.live_url == f"http://localhost:{self.live_port}"

    @property
    def database(self) -> str:
        """The address of the database to use, external or embedded."""
        return self.database_url or self.embedded_database_url

    @property
    def embedded_database_url(self) -> str:
        """Where the embedded server of this data folder listens, as its launcher wrote it down."""
        try:
            return self.embedded_url_file.read_text().strip()
        except OSError:
            return f"postgresql://helpwell@/helpwell?host={quote(str(self.postgres_folder))}"

    @property
    def embedded_url_file(self) -> Path:
        return self.data / "postgres.url"

    @property
    def postgres_folder(self) -> Path:
        return self.data / "postgres"

    @property
    def run_folder(self) -> Path:
        """Short-lived files of the running processes: lock and status."""
        return self.data / "run"

    def secret_key(self) -> str:
        """The secret that signs sessions and addresses; made once and kept in the data folder."""
        return self.given_secret or kept_secret(self.data / "secret.key")


def _data_folder(environ: Environ) -> Path:
    folder = Path(reading.text(environ, "HELPWELL_DATA", "data")).expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise Misconfigured(f"HELPWELL_DATA is {folder}, but that is a file, not a folder.")
    return folder


def _certificate(environ: Environ) -> tuple[Path, Path] | None:
    """The receiver's certificate and its key; one without the other is a mistake."""
    given = [reading.text(environ, f"HELPWELL_SMTP_{name}") for name in ("CERTIFICATE", "KEY")]
    if not any(given):
        return None
    if not all(given):
        raise Misconfigured("HELPWELL_SMTP_CERTIFICATE and HELPWELL_SMTP_KEY go together.")
    return Path(given[0]).expanduser().absolute(), Path(given[1]).expanduser().absolute()


def _live_address(environ: Environ, *, url: str, live_port: int) -> str:
    public = reading.text(environ, "HELPWELL_URL")
    default = f"{url}/live" if public else f"http://localhost:{live_port}"
    return reading.web_address(environ, "HELPWELL_LIVE_URL", default)


def _given_secret(environ: Environ) -> str:
    secret = reading.text(environ, "HELPWELL_SECRET_KEY")
    if secret and len(secret) < SHORTEST_SECRET:
        raise Misconfigured(
            f"HELPWELL_SECRET_KEY has {len(secret)} characters, but needs {SHORTEST_SECRET} "
            "or more. Leave it out and Helpwell makes one and keeps it."
        )
    return secret
