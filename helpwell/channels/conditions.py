"""What a rule looks for in a mail. Letter case never counts, and there are no patterns: a rule is
read by people, and no mail can make one run for long."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpwell.channels.mail.incoming import Address, Incoming

LONGEST_BODY = 200_000
KILOBYTE = 1024


@dataclass(frozen=True)
class Judged:
    """A mail as rules see it: what it says, its size in bytes, what is known of its sender."""

    incoming: Incoming
    size: int = 0
    authentication: str = ""


@dataclass(frozen=True)
class Condition:
    """One thing that must hold: what is looked at, how, and for what; `name` is a header's."""

    field: str
    test: str
    value: str = ""
    name: str = ""

    @classmethod
    def read(cls, stored: dict[str, str]) -> "Condition":
        """The condition as a rule stores it: {field, test, value}, a header as `header:<name>`."""
        field, _colon, name = stored["field"].partition(":")
        if field not in FIELDS or stored["test"] not in FIELDS[field].tests:
            raise ValueError(stored)
        return cls(field, stored["test"], stored.get("value", ""), name)

    @property
    def stored(self) -> dict[str, str]:
        """The same as a rule stores it."""
        field = f"{self.field}:{self.name}" if self.name else self.field
        return {"field": field, "test": self.test, "value": self.value}

    def holds(self, mail: Judged) -> bool:
        """Whether this is true of a mail."""
        found = FIELDS[self.field].look(mail, self.name)
        wanted = self.value.strip().casefold()
        return any(TESTS[self.test].passes(text.casefold(), wanted) for text in found)


@dataclass(frozen=True)
class Test:
    """A way to compare what is found with what is wanted, both in small letters."""

    label: str | Promise
    passes: Callable[[str, str], bool]


@dataclass(frozen=True)
class Field:
    """A part of a mail that a rule can look at, and the tests that make sense for it."""

    label: str | Promise
    look: Callable[[Judged, str], Iterable[str]]
    tests: tuple[str, ...]


TESTS = {
    "contains": Test(_("contains"), lambda found, wanted: wanted in found),
    "is": Test(_("is"), lambda found, wanted: found.strip() == wanted),
    "starts_with": Test(_("starts with"), lambda found, wanted: found.startswith(wanted)),
    "ends_with": Test(_("ends with"), lambda found, wanted: found.endswith(wanted)),
    "matches_domain": Test(
        _("is at the domain"), lambda found, wanted: _is_at(found, wanted.lstrip("@"))
    ),
    "exists": Test(_("is there"), lambda found, _wanted: bool(found.strip())),
    "larger_than": Test(
        _("is larger than (KB)"), lambda found, wanted: int(found) > int(wanted) * KILOBYTE
    ),
}
TEXT = ("contains", "is", "starts_with", "ends_with", "exists")
ADDRESS = ("contains", "is", "matches_domain", "starts_with", "ends_with")


def _is_at(address: str, domain: str) -> bool:
    """Whether an address lies in a domain or below it."""
    there = address.rpartition("@")[2].rstrip(".> ")
    return bool(domain) and (there == domain or there.endswith(f".{domain}"))


def _from(mail: Judged, _name: str) -> Iterable[str]:
    return _written(Address(mail.incoming.from_name, mail.incoming.from_email))


def _to(mail: Judged, _name: str) -> Iterable[str]:
    seen = (*mail.incoming.to, *mail.incoming.cc)
    return [*(text for each in seen for text in _written(each)), *mail.incoming.delivered_to]


def _written(address: Address) -> list[str]:
    """The address first, so that what begins or ends it counts, then the name."""
    return [text for text in (address.email, address.name) if text]


def _files(mail: Judged, _name: str) -> Iterable[str]:
    for attachment in mail.incoming.attachments:
        yield attachment.content_type
        yield attachment.filename


def _yes(is_so: bool) -> tuple[str]:
    return ("yes" if is_so else "no",)


FIELDS = {
    "from": Field(_("Sender"), _from, ADDRESS),
    "to": Field(_("Recipient"), _to, ADDRESS),
    "subject": Field(_("Subject"), lambda mail, _: [mail.incoming.subject], TEXT),
    "body": Field(_("Text"), lambda mail, _: [mail.incoming.text[:LONGEST_BODY]], ("contains",)),
    "header": Field(
        _("Header"),
        lambda mail, name: [v for known, v in mail.incoming.headers if known == name.lower()],
        TEXT,
    ),
    "attachment": Field(_("File name or type"), _files, TEXT),
    "size": Field(_("Size"), lambda mail, _: [str(mail.size)], ("larger_than",)),
    "automatic": Field(
        _("Automatic answer"), lambda mail, _: _yes(mail.incoming.is_autoreply), ("is",)
    ),
    "bulk": Field(_("Newsletter or list"), lambda mail, _: _yes(mail.incoming.is_bulk), ("is",)),
    "authentication": Field(
        _("Sender’s proof"), lambda mail, _: [mail.authentication or "unknown"], ("is",)
    ),
}
# What may stand beside a test of these fields, in the words of the form.
VALUES = {
    "automatic": ("yes", "no"),
    "bulk": ("yes", "no"),
    "authentication": ("passed", "failed", "unknown"),
}
