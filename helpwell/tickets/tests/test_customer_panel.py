"""The panel: all we know on one screen, changed where it stands, and nothing seen by mistake."""

import json
import re

import pytest

from helpwell.accounts.testing import ada, ben, make_administrator, make_agent, make_role
from helpwell.customers import actions
from helpwell.customers.models import Change, Customer
from helpwell.customers.testing import grace, make_customer
from helpwell.fields.testing import make_field
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db


def save(client, key, value, *, seen="", to="known"):
    data = {"value": value, "seen": json.dumps(seen)}
    return client.post(f"/customers/{grace().pk}/panel/{to}/{key}/", data)


def test_a_part_is_opened_and_saved_where_it_stands(client):
    client.force_login(ada())
    assert 'name="value"' in client.get(f"/customers/{grace().pk}/panel/known/needs/").text
    answer = save(client, "needs", "hard of hearing: write")
    assert answer.status_code == 200
    assert "hard of hearing: write" in answer.text
    assert grace().needs == "hard of hearing: write"


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("language", "de", "de"),
        ("time_zone", "Europe/Berlin", "Europe/Berlin"),
        ("form_of_address", "formal", "formal"),
        ("segments", ["wholesale", "VIP"], "VIP, wholesale"),
        ("organisation", "+Mill & Sons", "Mill & Sons"),
        ("external_id", "C-1", "C-1"),
        ("external_id", "", "None"),
    ],
)
def test_every_part_is_kept_as_its_kind(client, key, value, kept):
    client.force_login(ada())
    assert save(client, key, value).status_code == 200
    said = actions.said(grace(), key) if key == "segments" else str(getattr(grace(), key))
    assert said == kept


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("language", "x" * 13),
        ("time_zone", "Atlantis/Capital"),
        ("form_of_address", "rude"),
        ("organisation", "999999"),
    ],
)
def test_what_does_not_fit_is_refused_and_kept_as_typed(client, key, value):
    client.force_login(ada())
    before = Customer.objects.filter(pk=grace().pk).values().get()
    answer = save(client, key, value, seen="Grace Garden" if key == "name" else "")
    assert answer.status_code == 422
    assert "field__error" in answer.text
    assert Customer.objects.filter(pk=grace().pk).values().get() == before


def test_refused_segments_stay_as_typed(client):
    client.force_login(ada())
    answer = save(client, "segments", ["VIP", "wholesale, retail"])
    assert answer.status_code == 422
    assert 'value="VIP"' in answer.text
    assert 'value="wholesale, retail"' in answer.text


def test_what_somebody_changed_meanwhile_is_shown_and_replaced_only_knowingly(client):
    client.force_login(ada())
    actions.describe(grace(), needs="write", by=ben())
    refused = save(client, "needs", "call", seen="")
    assert refused.status_code == 422
    assert "write" in refused.text
    assert "call" in refused.text
    assert grace().needs == "write"
    assert save(client, "needs", "call", seen="write").status_code == 200
    assert grace().needs == "call"


def test_a_field_of_this_house_is_filled_like_every_other_part(client):
    field = make_field("Shoe size", about="customer")
    client.force_login(ada())
    assert "Shoe size" not in client.get(f"/customers/{grace().pk}/").text
    assert left_out(client, "shoe") == ["Shoe size"]
    assert "Shoe size" in another(client, f"customer-of-{field.key}").text
    assert save(client, field.key, "42", seen=None, to="fields").status_code == 200
    assert grace().values == {field.key: "42"}
    assert "Ada Agent noted Shoe size: 42" in client.get(f"/customers/{grace().pk}/").text


def test_what_is_not_known_is_found_by_its_name_and_opened(client):
    client.force_login(ada())
    assert {"Needs", "Language", "Notes"} <= set(left_out(client))
    assert 'name="value"' in another(client, "customer-needs").text
    save(client, "needs", "write")
    assert "Needs" not in left_out(client)
    assert another(client, "customer-vulnerability").status_code == 404
    assert another(client, "nonsense").status_code == 404


def left_out(client, typed=""):
    answer = client.get(f"/customers/{grace().pk}/panel/names/", {"q": typed})
    return re.findall(r"<li[^>]*>([^<]*)</li>", answer.text)


