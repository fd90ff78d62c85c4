"""Addresses, phone numbers and handles as recognition compares them, however they are written."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import TZPATH

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from phonenumbers import NumberParseException, PhoneNumberFormat

from helpwell.accounts.models import House
from helpwell.core.text import fold, name_of, one_line, storable
from helpwell.customers.errors import NoSuchCountry, NotAnAddress, NotANumber
from helpwell.customers.models import Customer, Identity

LONGEST = 320
LONGEST_PHONE = 40
FEWEST_DIGITS = 4  # of a number
FEWEST_ASKED = 5  # of the part of one by which it is found
MOST_DIGITS = 20
_NO_DIGIT = re.compile(r"\D")
_TRUNK = re.compile(r"\(0\)")  # +49 (0)30: the zero is dialled inside the country only
_ABROAD = re.compile(r"^(?:\+|00)?0*")
_LIKE_A_NUMBER = re.compile(r"[+(]?\d[\d\s()/.\-–]*")
# Where a language is written by one country more than by all others.
_HOME_OF = {"en": "", "da": "DK", "cs": "CZ", "el": "GR", "sv": "SE", "uk": "UA", "ja": "JP"}


@dataclass(frozen=True)
class Written:
    """An address as people write it, and as it is compared."""

    kind: str
    value: str
    written: str = ""


def normalised(email: str) -> str:
    """An address as recognition compares it: trimmed, without letter case and NUL bytes."""
    return storable(email).strip().lower()[:LONGEST]


def read(kind: str, text: str, *, region: str = "") -> Written:
    """What somebody typed as an identity of a kind; `region` (such as DE) is where numbers without
    a country's code are from. Refuses what is none."""
    reading = {Identity.Kind.EMAIL: _email, Identity.Kind.PHONE: _phone}.get(
        Identity.Kind(kind), _handle
    )
    return reading(one_line(storable(text)), region)


def kind_of(text: str) -> str:
    """What something is by its looks: an e-mail address, a phone number, or else a handle."""
    if "@" in text.strip().lstrip("@"):
        return Identity.Kind.EMAIL
    is_number = _LIKE_A_NUMBER.fullmatch(text.strip())
    return Identity.Kind.PHONE if is_number else Identity.Kind.HANDLE


def country(typed: str) -> str:
    """A country by its two letters, or none; refuses what is no country's."""
    code = typed.strip().upper()
    if code and code not in phonenumbers.SUPPORTED_REGIONS:
        raise NoSuchCountry
    return code


def region_of(customer: Customer) -> str:
    """The country somebody dials from, such as DE: by their time zone or a country that their
    language names (de-AT), else by the house's clock, else by where their language is at home."""
    by_zone = _countries_of_zones().get(customer.time_zone, "")
    language, _, region = customer.language.partition("-")
    by_home = _HOME_OF.get(language, language.upper())
    return by_zone or _dialled(region.upper()) or region_of_house() or _dialled(by_home)


def region_of_house() -> str:
    """The country by whose clock the house works, where numbers without a country are taken to be
    from; nothing where it has named none."""
    return _dialled(_countries_of_zones().get(House.zone(), ""))


def _dialled(code: str) -> str:
    return code if code in phonenumbers.SUPPORTED_REGIONS else ""


def parts_of_number(value: str) -> list[str]:
    """The ends of a number: whoever remembers its last digits, or none of its country, finds it."""
    digits = _NO_DIGIT.sub("", value)[:MOST_DIGITS]
    return [digits[at:] for at in range(len(digits) - FEWEST_ASKED + 1)]


def number_asked_for(text: str) -> str:
    """The digits by which a number is found, if `text` is written like one; else nothing."""
    text = text.strip()
    if not _LIKE_A_NUMBER.fullmatch(text):
        return ""
    digits = _ABROAD.sub("", _bare(text))
    return digits if FEWEST_ASKED <= len(digits) <= MOST_DIGITS else ""


def readable(identity: Identity) -> str:
    """An identity for people: numbers grouped as their country does."""
    if identity.kind != Identity.Kind.PHONE or not identity.value.startswith("+"):
        return identity.written or identity.value
    try:
        number = phonenumbers.parse(identity.value)
    except NumberParseException:
        return identity.value
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def _email(text: str, region: str) -> Written:
    try:
        validate_email(text)
    except ValidationError:
        raise NotAnAddress from None
    return Written(Identity.Kind.EMAIL, normalised(text), text[:LONGEST])


def _phone(text: str, region: str) -> Written:
    """E.164 (+ and digits) where the country is known, else the digits alone."""
    if len(text) > LONGEST_PHONE or not _LIKE_A_NUMBER.fullmatch(text):
        raise NotANumber
    value = _in_full(text, region)
    if not value and text.startswith("+"):  # a country that there is not
        raise NotANumber
    value = value or _bare(text)
    if not FEWEST_DIGITS <= len(value) <= MOST_DIGITS:
        raise NotANumber
    return Written(Identity.Kind.PHONE, value, text)


def _in_full(text: str, region: str) -> str:
    text = f"+{text[2:]}" if text.startswith("00") else text
    try:
        number = phonenumbers.parse(text, region or None)
    except NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _handle(text: str, region: str) -> Written:
    if not text.strip("@ "):
        raise NotAnAddress
    written = name_of(text, most=LONGEST)
    return Written(Identity.Kind.HANDLE, fold(text.lstrip("@ "))[:LONGEST], written)


def _bare(text: str) -> str:
    """The digits of a number as typed; a plus is kept as it is looked for nowhere."""
    return _NO_DIGIT.sub("", _TRUNK.sub("", text))


@cache
def _countries_of_zones() -> dict[str, str]:
    """The country of every time zone, as the system's zone.tab tells; empty where there is none."""
    files = (Path(folder) / "zone.tab" for folder in TZPATH)
    found = next((file for file in files if file.is_file()), None)
    lines = found.read_text(encoding="utf-8").splitlines() if found else []
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {zone: country for country, _, zone, *_ in rows}
