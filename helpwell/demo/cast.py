"""The people of the demo: who works at Plovermill, who writes to it, and how they say dates."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

SALUTATION = re.compile(
    "^(Aloha|Beste|Bonjour|Buongiorno|Ciao|Dag|Dear|Dzień dobry,|Estimado|Geachte|Gentile|Grüezi|"
    "Guten Tag|Hallo|Hello|Hi|Hoi|Hola,|Liebe|Moin|Olá,|Sehr geehrter|Servus|Добрий день,|שלום) "
)
CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody who works at the service desk."""

    key: str
    name: str
    role: str
    groups: tuple[str, ...]
    languages: tuple[str, ...]
    title: str

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def email(self) -> str:
        return f"{self.key}@{company()['domain']}"


@dataclass(frozen=True, kw_only=True)
class DeskInbox:
    """An address customers write to."""

    key: str
    name: str
    address: str
    group: str
    signature: str


@dataclass(frozen=True, kw_only=True)
class Person:
    """A customer as we know them."""

    key: str
    name: str
    email: str
    language: str = "en"
    zone: str = "Europe/Brussels"
    place: str = ""
    greet: str = ""
    called: str = ""
    phone: str = ""
    organisation: str = ""
    needs: str = ""
    notes: str = ""
    care: str = ""
    reach: str = ""
    segments: tuple[str, ...] = ()
    house_notes: str = ""
    is_woven: bool = True

    @property
    def first_name(self) -> str:
        return self.called or self.name.split(" ")[0]

    @property
    def form_of_address(self) -> str:
        """How to greet them without the salutation: `Frau Pichler` of `Liebe Frau Pichler`."""
        return SALUTATION.sub("", self.greet)

    @property
    def is_formal(self) -> bool:
        """Whether they are greeted by their family name."""
        return bool(self.greet) and not self.form_of_address.startswith(self.first_name)


@dataclass(frozen=True, kw_only=True)
class Words:
    """Days, months, colours and the line above a quotation, in one language."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    date: str
    wrote: str
    colours: tuple[str, ...] = field(default=())


@cache
def company() -> dict[str, Any]:
    """What company.toml tells about Plovermill."""
    return _read("company.toml")


@cache
def colleagues() -> dict[str, Colleague]:
    """Who works at the shop, by key."""
    people = _read("people.toml")["agents"]
    return {key: Colleague(key=key, **_frozen(person)) for key, person in people.items()}


@cache
def groups() -> dict[str, str]:
    """The groups' names by key."""
    return {key: group["name"] for key, group in _read("people.toml")["groups"].items()}


@cache
def inboxes() -> dict[str, DeskInbox]:
    """The shop's inboxes, by key."""
    desk = _read("people.toml")["inboxes"]
    return {key: DeskInbox(key=key, **inbox) for key, inbox in desk.items()}


@cache
def customers() -> dict[str, Person]:
    """Who writes to the shop, by key."""
    return {key: Person(key=key, **_frozen(p)) for key, p in _read("customers.toml").items()}


@cache
def house() -> dict[str, Any]:
    """The brands and own statuses of the desk."""
    return _read("house.toml")


@cache
def desk_work() -> dict[str, Any]:
    """What lies on the desks, as desk.toml tells it."""
    return _read("desk.toml")


@cache
def phrases() -> dict[str, Any]:
    """The snippets and macros of the desk, as macros.toml tells them."""
    return _read("macros.toml")


@cache
def wanted() -> dict[str, Any]:
    """Fields, forms, reasons and resolutions of the desk, as fields.toml tells them."""
    return _read("fields.toml")


@cache
def words(language: str) -> Words:
    """The words of a language, or the English ones."""
    known = _read("words.toml")
    return Words(**_frozen(known.get(language, known["en"])))


def _frozen(table: dict[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
    }


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))
