"""By which clock the house and its people work."""

from django.db import transaction

from helpwell.accounts.errors import UnknownZone
from helpwell.accounts.facts import HouseZoneChosen, PersonZoneChosen
from helpwell.accounts.models import House, User
from helpwell.accounts.zones import is_zone
from helpwell.core.actors import By
from helpwell.events.actions import publish

HOUSE = 1


@transaction.atomic
def choose_house_zone(zone: str, *, by: By) -> None:
    """Let the house work by another clock; whoever has no other of their own goes along."""
    if not is_zone(zone):
        raise UnknownZone
    house, _ = House.objects.select_for_update().get_or_create(pk=HOUSE)
    if (before := house.time_zone) == zone:
        return
    house.time_zone = zone
    house.save(update_fields=["time_zone"])
    User.objects.filter(time_zone__in={"", before}).update(time_zone=zone)
    publish(HouseZoneChosen(house_id=house.pk, by=by.actor))


@transaction.atomic
def choose_zone(person: User, *, zone: str, by: By) -> None:
    """Let somebody work by a clock of their own, or by the house's where `zone` is empty."""
    if zone and not is_zone(zone):
        raise UnknownZone
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.time_zone == (chosen := zone or House.zone()):
        return
    person.time_zone = chosen
    person.save(update_fields=["time_zone"])
    publish(PersonZoneChosen(person_id=person.pk, by=by.actor))
