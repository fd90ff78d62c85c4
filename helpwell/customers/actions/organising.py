"""Organisations and segments: what customers belong to."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from helpwell.core.actors import By
from helpwell.core.text import name_of
from helpwell.customers.actions.describing import segment_name
from helpwell.customers.errors import ChangedMeanwhile, NameMissing, NameTaken
from helpwell.customers.facts import (
    OrganisationDescribed,
    SegmentMade,
    SegmentRemoved,
    SegmentRenamed,
)
from helpwell.customers.models import Organisation, Segment
from helpwell.events.actions import publish

LONGEST_NAME = 200
ORGANISATION_FIELDS = ("name", "domains", "notes")


def found_organisation(*, name: str, domains: list[str]) -> Organisation:
    """An organisation by its name, made if it is new; refuses one longer than `LONGEST_NAME`."""
    name = name_of(name, most=LONGEST_NAME)
    known = Organisation.objects.filter(name=name).order_by("pk").first()
    return known or Organisation.objects.create(name=name, domains=domains)


@transaction.atomic
def describe_organisation(
    organisation: Organisation,
    *,
    by: By,
    seen: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Organisation:
    """Change what we know of an organisation; refused if somebody changed it since `seen`."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if unknown := set(changes) - set(ORGANISATION_FIELDS):
        raise ValueError(*sorted(unknown))
    changed = sorted(name for name in changes if getattr(organisation, name) != changes[name])
    for name in changed:
        now = getattr(organisation, name)
        if seen is not None and name in seen and seen[name] != now:
            raise ChangedMeanwhile(", ".join(now) if isinstance(now, list) else now)
        setattr(organisation, name, changes[name])
    if changed:
        organisation.save(update_fields=changed)
        publish(OrganisationDescribed(organisation_id=organisation.pk, fields=changed, by=by.actor))
    return organisation


@transaction.atomic
def make_segment(name: str, *, by: By) -> Segment:
    """A segment by its name, made with nobody in it if it is new; refuses one without a name."""
    kept = segment_name(name)
    if not kept:
        raise NameMissing
    segment, is_new = Segment.objects.get_or_create(name=kept)
    if is_new:
        publish(SegmentMade(segment_id=segment.pk, by=by.actor))
    return segment


@transaction.atomic
def rename_segment(segment: Segment, *, to: str, by: By) -> Segment:
    """Call a segment otherwise, for everybody in it; refused if the name is taken."""
    segment = Segment.objects.select_for_update().get(pk=segment.pk)
    segment.name = segment_name(to) or segment.name
    try:
        with transaction.atomic():
            segment.save(update_fields=["name"])
    except IntegrityError:
        raise NameTaken from None
    publish(SegmentRenamed(segment_id=segment.pk, by=by.actor))
    return segment


@transaction.atomic
def remove_segment(segment: Segment, *, by: By) -> None:
    """Take a segment away; the people in it stay."""
    pk = segment.pk
    if Segment.objects.filter(pk=pk).delete()[0]:
        publish(SegmentRemoved(segment_id=pk, by=by.actor))
