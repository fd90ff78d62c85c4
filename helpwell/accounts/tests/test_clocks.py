"""By which clock the house and its people work."""

import pytest

from helpwell.accounts import actions
from helpwell.accounts.errors import UnknownZone
from helpwell.accounts.models import House, Role, User
from helpwell.accounts.testing import ada, make_administrator, make_agent
from helpwell.accounts.zones import is_zone
from helpwell.core.actors import SYSTEM

pytestmark = pytest.mark.django_db
HOUSE, MINE = "/settings/clock/", "/me/clock/"


def zone_of(person):
    return User.objects.get(pk=person.pk).time_zone


def test_whoever_has_no_clock_of_their_own_goes_by_the_house(client):
    here, elsewhere = make_agent(), make_agent()
    actions.choose_zone(elsewhere, zone="Asia/Tokyo", by=elsewhere)
    actions.choose_house_zone("Europe/Brussels", by=SYSTEM)
    actions.choose_house_zone("Europe/Lisbon", by=SYSTEM)
    assert (zone_of(here), zone_of(elsewhere)) == ("Europe/Lisbon", "Asia/Tokyo")
    actions.choose_zone(elsewhere, zone="", by=elsewhere)
    assert zone_of(elsewhere) == "Europe/Lisbon"


def test_whoever_joins_begins_by_the_clock_of_the_house():
    actions.choose_house_zone("Europe/Brussels", by=SYSTEM)
    role = Role.objects.filter(is_administrator=False).first()
    invited = actions.invite(email="noor@weaver.example", role=role, groups=[], by=ada())
    person = actions.accept(secret=invited.secret, name="Noor", password="a lamp that is quiet")
    assert zone_of(person) == "Europe/Brussels"


@pytest.mark.parametrize("zone", ["", "Nowhere/Atall", "posixrules", "../etc/passwd", "Europe"])
def test_what_is_no_zone_is_refused(zone):
    assert not is_zone(zone)
    with pytest.raises(UnknownZone):
        actions.choose_house_zone(zone, by=SYSTEM)
    assert House.zone() == ""


def test_the_first_choice_leads_on_and_a_later_one_stays(client):
    client.force_login(make_administrator())
    assert "Set the clock" in client.get("/welcome/steps/").text
    assert client.post(HOUSE, {"time_zone": "Europe/Brussels"})["Location"] == "/welcome/steps/"
    assert client.post(HOUSE, {"time_zone": "Europe/Lisbon"})["Location"] == HOUSE
    refused = client.post(HOUSE, {"time_zone": ""})
    assert refused.status_code == 422
    assert "There is no such time zone" in refused.text
    assert House.zone() == "Europe/Lisbon"


def test_i_choose_my_own_and_go_back_to_that_of_the_house(client):
    me = ada()
    client.force_login(me)
    actions.choose_house_zone("Europe/Brussels", by=SYSTEM)
    assert "As the house: Europe/Brussels" in client.get("/me/").text
    client.post(MINE, {"time_zone": "America/Toronto"})
    assert zone_of(me) == "America/Toronto"
    assert client.post(MINE, {"time_zone": "Nowhere/Atall"}).status_code == 400
    client.post(MINE, {"time_zone": ""})
    assert zone_of(me) == "Europe/Brussels"
