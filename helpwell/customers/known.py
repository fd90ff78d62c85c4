"""What we know of everybody, part by part, as it is shown and opened in the panel."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import available_timezones

from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import User
from helpwell.core.text import one_line, storable
from helpwell.customers.errors import NotFit
from helpwell.customers.models import Customer
from helpwell.customers.permissions import GUARDED, SEE_GUARDED
from helpwell.fields.rows import Option, Row

SEVERAL = "segments"


@dataclass(frozen=True)
class Part:
    """Something we may know of a customer; `empty` is what the panel says where we do not."""

    key: str
    name: str | Promise
    kind: str = "text"
    empty: str | Promise = ""
    help: str | Promise = ""


PARTS = {
    part.key: part
    for part in (
        Part("name", _("Name")),
        Part(
            "greeting",
            _("Greet as"),
            empty=_("How to greet them?"),
            help=_("As in a letter, without the salutation: “Ms Köhler”, or “Anna”."),
        ),
        Part("form_of_address", _("Form of address"), "choice"),
        Part("language", _("Language"), "choice"),
        Part("time_zone", _("Time zone"), "choice"),
        Part("contact_times", _("Reach them"), help=_("Such as “after 17:00” or “9–12”.")),
        Part("needs", _("Needs"), help=_("Such as “hard of hearing: write”.")),
        Part(GUARDED, _("Mind with care"), help=_("Seen only by people who may see such things.")),
        Part("organisation", _("Organisation"), "organisation"),
        Part("segments", _("Segments"), "segments"),
        Part("external_id", _("Number elsewhere"), help=_("Their number in the shop or the till.")),
        Part("notes", _("Notes")),
    )
}


def may_see(user: User, key: str) -> bool:
    """Whether a part exists for this person at all."""
    return key in PARTS and (key != GUARDED or user.can(SEE_GUARDED))


def row_of(
    customer: Customer,
    key: str,
    *,
    url: str,
    error: str = "",
    typed: Any = None,
    full: bool = False,
) -> Row:
    """One part as a row; `full` with all that its editor offers."""
    part = PARTS[key]
    value = value_of(customer, key)
    return Row(
        f"customer-{key}",
        part.name,
        part.kind,
        value,
        words_of(customer, key),
        url=f"{url}{key}/",
        help=str(part.help),
    )


def row_to_fill(
    customer: Customer, key: str, *, url: str, error: str = "", typed: Any = None
) -> Row:
    """The same with all that its editor offers."""
    row = row_of(customer, key, url=url)
    return replace(row, options=_options(key, row.value), error=error, typed=typed)


def value_of(customer: Customer, key: str) -> str:
    """What stands there, as it is sent along to notice changes."""
    if key == SEVERAL:
        return ", ".join(segments_of(customer))
    value = getattr(customer, f"{key}_id" if key == "organisation" else key)
    return "" if value is None else str(value)


def words_of(customer: Customer, key: str) -> str:
    """The same for people."""
    words: Mapping[str, Any] = {
        "form_of_address": customer.get_form_of_address_display,
        "language": lambda: customer.language_name,
        "organisation": lambda: str(customer.organisation or ""),
    }
    return words[key]() if key in words else value_of(customer, key)


def segments_of(customer: Customer) -> list[str]:
    """The names of their segments, which `with_details` has read along."""
    names: list[str] | None = getattr(customer, "segment_names", None)
    return sorted(customer.segments.values_list("name", flat=True)) if names is None else names


def cleaned(key: str, typed: str) -> str:
    """What was typed for a part, fit to be kept; refuses what is too long or not offered."""
    text = storable(typed).strip()
    text = text if key in ("notes", GUARDED) else one_line(text)
    if key == "time_zone" and text and text not in available_timezones():
        raise NotFit
    try:
        Customer._meta.get_field(key).clean(text, None)  # type: ignore[union-attr]
    except ValidationError as error:
        raise NotFit(" ".join(error.messages)) from None
    return text


def languages() -> list[tuple[str, str]]:
    """The languages there are words for, by code, in the reader's words and their order."""
    named = ((code, _now(known["name"])) for code, known in LANG_INFO.items() if "name" in known)
    return sorted(named, key=lambda each: each[1])


def _options(key: str, value: str) -> list[Option]:
    nothing = [("", _now("Nothing"))]
    if key == "form_of_address":
        return nothing + [(each.value, str(each.label)) for each in Customer.Address]
    if key == "language":
        return nothing + _with(value, languages())
    if key == "time_zone":
        zones = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]
        return nothing + _with(value, zones)
    return []


def _with(value: str, options: list[tuple[str, str]]) -> list[Option]:
    """What stands there stays to be chosen, known or not."""
    extra = [(value, value)] if value and value not in dict(options) else []
    return [*extra, *options]
