"""Where the providers are asked for consent, and which servers a consent opens.

Sources: Google, “OAuth 2.0 for web server applications” and “XOAUTH2 protocol”; Microsoft, “OAuth
2.0 authorization code flow” and “Authenticate an IMAP, POP or SMTP connection using OAuth”.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings

from helpwell.channels.models import Provider

ANY_ORGANISATION = "organizations"
Place = tuple[str, int, str]


@dataclass(frozen=True)
class Places:
    """The addresses of a provider, what is asked for there, and its mail servers.

    No `revoking` where a consent cannot be handed back by the program; `withdrawing` is the page on
    which people do it themselves.
    """

    asking: str
    exchanging: str
    revoking: str
    withdrawing: str
    registering: str
    scopes: tuple[str, ...]
    needed: tuple[str, ...]
    incoming: Place
    outgoing: Place
    extras: dict[str, str] = field(default_factory=dict)


GOOGLE = Places(
    asking="https://accounts.google.com/o/oauth2/v2/auth",
    exchanging="https://oauth2.googleapis.com/token",
    revoking="https://oauth2.googleapis.com/revoke",
    withdrawing="https://myaccount.google.com/connections",
    registering="https://console.cloud.google.com/auth/clients",
    scopes=("openid", "email", "https://mail.google.com/"),
    needed=("https://mail.google.com/",),
    incoming=("imap.gmail.com", 993, "tls"),
    outgoing=("smtp.gmail.com", 465, "tls"),
    extras={"access_type": "offline", "prompt": "consent"},  # else it gives no refresh token
)
MICROSOFT = Places(
    asking="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
    exchanging="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
    revoking="",
    withdrawing="https://myapplications.microsoft.com/",
    registering="https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps",
    scopes=(
        "openid",
        "email",
        "profile",
        "offline_access",
        "https://outlook.office.com/IMAP.AccessAsUser.All",
        "https://outlook.office.com/SMTP.Send",
    ),
    needed=(
        "https://outlook.office.com/IMAP.AccessAsUser.All",
        "https://outlook.office.com/SMTP.Send",
    ),
    incoming=("outlook.office365.com", 993, "tls"),
    outgoing=("smtp.office365.com", 587, "starttls"),
    extras={"prompt": "select_account"},
)
PLACES = {Provider.GOOGLE: GOOGLE, Provider.MICROSOFT: MICROSOFT}


def places_of(provider: str, *, tenant: str = "") -> Places:
    """The places of a provider; `settings.MAIL_CONSENT` may name others, such as a test's own."""
    others: dict[str, Any] = settings.MAIL_CONSENT.get(provider, {})
    places = replace(PLACES[Provider(provider)], **others)
    name = tenant or ANY_ORGANISATION
    return replace(
        places,
        asking=places.asking.replace("{tenant}", name),
        exchanging=places.exchanging.replace("{tenant}", name),
    )
