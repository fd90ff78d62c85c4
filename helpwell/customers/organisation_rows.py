"""Organisations as plain rows, for files that people take along."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from helpwell.customers.models import Organisation
from helpwell.customers.queries import with_number_of_people
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions
from helpwell.fields.showing import in_words

TOGETHER = 500


def organisation_head() -> dict[str, str]:
    """The columns, by key, under their names."""
    head = {"id": _("Number"), "name": _("Name"), "domains": _("Domains"), "notes": _("Notes")}
    known = definitions(Field.About.ORGANISATION).in_use
    return head | {"people": _("People")} | {f"field_{key}": f.name for key, f in known.items()}


def organisation_rows(found: QuerySet[Organisation]) -> Iterator[dict[str, Any]]:
    """Every one of them as a plain row, read some at a time."""
    known = definitions(Field.About.ORGANISATION).in_use
    for each in with_number_of_people(found).iterator(chunk_size=TOGETHER):
        row = {name: getattr(each, name) for name in ("id", "name", "domains", "notes")}
        row["people"] = each.number  # type: ignore[attr-defined]
        yield row | {f"field_{k}": in_words(f, each.values.get(k)) for k, f in known.items()}
