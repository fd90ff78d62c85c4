"""Forms, contact reasons and resolutions: arranged, never lost."""

import pytest

from helpwell.accounts.testing import ada, make_administrator
from helpwell.core.actors import SYSTEM
from helpwell.events.models import Fact
from helpwell.fields.testing import make_field
from helpwell.tickets import actions
from helpwell.tickets.arrangement import arrangement
from helpwell.tickets.errors import NameTaken, TooDeep, Unnamed
from helpwell.tickets.models import Ticket, TicketForm
from helpwell.tickets.testing import make_ticket


def reason(name, parent=None):
    return actions.arrange_reason(None, name=name, parent=parent, by=SYSTEM)


def labels():
    return [place.label for place in arrangement().reasons_in_use]


def test_reasons_are_a_tree_of_three_levels():
    delivery, product = reason("Delivery"), reason("Product")
    late = reason("Late", delivery)
    abroad = reason("Abroad", late)
    assert labels() == ["Delivery", "Delivery › Late", "Delivery › Late › Abroad", "Product"]
    with pytest.raises(TooDeep):
        reason("Alps", abroad)
    actions.put_in_place(product, to=0, by=SYSTEM)
    assert labels()[0] == "Product"
    actions.arrange_reason(delivery, is_active=False, by=SYSTEM)
    assert labels() == ["Product"]
    assert arrangement().reasons[abroad.pk].label == "Delivery › Late › Abroad"


def test_names_are_given_once_a_branch():
    delivery, product = reason("Delivery"), reason("Product")
    reason("Other", delivery), reason("Other", product)
    with pytest.raises(NameTaken, match="“other”"):
        reason("other", product)
    with pytest.raises(Unnamed):
        reason(" ")


def test_it_is_told_what_was_arranged():
    form = actions.arrange_form(None, name="Return", by=ada())
    actions.arrange_form(form, is_active=False, by=ada())
    told = Fact.objects.filter(name="form.arranged").values_list("payload__fields", flat=True)
    assert list(told) == [["name"], ["is_active"]]


class TestSettings:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client):
        client.force_login(make_administrator())

    def test_reasons_and_resolutions_are_made_renamed_moved_and_retired(self, client):
        client.post("/settings/reasons/", {"what": "reason", "name": "Delivery"})
        (delivery,) = arrangement().reasons
        given = {"what": "reason", "name": "Late", "parent": delivery}
        client.post("/settings/reasons/", given)
        client.post("/settings/reasons/", {"what": "resolution", "name": "Refunded"})
        assert labels() == ["Delivery", "Delivery › Late"]
        client.post(f"/settings/reasons/reason/{delivery}/", {"name": "Shipping"})
        assert labels()[1] == "Shipping › Late"
        (refunded,) = arrangement().resolutions
        client.post(f"/settings/reasons/resolution/{refunded}/", {"is_active": "0"})
        assert arrangement().resolutions_in_use == []
        page = client.get("/settings/reasons/").text
        assert "Bring Refunded back" in page
        again = client.post("/settings/reasons/", {"what": "resolution", "name": "refunded"})
        assert again.status_code == 422
        assert "There is “refunded” already" in again.text

    def test_a_form_has_the_fields_that_are_ticked_in_their_order(self, client):
        make_field("Size"), make_field("Colour"), make_field("Weight")
        made = client.post("/settings/forms/", {"name": "Return"})
        given = {"name": "Return", "is_active": "on", "field": ["weight", "size"]}
        client.post(made["Location"], given)
        assert TicketForm.objects.get().field_keys == ["weight", "size"]
        page = client.get(made["Location"]).text
        assert page.index("Weight") < page.index("Size") < page.index("Colour")

    def test_what_tickets_say_keeps_its_words(self, client):
        ticket, late = make_ticket(), reason("Late")
        actions.set_reason(ticket, to=late, by=SYSTEM)
        actions.arrange_reason(late, is_active=False, by=SYSTEM)
        page = client.get(f"/tickets/{ticket.pk}/fields/").text
        assert "Late" in page
        assert Ticket.objects.get().reason == late

    def test_only_who_arranges_comes_here(self, client):
        client.force_login(ada())
        for noun in ("reasons", "forms"):
            assert client.get(f"/settings/{noun}/").status_code == 403
