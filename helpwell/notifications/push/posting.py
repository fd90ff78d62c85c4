"""Handing a push to a push service (RFC 8030), which is an address that a browser gave us.

So it is nobody's we know: only hosts of the public web are spoken to, over TLS, at the very address
that was looked at, and no redirect is followed.
"""

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

from helpwell.notifications.push.identity import authorization
from helpwell.notifications.push.sealing import sealed
from helpwell.notifications.push.subscription import Subscription

SECONDS = 10
KEPT_SECONDS = 12 * 3600  # by the push service, for a device that is switched off
GONE = (404, 410)
NEVER = (*GONE, 400, 401, 403, 413)


class NotPublic(OSError):  # noqa: N818 - named by the state
    """The host is not one of the public web."""


@dataclass(frozen=True)
class Outcome:
    """What the push service said; 0 when it could not be reached."""

    status: int

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        return self.status in GONE

    @property
    def is_hopeless(self) -> bool:
        """Whether another try would end the same."""
        return self.status in NEVER


def post(content: bytes, subscription: Subscription, *, topic: str, urgency: str) -> Outcome:
    """Push to one browser; what is still on its way under the same `topic` is replaced."""
    place = urlsplit(subscription.endpoint)
    headers = {
        "Authorization": authorization(subscription.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_SECONDS),
        "Topic": topic,
        "Urgency": urgency,
    }
    path = place._replace(scheme="", netloc="", fragment="").geturl() or "/"
    try:
        connection = _Pinned(place.hostname or "", place.port or 443)
        try:
            connection.request("POST", path, sealed(content, subscription), headers)
            return Outcome(connection.getresponse().status)
        finally:
            connection.close()
    except (OSError, HTTPException, ValueError):
        return Outcome(0)


class _Pinned(HTTPSConnection):
    """Connects to an address that was found to be public, whatever the name leads to later."""

    def __init__(self, host: str, port: int) -> None:
        self.trust = ssl.create_default_context()
        super().__init__(host, port, timeout=SECONDS, context=self.trust)

    def connect(self) -> None:
        address = public_address(self.host, self.port)
        plain = socket.create_connection((address, self.port), timeout=SECONDS)
        self.sock = self.trust.wrap_socket(plain, server_hostname=self.host)


def public_address(host: str, port: int) -> str:
    """An address of the host; refused if any of them is not public."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not settings.PUSH_TO_PRIVATE_HOSTS and not all(map(_is_public, addresses)):
        raise NotPublic(host)
    return addresses[0]


def _is_public(address: str) -> bool:
    known = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(known, "ipv4_mapped", None) or known
    return mapped.is_global and not mapped.is_multicast
