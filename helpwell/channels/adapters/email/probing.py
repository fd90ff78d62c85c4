"""Trying a mail server step by step, for whoever sets up an inbox."""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from helpwell.channels.adapters.email.sentences import PortBlocked, explain
from helpwell.channels.adapters.email.servers import NONE, Server

TOUCHING_SECONDS = 10


@dataclass(frozen=True)
class Step:
    """One thing that was tried: its name, whether it worked, and a sentence about it."""

    name: str
    is_ok: bool
    sentence: str


Trial = tuple[str, Callable[[], str]]


def steps_of(server: Server, trials: Sequence[Trial]) -> list[Step]:
    """Try one after the other; the last step is the one that failed, if any did."""
    steps: list[Step] = []
    for name, trial in trials:
        try:
            steps.append(Step(name, is_ok=True, sentence=trial()))
        except Exception as error:  # whatever it is, the person reads it
            steps.append(Step(name, is_ok=False, sentence=explain(error, server)))
            break
    return steps


def way_to(server: Server) -> list[Trial]:
    """The first steps to any server: its name, and somebody who answers."""
    return [(_("Name"), lambda: _find(server)), (_("Connection"), lambda: _touch(server))]


def secured(server: Server) -> str:
    """What to say of an encryption that came about."""
    if server.security == NONE:
        return _("None was chosen: fit only inside your own network.")
    return _("Encrypted, and the certificate is right.")


def signed_in(server: Server) -> str:
    """What to say of a sign-in that worked."""
    if server.grant is not None:
        return _("The permission is good.")
    return _("User name and password are right.")


def _find(server: Server) -> str:
    found = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    return _("%(host)s is at %(address)s.") % {"host": server.host, "address": found[0][4][0]}


def _touch(server: Server) -> str:
    try:
        socket.create_connection((server.host, server.port), timeout=TOUCHING_SECONDS).close()
    except TimeoutError as silence:
        raise PortBlocked from silence
    return _("Somebody answers at port %(port)s.") % {"port": server.port}