def another(client, key):
    return client.get(f"/customers/{grace().pk}/panel/another/", {"another": key})


def test_the_history_says_what_it_was_and_is(client):
    client.force_login(ada())
    actions.describe(grace(), language="de", by=ada())
    actions.describe(grace(), language="fr", by=ada())
    page = client.get(f"/customers/{grace().pk}/").text
    assert "Ada Agent changed Language from German to French" in page


def test_what_to_mind_with_care_does_not_exist_for_others(client):
    actions.describe(grace(), vulnerability="quillcare", by=ada())
    ticket = make_ticket(requester=grace())
    for place in (f"/customers/{grace().pk}/", f"/tickets/{ticket.pk}/", "/customers/export/csv/"):
        for who, sees in ((make_agent(), False), (make_administrator(), True)):
            client.force_login(who)
            answer = client.get(place)
            text = b"".join(answer).decode() if answer.streaming else answer.text
            assert ("quillcare" in text) is sees, (place, who.name)
            if not sees:
                assert "ind with care" not in text
    client.force_login(ada())
    assert "Mind with care" not in left_out(client)
    address = f"/customers/{grace().pk}/panel/known/vulnerability/"
    assert client.get(address).status_code == client.post(address).status_code == 404
    assert Change.objects.filter(after__contains="quill").count() == 0


def test_who_sees_the_ticket_only_sees_its_customer_and_changes_nothing(client):
    scoped = make_agent("Stan", make_role("tickets.read_assigned", "customers.describe"))
    ticket = make_ticket(requester=grace(), assignee=scoped)
    client.force_login(scoped)
    page = client.get(f"/tickets/{ticket.pk}/").text
    assert "grace@home.example" in page
    assert "/panel/known/" not in page
    assert save(client, "needs", "x").status_code == 403


def test_an_address_of_somebody_else_leads_to_them(client):
    other = make_customer("Ms K", email="k@home.example")
    client.force_login(make_administrator())
    answer = client.post(f"/customers/{grace().pk}/identities/", {"text": "K@home.example"})
    assert answer.status_code == 422
    assert f"/customers/{other.pk}/" in answer.text
    assert f"/customers/{grace().pk}/merge/?with={other.pk}" in answer.text
    assert 'value="K@home.example"' in answer.text


def test_adding_preferring_and_taking_away(client):
    client.force_login(ada())
    add = f"/customers/{grace().pk}/identities/"
    assert "+49 30 1234567" in client.post(add, {"text": "+49 (30) 1234567"}).text
    client.post(add, {"text": "+49 30 7654321"})
    second = grace().identities.get(value="+49307654321")
    assert client.post(f"/identities/{second.pk}/prefer/").status_code == 200
    assert client.post(f"/identities/{second.pk}/away/").status_code == 200
    assert grace().identities.count() == 2
    for identity in grace().identities.all():
        last = client.post(f"/identities/{identity.pk}/away/")
    assert last.status_code == 422


def test_merging_by_dialog_and_the_old_page_leads_on(client):
    other = make_customer("G. Garden")
    client.force_login(make_administrator())
    actions.describe(other, language="de", by=ada())
    actions.describe(grace(), language="fr", by=ada())
    address = f"/customers/{grace().pk}/merge/"
    assert "German" in client.get(address, {"with": other.pk}).text
    done = client.post(address, {"with": other.pk, "field-language": "other"})
    assert done.status_code == 204
    assert grace().language == "de"
    page = client.get(f"/customers/{other.pk}/", follow=True)
    assert "G. Garden is this person now." in page.text
    assert "Part them again" in page.text
    undo = json.loads(done["HX-Trigger"])["toast"]["undo"]
    assert client.post(undo).status_code == 204
    assert client.get(f"/customers/{other.pk}/").status_code == 200
    assert grace().language == "fr"


def test_only_who_may_merge_merges(client):
    other = make_customer()
    client.force_login(ada())
    for method in (client.get, client.post):
        assert method(f"/customers/{grace().pk}/merge/", {"with": other.pk}).status_code == 403
    assert Customer.objects.filter(merged_into=None).count() == 2
