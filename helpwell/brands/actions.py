"""Making and changing brands; people retire them, since tickets keep theirs."""

from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction

from helpwell.brands.errors import BrandNameTaken, BrandUnnamed
from helpwell.brands.facts import BrandArranged
from helpwell.brands.models import Brand
from helpwell.core.actors import By
from helpwell.core.ordering import place
from helpwell.core.text import name_of, storable
from helpwell.events.actions import forget, publish

LONGEST_NAME = 80
SETTINGS = ("name", "colour", "signature", "is_active")


@transaction.atomic
def make_brand(*, name: str, by: By, colour: str = "", signature: str = "") -> Brand:
    """A new name under which we answer; refuses one that another brand has."""
    brand = Brand(position=Brand.objects.count())
    _set(brand, name=name, colour=colour, signature=signature)
    publish(BrandArranged(brand_id=brand.pk, fields=["name", "colour", "signature"], by=by.actor))
    return brand


@transaction.atomic
def change_brand(brand: Brand, *, by: By, **settings: Any) -> Brand:
    """Set `settings`, of `SETTINGS`; tickets keep a brand that is not in use any more."""
    brand = Brand.objects.select_for_update().get(pk=brand.pk)
    before = {name: getattr(brand, name) for name in settings}
    _set(brand, **settings)
    changed = sorted(name for name in settings if getattr(brand, name) != before[name])
    if changed:
        publish(BrandArranged(brand_id=brand.pk, fields=changed, by=by.actor))
    return brand


@transaction.atomic
def move_brand(brand: Brand, *, to: int, by: By) -> None:
    """Offer a brand at place `to`, from 0; the others keep their order."""
    if place(brand, to=to, among=Brand.objects.select_for_update()):
        publish(BrandArranged(brand_id=brand.pk, fields=["position"], by=by.actor))


@transaction.atomic
def remove(brand_ids: Collection[int]) -> None:
    """Delete brands; what belonged to one belongs to none."""
    Brand.objects.filter(pk__in=brand_ids).delete()
    forget(f"brand:{pk}" for pk in brand_ids)


def _set(brand: Brand, **settings: Any) -> None:
    for name, value in settings.items():
        if name not in SETTINGS:
            raise ValueError(name)
        setattr(brand, name, storable(value) if isinstance(value, str) else value)
    brand.name = name_of(brand.name, most=LONGEST_NAME)
    if not brand.name:
        raise BrandUnnamed
    if Brand.objects.exclude(pk=brand.pk).filter(name__iexact=brand.name).exists():
        raise BrandNameTaken
    try:
        with transaction.atomic():
            brand.save()
    except IntegrityError:  # somebody took the name at this very moment
        raise BrandNameTaken from None
