"""What a domain publishes in DNS about its mail."""

import dns.exception
import dns.resolver
from django.utils.translation import gettext as _

from helpwell.channels.mail.dkim import PrivateKey, publishes

PATIENCE_SECONDS = 6.0
NOTHING = (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer)


def why_unpublished(name: str, key: PrivateKey) -> str:
    """Why mail cannot be signed with `key` yet, as a sentence; empty when `name` publishes it."""
    try:
        records = texts_at(name)
    except NOTHING:
        return (
            _("There is no TXT record at %s yet. A new one can take an hour to be seen everywhere.")
            % name
        )
    except dns.exception.DNSException:
        return _("DNS did not answer about %s. Try again in a few minutes.") % name
    if any(publishes(record, key) for record in records):
        return ""
    return _("%s publishes another key. Replace its text by the one shown here.") % name


def texts_at(name: str) -> list[str]:
    """The TXT records at a name, each put together from its pieces (RFC 7208, section 3.3)."""
    answer = resolver().resolve(name, "TXT")
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def resolver() -> dns.resolver.Resolver:
    """Asks the name servers of this machine."""
    asking = dns.resolver.Resolver()
    asking.lifetime = PATIENCE_SECONDS
    return asking
