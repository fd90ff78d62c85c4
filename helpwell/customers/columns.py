"""What the columns of a file hold: guessed by their names, in the languages people write."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from helpwell.core.text import fold
from helpwell.customers.exporting import head_of
from helpwell.customers.known import PARTS
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions

FIELD = "field_"  # before the key of a field of this house
PLAIN = (
    *("name", "greeting", "form_of_address", "language", "time_zone", "contact_times", "needs"),
    *("organisation", "segments", "external_id", "notes"),
)
WAYS = ("email", "phone", "handle", "first_name", "last_name")
WORDS = {
    "email": "email mail emails emailaddress emailadresse adresse mailadresse correo courriel",
    "phone": "phone phones telephone telefon tel mobile mobil handy telefoon téléphone teléfono",
    "handle": "handle handles username benutzername instagram twitter mastodon",
    "first_name": "firstname first given givenname vorname prénom voornaam nombre nome",
    "last_name": "lastname last surname familyname nachname familienname nom achternaam cognome",
    "name": "name fullname displayname kunde customer kundenname naam contact",
    "greeting": "greeting salutation anrede greetas",
    "language": "language lang sprache langue taal idioma lingua locale",
    "time_zone": "timezone tz zeitzone",
    "organisation": "organisation organization company firma unternehmen société bedrijf empresa",
    "segments": "segments segment tags tag gruppe groups",
    "external_id": "externalid external id customerid kundennummer customernumber number nummer",
    "notes": "notes note notiz notizen bemerkung comments comment remarks",
    "needs": "needs bedürfnisse",
}


def targets() -> list[tuple[str, str]]:
    """What a column can hold, and what it is called; first nothing."""
    ways = [
        ("email", _("E-mail")),
        ("phone", _("Phone")),
        ("handle", _("Handle")),
        ("first_name", _("First name")),
        ("last_name", _("Last name")),
    ]
    parts = [(key, str(PARTS[key].name)) for key in PLAIN]
    known = definitions(Field.About.CUSTOMER).in_use
    fields = [(f"{FIELD}{key}", each.name) for key, each in known.items()]
    return [("", _("Leave out")), *ways, *parts, *fields]


def guessed(head: Sequence[str]) -> list[str]:
    """What each column holds by its name, empty for what is not understood; each thing once, but
    for addresses."""
    names = {_squeezed(name): key for key, name in targets() if key}
    names |= {_squeezed(word): key for key, words in WORDS.items() for word in words.split()}
    names |= {_squeezed(name): key for key, name in _exported().items()}
    found: list[str] = []
    for name in head:
        key = names.get(_squeezed(name), "")
        is_taken = key in found and key not in ("email", "phone", "handle")
        found.append("" if is_taken else key)
    return found


def _exported() -> dict[str, str]:
    """The names our own export gives, so that it comes in again."""
    names = {"emails": "email", "phones": "phone", "handles": "handle"}
    known = {key for key, _name in targets()}
    head = head_of(None)
    return {names.get(k, k): n for k, n in head.items() if names.get(k, k) in known}


def _squeezed(name: str) -> str:
    return "".join(char for char in fold(name) if char.isalnum())
