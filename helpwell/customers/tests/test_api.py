"""Customers for programs."""

import json

import pytest

from helpwell.accounts.testing import ada, make_administrator, make_agent, make_role
from helpwell.api.testing import V1, program
from helpwell.customers.models import Customer, Segment
from helpwell.customers.testing import make_customer
from helpwell.events.models import Fact

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def api():
    return program(make_administrator())


def test_somebody_is_known_by_an_address_once(api):
    body = {"email": "Kim@Home.example", "name": "Kim"}
    made = [api.post(f"{V1}/customers", body, content_type=JSON).json() for _ in range(2)]
    assert made[0] == made[1]
    assert made[0]["identities"][0]["value"] == "kim@home.example"


def test_what_is_sent_is_changed_and_nothing_else(api):
    customer = make_customer()
    body = {"greeting": "Ms Köhler", "segments": ["wholesale"], "language": "de"}
    said = api.patch(f"{V1}/customers/{customer.pk}", body, content_type=JSON).json()
    assert {key: said[key] for key in body} == body
    assert said["name"] == customer.name


def test_an_outdated_change_is_refused(api):
    path = f"{V1}/customers/{make_customer().pk}"
    known = {"If-Match": api.get(path)["ETag"]}
    change = {"content_type": JSON, "headers": known}
    assert api.patch(path, {"needs": "Write large"}, **change).status_code == 200
    assert api.patch(path, {"needs": "Call"}, **change).status_code == 412


def test_vulnerability_is_for_few(api):
    path = f"{V1}/customers/{make_customer().pk}"
    api.patch(path, {"vulnerability": "bereaved"}, content_type=JSON)
    assert api.get(path).json()["vulnerability"] == "bereaved"
    other = program(ada())
    assert other.get(path).json()["vulnerability"] is None
    answer = other.patch(path, {"vulnerability": "no"}, content_type=JSON)
    assert answer.status_code == 403
    assert Customer.objects.get().vulnerability == "bereaved"


def test_two_are_one_and_two_again(api):
    one, other = make_customer(), make_customer()
    body = {"customer_id": other.pk}
    merged = api.post(f"{V1}/customers/{one.pk}/merges", body, content_type=JSON)
    assert merged.status_code == 201, merged.text
    assert api.get(f"{V1}/customers/{other.pk}").status_code == 404
    parted = api.delete(f"{V1}/customers/{one.pk}/merges/{merged.json()['id']}")
    assert parted.status_code == 204
    assert api.get(f"{V1}/customers/{other.pk}").status_code == 200


def test_who_may_not_look_customers_up_finds_none():
    path = f"{V1}/customers/{make_customer().pk}"
    stranger = program(make_agent("Stan", make_role(name="Nothing")))
    assert {stranger.get(path).status_code, stranger.get(f"{V1}/customers").status_code} == {403}


def test_an_organisation_is_known_once_and_changed(api):
    body = {"name": "Mills", "domains": ["@Mills.example", "mills.example"]}
    made = [api.post(f"{V1}/organisations", body, content_type=JSON) for _ in range(2)]
    assert [each.status_code for each in made] == [201, 201]
    assert made[0].json() == made[1].json()
    assert made[0].json()["domains"] == ["mills.example"]
    path = f"{V1}/organisations/{made[0].json()['id']}"
    said = api.patch(path, {"domains": []}, content_type=JSON).json()
    assert (said["name"], said["domains"]) == ("Mills", [])


@pytest.mark.parametrize("body", [{"name": " "}, {"name": "M", "domains": ["mills"]}, {}])
def test_an_organisation_that_cannot_be_is_refused(api, body):
    assert api.post(f"{V1}/organisations", body, content_type=JSON).status_code == 422


def test_segments_are_renamed_and_taken_away(api):
    customer = make_customer()
    path = f"{V1}/customers/{customer.pk}"
    api.patch(path, {"segments": ["wholesale"]}, content_type=JSON)
    (segment,) = api.get(f"{V1}/segments").json()["items"]
    one = f"{V1}/segments/{segment['id']}"
    assert api.patch(one, {"name": "trade"}, content_type=JSON).json()["name"] == "trade"
    assert api.get(path).json()["segments"] == ["trade"]
    assert api.delete(one).status_code == 204
    assert api.get(path).json()["segments"] == []


@pytest.mark.parametrize("form", ["json", "csv"])
def test_customers_are_given_out(api, form):
    customer = make_customer()
    answer = api.get(f"{V1}/customers/export?format={form}", headers={"Accept": "*/*"})
    assert answer.status_code == 200
    assert customer.name in b"".join(answer.streaming_content).decode()


def test_a_segment_stands_ready_before_anybody_is_in_it(api):
    made = api.post(f"{V1}/segments", {"name": " trade  fair "}, content_type=JSON)
    assert (made.status_code, made.json()["name"]) == (201, "trade fair")
    again = api.post(f"{V1}/segments", {"name": "trade fair"}, content_type=JSON)
    assert again.json() == made.json()
    assert api.post(f"{V1}/segments", {"name": " "}, content_type=JSON).status_code == 409
    assert api.post(f"{V1}/segments", {"name": "a,b"}, content_type=JSON).status_code == 409
    assert [fact.name for fact in Fact.objects.filter(name__startswith="segment")] == [
        "segment.made"
    ]


@pytest.mark.parametrize("form", ["json", "csv"])
def test_organisations_are_given_out_with_no_formula(api, form):
    body = {"name": "=Mills", "domains": ["mills.example"]}
    number = api.post(f"{V1}/organisations", body, content_type=JSON).json()["id"]
    make_customer(email="ann@mills.example")
    answer = api.get(f"{V1}/organisations/export?format={form}", headers={"Accept": "*/*"})
    said = b"".join(answer.streaming_content).decode()
    if form == "json":
        [row] = json.loads(said)
        wanted = {"id": number, "name": "=Mills", "domains": ["mills.example"], "people": 1}
        assert wanted.items() <= row.items()
    else:
        assert said.splitlines()[1].startswith(f'"{number}","\'=Mills","mills.example"')


def test_all_of_it_takes_its_capability():
    segment = Segment.objects.create(name="wholesale")
    reader = program(make_agent("Rea", make_role("customers.read", name="Reader")))
    one, body = f"{V1}/segments/{segment.pk}", {"name": "x"}
    assert reader.get(f"{V1}/segments").status_code == 200
    assert reader.patch(one, body, content_type=JSON).status_code == 403
    assert reader.delete(one).status_code == 403
    assert reader.post(f"{V1}/organisations", body, content_type=JSON).status_code == 403
    assert reader.post(f"{V1}/segments", body, content_type=JSON).status_code == 403
    assert reader.get(f"{V1}/customers/export").status_code == 403
    assert reader.get(f"{V1}/organisations/export").status_code == 403
    nobody = program(make_agent("Nora", make_role(name="Nothing")))
    assert nobody.get(f"{V1}/segments").status_code == 403
