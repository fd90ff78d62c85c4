"""How one value is read from the environment: plain text in, a checked value or a sentence out."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from helpwell.service.errors import Misconfigured

Environ = Mapping[str, str]

HIGHEST_PORT = 65535
TRUE = ("1", "true", "yes", "on")
FALSE = ("", "0", "false", "no", "off")


def text(environ: Environ, name: str, default: str = "") -> str:
    """The setting without surrounding blanks; an empty one counts as absent."""
    return environ.get(name, "").strip() or default


def port(environ: Environ, name: str, default: int) -> int:
    """A TCP port, 1 to 65535."""
    return number(environ, name, default, highest=HIGHEST_PORT)


def optional_port(environ: Environ, name: str) -> int | None:
    """A TCP port, or None where it is left out."""
    return port(environ, name, 0) if text(environ, name) else None


def host_and_port(environ: Environ, name: str) -> tuple[str, int] | None:
    """A server as host:port, such as mail.example.org:25, or None where it is left out."""
    given = text(environ, name)
    host, _, number_given = given.rpartition(":")
    if not given:
        return None
    if not host:
        raise Misconfigured(f"{name} is “{given}”, but must be host:port, such as localhost:25.")
    return host.strip("[]"), number({name: number_given}, name, 25, highest=HIGHEST_PORT)


def socket(environ: Environ, name: str) -> str | tuple[str, int] | None:
    """A server on this machine as a path, or another one as host:port; None where left out."""
    given = text(environ, name)
    return given if given.startswith("/") else host_and_port(environ, name)


def number(environ: Environ, name: str, default: int, *, highest: int) -> int:
    """A whole number from 1 to `highest`."""
    given = text(environ, name, str(default))
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= highest):
        raise Misconfigured(f"{name} is “{given}”, but must be a whole number from 1 to {highest}.")
    return int(given)


def switch(environ: Environ, name: str) -> bool:
    """A yes or no; absent means no."""
    given = text(environ, name).lower()
    if given not in TRUE + FALSE:
        raise Misconfigured(f"{name} is “{given}”, but must be 1 or 0.")
    return given in TRUE


def names(environ: Environ, name: str) -> tuple[str, ...]:
    """A list parted by commas or blanks."""
    return tuple(environ.get(name, "").replace(",", " ").split())


def web_address(environ: Environ, name: str, default: str) -> str:
    """An http or https address without a slash at its end."""
    given = text(environ, name, default).rstrip("/")
    try:
        parts = urlsplit(given)
        usable = parts.scheme in ("http", "https") and parts.hostname and not parts.query
    except ValueError:
        usable = None
    if not usable:
        raise Misconfigured(
            f"{name} is “{given}”, but must be an address such as https://help.example.org."
        )
    return given


def database_address(environ: Environ, name: str) -> str | None:
    """The address of an external PostgreSQL, or None for the embedded one."""
    given = text(environ, name)
    if given and not given.startswith(("postgres://", "postgresql://")):
        raise Misconfigured(
            f"{name} must begin with postgresql://, such as "
            "postgresql://helpwell:password@db.example.org/helpwell; Helpwell needs PostgreSQL."
        )
    return given or None
