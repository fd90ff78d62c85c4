"""People's screens: who may open them, and that nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from helpwell.accounts import actions
from helpwell.accounts.models import Group, Invitation, Role, User
from helpwell.accounts.testing import ada, make_administrator, make_agent, make_group
from helpwell.accounts.urls import urlpatterns
from helpwell.core import clock
from helpwell.core.actors import SYSTEM

pytestmark = pytest.mark.django_db

FOR_EVERYBODY = {"welcome", "invitation"}
FOR_AGENTS = {"me", "availability", "keys", "my_clock"}
PASSWORD = "plum tree on the hill"


@pytest.fixture(autouse=True)
def _quick(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def alma(client):
    person = make_administrator()
    client.force_login(person)
    return person


def addresses(without):
    """Every address of this room but those named, with numbers of something that is not there."""
    for pattern in urlpatterns:
        if pattern.name not in without:
            numbers = [1 for _ in pattern.pattern.converters]
            yield reverse(f"accounts:{pattern.name}", args=numbers)


def test_a_visitor_is_asked_to_sign_in_first(client):
    ada()
    for address in addresses(FOR_EVERYBODY):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={address}")


def test_without_the_capability_a_page_says_what_to_do(client):
    client.force_login(ada())
    for address in addresses(FOR_EVERYBODY | FOR_AGENTS):
        for ask in (client.get, client.post):
            answer = ask(address)
            assert answer.status_code == 403, address
            assert "administrator can change that" in answer.text


def test_an_empty_house_leads_to_its_first_page(client):
    assert client.get("/me/", follow=True).redirect_chain[-1] == ("/welcome/", 302)
    told = {"name": "Fay First", "email": "Fay@Helpwell.test", "password": PASSWORD}
    refused = client.post("/welcome/", told | {"password": "fay"})
    assert refused.status_code == 422
    assert 'value="Fay First"' in refused.text
    assert client.post("/welcome/", told)["Location"] == reverse("accounts:getting_started")
    assert client.get("/welcome/steps/").status_code == 200
    assert User.objects.get().role.is_administrator


def test_a_founded_house_has_no_second_first_administrator(client):
    ada()
    told = {"name": "Stan", "email": "stan@helpwell.test", "password": PASSWORD}
    assert client.post("/welcome/", told).status_code == 302
    assert User.objects.count() == 1


def test_an_invitation_leads_from_link_to_inside(client, alma, django_user_model):
    agent = Role.objects.get(name="Agent")
    shown = client.post(
        "/settings/people/invitations/", {"email": "n@helpwell.test", "role": agent.pk}
    )
    path = re.search(r"http://testserver(/invitations/[\w-]+/)", shown.text)[1]
    client.logout()
    assert "Alma Admin invited you" in client.get(path).text
    weak = client.post(path, {"name": "Nia New", "password": "12345678"})
    assert weak.status_code == 422
    assert 'value="Nia New"' in weak.text
    assert client.post(path, {"name": "Nia New", "password": PASSWORD})["Location"] == "/"
    assert client.get("/me/").status_code == 200
    again = client.get(path)
    assert (again.status_code, "used already" in again.text) == (410, True)


def test_a_password_may_not_be_the_invited_address(client):
    path = invitation_path("charlotte.lamb@helpwell.test")
    answer = client.post(path, {"name": "C", "password": "charlotte.lamb"})
    assert answer.status_code == 422


@pytest.mark.parametrize("spoil", ["expire", "withdraw", "forge"])
def test_a_link_that_does_not_work_says_why(client, spoil):
    path = invitation_path("n@helpwell.test")
    if spoil == "expire":
        Invitation.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    if spoil == "withdraw":
        actions.withdraw(Invitation.objects.get(), by=SYSTEM)
    path = path[:-4] + "xxx/" if spoil == "forge" else path
    words = {"expire": "has expired", "withdraw": "was withdrawn", "forge": "not belong to any"}
    for answer in (client.get(path), client.post(path, {"name": "N", "password": PASSWORD})):
        assert answer.status_code == 410
        assert words[spoil] in answer.text
    assert not User.objects.exists()


def test_people_shows_everybody_and_who_is_invited(client, alma):
    make_agent("Ben <script>", groups=[make_group("Billing")])
    invitation_path("invited@helpwell.test")
    page = client.get("/settings/people/").text
    for words in ("Alma Admin", "Ben &lt;script&gt;", "Billing", "invited@helpwell.test"):
        assert words in page
    found = client.get("/settings/people/?q=ben", headers={"HX-Request": "true"}).text
    assert "Ben" in found
    assert "Alma" not in found
    assert "<html" not in found


@pytest.mark.parametrize("many", [1, 25])
def test_people_costs_the_same_however_many(client, alma, many, django_assert_num_queries):
    group = make_group()
    for _ in range(many):
        make_agent(groups=[group])
    with django_assert_num_queries(6):  # session, person, people, groups, factors, invitations
        client.get("/settings/people/", headers={"HX-Request": "true"})


def test_a_person_is_changed_as_a_whole_or_not_at_all(client, alma):
    page = reverse("accounts:person", args=[alma.pk])
    agent = Role.objects.get(name="Agent")
    answer = client.post(
        page, {"name": "Changed", "role": agent.pk}, headers={"HX-Request": "true"}
    )
    assert (answer.status_code, answer["HX-Retarget"]) == (422, "#person")
    assert "last person who may do everything" in answer.text
    assert 'value="Changed"' in answer.text
    assert User.objects.get(pk=alma.pk).name == "Alma Admin"


def test_closing_access_offers_a_way_back(client, alma):
    person = make_agent()
    closing = reverse("accounts:deactivation", args=[person.pk])
    answer = client.post(closing, headers={"HX-Request": "true"})
    opening = reverse("accounts:reactivation", args=[person.pk])
    assert opening in answer["HX-Trigger"]
    assert not User.objects.get(pk=person.pk).is_active
    client.post(opening)
    assert User.objects.get(pk=person.pk).is_active


def test_a_password_link_is_shown_once(client, alma):
    person = make_agent()
    shown = client.post(reverse("accounts:password_link", args=[person.pk])).text
    assert "/accounts/password/reset/key/" in shown
    assert (
        "/password/reset/key/" not in client.get(reverse("accounts:person", args=[person.pk])).text
    )


def test_groups_are_made_renamed_and_deleted(client, alma):
    client.post("/settings/groups/", {"name": "Billing"})
    twice = client.post("/settings/groups/", {"name": "Billing"})
    assert (twice.status_code, "taken already" in twice.text) == (422, True)
    billing = Group.objects.get()
    client.post(reverse("accounts:group", args=[billing.pk]), {"name": "Money"})
    assert Group.objects.get().name == "Money"
    client.post(reverse("accounts:group_deletion", args=[billing.pk]))
    assert not Group.objects.exists()


def test_a_role_is_a_checklist(client, alma):
    page = client.get(reverse("accounts:new_role")).text
    assert "answer customers" in page
    told = {"name": "Readers", "capabilities": ["tickets.read_all", "tickets.note"]}
    client.post(reverse("accounts:new_role"), told)
    role = Role.objects.get(name="Readers")
    assert role.capabilities == ["tickets.note", "tickets.read_all"]
    nameless = client.post(reverse("accounts:role", args=[role.pk]), told | {"name": ""})
    assert nameless.status_code == 422
    assert len(re.findall(r'name="capabilities"[^>]* checked', nameless.text)) == 2


def test_every_screen_draws_without_inline_code(client, alma):
    person, group = make_agent(), make_group()
    numbers = {"person": person.pk, "group": group.pk, "role": person.role_id}
    for name in ("people", "invitations", "person", "groups", "group", "roles", "new_role", "role",
                 "me", "getting_started"):  # fmt: skip
        args = [numbers[name]] if name in numbers else []
        page = client.get(reverse(f"accounts:{name}", args=args))
        assert page.status_code == 200
        assert not re.search(r"\sstyle=|\son\w+=|<script>", page.text), name


def invitation_path(email):
    role = Role.objects.get(name="Agent")
    invited = actions.invite(email=email, role=role, by=SYSTEM)
    return reverse("accounts:invitation", args=[invited.secret])


def test_single_keys_are_switched_off_for_oneself_and_stay_off(client, alma):
    assert 'name="single-keys" checked' in client.get("/me/").text
    assert client.post("/me/keys/").status_code == 204
    alma.refresh_from_db()
    assert not alma.uses_single_keys
    assert 'name="single-keys" checked' not in client.get("/me/").text
    client.post("/me/keys/", {"single-keys": "on"})
    alma.refresh_from_db()
    assert alma.uses_single_keys
