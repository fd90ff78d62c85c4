"""Rows of a file as people to be: read and cleaned, or refused in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from helpwell.core.errors import Refused
from helpwell.core.masking import masked
from helpwell.core.text import fold, name_of, one_line
from helpwell.customers.actions.describing import segment_name
from helpwell.customers.actions.organising import LONGEST_NAME as LONGEST_ORGANISATION
from helpwell.customers.columns import FIELD, PLAIN
from helpwell.customers.errors import NotFit
from helpwell.customers.identities import Written, read
from helpwell.customers.known import PARTS, cleaned
from helpwell.customers.models import Identity
from helpwell.fields.cleaning import cleaned as field_cleaned
from helpwell.fields.definitions import Definition
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions

MOST_IN_A_CELL = 20
APART = str.maketrans({";": ",", "|": ",", "\n": ","})


@dataclass
class Candidate:
    """What a row says of somebody."""

    number: int
    parts: dict[str, str] = field(default_factory=dict)
    identities: list[Written] = field(default_factory=list)
    organisation: str = ""
    segments: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    problem: str = ""

    @property
    def external_id(self) -> str:
        return self.parts.get("external_id", "")


def candidate_of(
    number: int, cells: Sequence[str], columns: Sequence[str], *, region: str
) -> Candidate:
    """A row read by what its columns hold."""
    one = Candidate(number)
    names: dict[str, str] = {}
    for key, cell in zip(columns, cells, strict=False):
        if key and cell.strip():
            try:
                _take(one, key, cell, names=names, region=region)
            except Refused as refused:
                one.problem = f"{_called(key)}: {refused}"[:300]
                return one
    _name(one, names)
    if not one.identities and not one.external_id:
        one.problem = _("No address, phone number, handle or number to know them by.")
    return one


def _take(one: Candidate, key: str, cell: str, *, names: dict[str, str], region: str) -> None:
    if key in Identity.Kind.values:
        one.identities += [read(key, text, region=region) for text in _several(cell)]
    elif key in ("first_name", "last_name"):
        names[key] = one_line(cell)
    elif key == "organisation":
        one.organisation = name_of(cell, most=LONGEST_ORGANISATION)
    elif key == "segments":
        one.segments = [segment_name(name) for name in _several(cell) if segment_name(name)]
    elif key.startswith(FIELD):
        _take_field(one, key.removeprefix(FIELD), cell.strip())
    elif key in PLAIN:
        one.parts[key] = cleaned(key, masked(_coded(key, cell)))


def _take_field(one: Candidate, key: str, cell: str) -> None:
    definition = definitions(Field.About.CUSTOMER).in_use.get(key)
    if definition is None:
        raise NotFit
    value = field_cleaned(definition, _chosen(definition, cell))
    if value is not None:
        one.values[key] = value


def _chosen(definition: Definition, cell: str) -> Any:
    """Choices may be written by their labels."""
    if not definition.choices:
        return cell
    values = {fold(each.label): each.value for each in definition.offered}
    if definition.kind == Field.Kind.CHOICES:
        return [values.get(fold(text), text) for text in _several(cell)]
    return values.get(fold(cell), cell)


def _coded(key: str, cell: str) -> str:
    """Languages and forms of address may be written as words."""
    words = {
        "form_of_address": {"formal": "formal", "sie": "formal", "vous": "formal"}
        | {"informal": "informal", "du": "informal", "tu": "informal"},
        "language": _languages(),
    }
    return words[key].get(fold(cell.strip()), cell) if key in words else cell


@cache
def _languages() -> dict[str, str]:
    """Codes by the language's name, in English and in itself."""
    names = ("name", "name_local")
    known = ((code, each) for code, each in LANG_INFO.items() if "name" in each)
    return {fold(each[name]): code for code, each in known for name in names}


def _several(cell: str) -> list[str]:
    found = [text.strip() for text in cell.translate(APART).split(",")]
    return [text for text in found if text][:MOST_IN_A_CELL]


def _name(one: Candidate, names: dict[str, str]) -> None:
    both = " ".join(names[key] for key in ("first_name", "last_name") if key in names)
    email = next((each.value for each in one.identities if each.kind == "email"), "")
    first = next((each.written or each.value for each in one.identities), one.external_id)
    name = one.parts.get("name") or both or email.partition("@")[0] or first
    one.parts["name"] = masked(name)[:200]


def _called(key: str) -> str:
    named = {"email": _("E-mail"), "phone": _("Phone"), "handle": _("Handle")}
    return str(named.get(key) or (PARTS[key].name if key in PARTS else key))
