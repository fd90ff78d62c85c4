"""Which servers an address probably has: known providers, else the usual names tried out."""

import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpwell.channels.models import Provider

TRYING_SECONDS = 3.0
Place = tuple[str, int, str]

APP_PASSWORD = _("This provider wants an app password: make one in your account’s security page.")
BY_GOOGLE = _(
    "Google opens this mailbox when you sign in there: save the inbox, then press Connect with "
    "Google. An app password from your account’s security page works, too."
)
BY_MICROSOFT = _(
    "Microsoft takes no passwords for mailboxes any more: save the inbox, then press Connect with "
    "Microsoft 365."
)
NO_GOOGLE_PASSWORD = _(
    "Google does not take the account’s own password here. Press Connect with Google, or make an "
    "app password in the account’s security page."
)
NO_MICROSOFT_PASSWORD = _(
    "Microsoft takes no passwords for mailboxes any more. Press Connect with Microsoft 365."
)
NO_IMAP = _("This provider has IMAP only through its Bridge program, on the machine it runs on.")


@dataclass(frozen=True)
class Guess:
    """Where mail is probably fetched and handed over; no place where nobody answered. `consent` is
    the provider that is signed in to instead of typing a password."""

    incoming: Place | None
    outgoing: Place | None
    advice: str | Promise = ""
    consent: str = ""


def _both(imap: str, smtp: str, advice: str | Promise = "") -> Guess:
    return Guess((imap, 993, "tls"), (smtp, 465, "tls"), advice)


GOOGLE = replace(_both("imap.gmail.com", "smtp.gmail.com", BY_GOOGLE), consent=Provider.GOOGLE)
YAHOO = _both("imap.mail.yahoo.com", "smtp.mail.yahoo.com", APP_PASSWORD)
APPLE = Guess(("imap.mail.me.com", 993, "tls"), ("smtp.mail.me.com", 587, "starttls"), APP_PASSWORD)
MICROSOFT = Guess(
    ("outlook.office365.com", 993, "tls"),
    ("smtp.office365.com", 587, "starttls"),
    BY_MICROSOFT,
    consent=Provider.MICROSOFT,
)
KNOWN: dict[str, Guess] = {
    **dict.fromkeys(("gmail.com", "googlemail.com"), GOOGLE),
    **dict.fromkeys(("yahoo.com", "yahoo.co.uk", "yahoo.de", "yahoo.fr", "ymail.com"), YAHOO),
    **dict.fromkeys(("icloud.com", "me.com", "mac.com"), APPLE),
    **dict.fromkeys(("outlook.com", "hotmail.com", "live.com", "msn.com"), MICROSOFT),
    **dict.fromkeys(
        ("fastmail.com", "fastmail.fm"),
        _both("imap.fastmail.com", "smtp.fastmail.com", APP_PASSWORD),
    ),
    **dict.fromkeys(
        ("gmx.de", "gmx.net", "gmx.at", "gmx.ch"), _both("imap.gmx.net", "mail.gmx.net")
    ),
    "gmx.com": _both("imap.gmx.com", "mail.gmx.com"),
    "web.de": _both("imap.web.de", "smtp.web.de"),
    "t-online.de": _both("secureimap.t-online.de", "securesmtp.t-online.de"),
    "mailbox.org": _both("imap.mailbox.org", "smtp.mailbox.org"),
    "posteo.de": _both("posteo.de", "posteo.de"),
    "zoho.com": _both("imap.zoho.com", "smtp.zoho.com", APP_PASSWORD),
    "orange.fr": _both("imap.orange.fr", "smtp.orange.fr"),
    "free.fr": _both("imap.free.fr", "smtp.free.fr"),
    **dict.fromkeys(("proton.me", "protonmail.com"), Guess(None, None, NO_IMAP)),
}
AT_MICROSOFT = (".outlook.com", ".office365.com", ".office.com")
HINTS: tuple[tuple[str, str | Promise], ...] = (
    (".gmail.com", NO_GOOGLE_PASSWORD),
    *((end, NO_MICROSOFT_PASSWORD) for end in AT_MICROSOFT),
    *((end, APP_PASSWORD) for end in (".yahoo.com", ".me.com", ".fastmail.com", ".zoho.com")),
)


def guess(address: str) -> Guess:
    """The servers of an address; for an unknown domain it tries the usual names, some seconds."""
    domain = address.strip().lower().rpartition("@")[2]
    if not domain:
        return Guess(None, None)
    return KNOWN.get(domain) or _try_out(domain)


def hint_for(host: str) -> str:
    """What to do when the mail server `host` refuses a password; nothing for most."""
    name = f".{host.lower()}"
    return next((str(hint) for end, hint in HINTS if name.endswith(end)), "")


def _try_out(domain: str) -> Guess:
    incoming = [
        *((f"{name}{domain}", 993, "tls") for name in ("imap.", "mail.", "")),
        *((f"{name}{domain}", 143, "starttls") for name in ("imap.", "mail.")),
    ]
    outgoing = [
        *((f"{name}{domain}", 465, "tls") for name in ("smtp.", "mail.")),
        *((f"{name}{domain}", 587, "starttls") for name in ("smtp.", "mail.", "")),
    ]
    with ThreadPoolExecutor(len(incoming) + len(outgoing) + 1) as threads:
        at_microsoft = threads.submit(_is_at_microsoft, domain)
        answers = dict(
            zip(incoming + outgoing, threads.map(_answers, incoming + outgoing), strict=True)
        )
    if at_microsoft.result():
        return MICROSOFT
    return Guess(_first(incoming, answers), _first(outgoing, answers))


def _is_at_microsoft(domain: str) -> bool:
    """Whether the domain's mail programs are sent to Microsoft for their settings."""
    try:
        name, others, _addresses = socket.gethostbyname_ex(f"autodiscover.{domain}")
    except (OSError, UnicodeError):
        return False
    return any(known.lower().endswith(AT_MICROSOFT) for known in (name, *others))


def _first(places: Iterable[Place], answers: dict[Place, bool]) -> Place | None:
    return next((place for place in places if answers[place]), None)


def _answers(place: Place) -> bool:
    try:
        socket.create_connection(place[:2], timeout=TRYING_SECONDS).close()
    except (OSError, UnicodeError):
        return False
    return True
