"""The names under which the desk answers, and its own words for whose turn it is."""

from collections.abc import Iterable, Mapping
from typing import Any

from helpwell.brands import actions as brands
from helpwell.brands.models import Brand
from helpwell.channels import actions as channels
from helpwell.channels.models import Inbox
from helpwell.core.actors import SYSTEM
from helpwell.demo import cast, queries
from helpwell.demo.models import Made
from helpwell.demo.noting import note_made
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import CustomStatus


def name_desk(inboxes: Mapping[str, Inbox]) -> None:
    """Make brands with their inboxes, and own statuses."""
    for each in cast.house()["brands"]:
        name = _free(Brand, each)
        given = {key: each[key] for key in ("colour", "signature")}
        brand = brands.make_brand(name=name, by=SYSTEM, **given)
        note_made(Made.Kind.BRAND, brand.pk)
        for key in each["inboxes"]:
            channels.change_inbox(inboxes[key], brand=brand, by=SYSTEM)
    for each in cast.house()["statuses"]:
        given = {key: each[key] for key in ("status", "customer_label")}
        status = tickets.make_status(name=_free(CustomStatus, each), by=SYSTEM, **given)
        note_made(Made.Kind.STATUS, status.pk, key=each["name"])


def own_word(status: str, tags: Iterable[str]) -> CustomStatus | None:
    """The desk's own word for a status of tickets with these tags."""
    for each in cast.house()["statuses"]:
        if each["status"] == status and {*each["tags"]} & {*tags}:
            return CustomStatus.objects.filter(pk__in=queries.made_ids(Made.Kind.STATUS)).get(
                status=status
            )
    return None


def unname_desk() -> None:
    """Remove all of it; a real ticket that has it has it no more."""
    tickets.remove_statuses(queries.made_ids(Made.Kind.STATUS))
    brands.remove(queries.made_ids(Made.Kind.BRAND))


def _free(model: type[Brand | CustomStatus], each: dict[str, Any]) -> str:
    """The name; if a real one has it already, the demo's gets another."""
    taken = model._default_manager.filter(name__iexact=each["name"]).exists()
    return f"{each['name']} (demo)" if taken else str(each["name"])
