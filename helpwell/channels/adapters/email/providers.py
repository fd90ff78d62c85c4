"""Which servers an address probably has: known providers, else the usual names tried out."""

import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TRYING_SECONDS = 3.0
Place = tuple[str, int, str]

APP_PASSWORD = _("This provider wants an app password: make one in your account’s security page.")
NO_PASSWORDS = _(
    "Microsoft takes no passwords for IMAP any more. Let the mailbox forward its mail to "
    "Helpwell’s SMTP receiver instead, or use a mailbox elsewhere."
)
NO_IMAP = _("This provider has IMAP only through its Bridge program, on the machine it runs on.")


@dataclass(frozen=True)
class Guess:
    """Where mail is probably fetched and handed over; no place where nobody answered."""

    incoming: Place | None
    outgoing: Place | None
    advice: str | Promise = ""


def _both(imap: str, smtp: str, advice: str | Promise = "") -> Guess:
    return Guess((imap, 993, "tls"), (smtp, 465, "tls"), advice)


GOOGLE = _both("imap.gmail.com", "smtp.gmail.com", APP_PASSWORD)
YAHOO = _both("imap.mail.yahoo.com", "smtp.mail.yahoo.com", APP_PASSWORD)
APPLE = Guess(("imap.mail.me.com", 993, "tls"), ("smtp.mail.me.com", 587, "starttls"), APP_PASSWORD)
MICROSOFT = Guess(
    ("outlook.office365.com", 993, "tls"), ("smtp.office365.com", 587, "starttls"), NO_PASSWORDS
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


def guess(address: str) -> Guess:
    """The servers of an address; for an unknown domain it tries the usual names, some seconds."""
    domain = address.strip().lower().rpartition("@")[2]
    if not domain:
        return Guess(None, None)
    return KNOWN.get(domain) or _try_out(domain)


def _try_out(domain: str) -> Guess:
    incoming = [
        *((f"{name}{domain}", 993, "tls") for name in ("imap.", "mail.", "")),
        *((f"{name}{domain}", 143, "starttls") for name in ("imap.", "mail.")),
    ]
    outgoing = [
        *((f"{name}{domain}", 465, "tls") for name in ("smtp.", "mail.")),
        *((f"{name}{domain}", 587, "starttls") for name in ("smtp.", "mail.", "")),
    ]
    with ThreadPoolExecutor(len(incoming) + len(outgoing)) as threads:
        answers = dict(
            zip(incoming + outgoing, threads.map(_answers, incoming + outgoing), strict=True)
        )
    return Guess(_first(incoming, answers), _first(outgoing, answers))


def _first(places: Iterable[Place], answers: dict[Place, bool]) -> Place | None:
    return next((place for place in places if answers[place]), None)


def _answers(place: Place) -> bool:
    try:
        socket.create_connection(place[:2], timeout=TRYING_SECONDS).close()
    except (OSError, UnicodeError):
        return False
    return True
