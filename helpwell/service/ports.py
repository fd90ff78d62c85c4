"""Whether our ports are free, asked before anything is started."""

import errno
import socket

from helpwell.service.environment import Environment
from helpwell.service.errors import PortTaken

ANSWER_SECONDS = 0.2
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 read, not bound


def require_free(environment: Environment) -> None:
    """Raise PortTaken for the first of our ports that cannot be had."""
    require_port(environment.host, environment.port, "PORT")
    require_port(environment.host, environment.live_port, "HELPWELL_LIVE_PORT")
    require_port(environment.smtp_host, environment.smtp_port, "HELPWELL_SMTP_PORT")


def require_port(host: str, port: int, setting: str) -> None:
    """Raise PortTaken when we could not listen there; `setting` is what chooses the port."""
    try:
        with socket.socket(_family(host)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as reason:
        raise PortTaken(_sentence(reason, host, port, setting)) from reason


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_connection((ANY_ADDRESS.get(host, host), port), ANSWER_SECONDS).close()
    except OSError:
        return False
    return True


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _sentence(reason: OSError, host: str, port: int, setting: str) -> str:
    if reason.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken by another program. Stop it, or choose another port, "
            f"such as {setting}={port + 1000}."
        )
    if reason.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} may only be used by root. Choose one above 1023 by {setting}."
    return f"Helpwell cannot listen on {host}, port {port} ({reason.strerror}); see {setting}."
