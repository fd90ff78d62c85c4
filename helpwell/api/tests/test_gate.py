"""Who comes in, how often, and what they are told."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from helpwell.accounts import actions as accounts
from helpwell.accounts.testing import ada, make_administrator, make_agent, make_role
from helpwell.api import actions
from helpwell.api.testing import V1, asking, make_token, program
from helpwell.core import clock

pytestmark = pytest.mark.django_db
NINE = "2026-11-23T09:00:30Z"


def problem_of(answer, status):
    assert answer.status_code == status, answer.text
    assert answer["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert said["status"] == status
    return said


def test_a_token_acts_as_its_person():
    answer = program(ada()).get(f"{V1}/me")
    assert answer.status_code == 200
    assert answer.json()["email"] == "ada@helpwell.test"


def test_nobody_comes_in_without_a_token():
    answer = Client().get(f"{V1}/me")
    problem_of(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_session_is_no_token():
    client = Client()
    client.force_login(ada())
    problem_of(client.get(f"{V1}/me"), 401)


@pytest.mark.parametrize("header", ["Bearer hwt_made-up", "Bearer", "Basic YTpi", "Bearer ä", ""])
def test_what_is_no_working_token_is_refused(header):
    problem_of(Client(headers={"Authorization": header}).get(f"{V1}/me"), 401)


def test_a_revoked_token_works_no_more():
    made = make_token(ada())
    actions.revoke_token(made.token, by=ada())
    problem_of(asking(made.secret).get(f"{V1}/me"), 401)


def test_an_expired_token_works_no_more():
    made = make_token(ada(), expires_at=clock.now() + timedelta(minutes=5))
    assert asking(made.secret).get(f"{V1}/me").status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        problem_of(asking(made.secret).get(f"{V1}/me"), 401)


def test_the_token_of_somebody_who_left_works_no_more():
    ben = make_agent("Ben")
    made = make_token(ben)
    accounts.deactivate(ben, by=make_administrator())
    problem_of(asking(made.secret).get(f"{V1}/me"), 401)


def test_a_token_loses_what_its_person_loses():
    person = make_agent("Kim", make_role("tickets.read_all", name="Reads"))
    client = program(person)
    assert client.get(f"{V1}/me").json()["role"] == "Reads"
    accounts.give_role(person, role=make_role(name="Nothing"), by=make_administrator())
    assert client.get(f"{V1}/me").json()["role"] == "Nothing"


def test_an_app_acts_in_its_own_name_and_never_signs_in(client):
    boss = make_administrator()
    app = accounts.make_app(name="Shop sync", role=make_role(name="App"), by=boss)
    made = actions.make_token(app, name="Shop", scopes=["read"], by=boss)
    assert asking(made.secret).get(f"{V1}/me").json()["is_app"] is True
    client.force_login(app)
    assert client.get("/", follow=True).request["PATH_INFO"].startswith("/accounts/login")


def test_a_token_that_reads_changes_nothing():
    made = make_token(ada())
    reading = program(ada(), "read")
    assert reading.get(f"{V1}/tokens").status_code == 200
    problem_of(reading.delete(f"{V1}/tokens/{made.token.pk}"), 403)
    assert asking(made.secret).delete(f"{V1}/tokens/{made.token.pk}").status_code == 204
    problem_of(asking(made.secret).get(f"{V1}/me"), 401)


def test_a_token_revokes_none_that_may_do_more():
    more, less = make_token(ada()), make_token(ada(), "read")
    working = program(ada(), "read", "work")
    problem_of(working.delete(f"{V1}/tokens/{more.token.pk}"), 403)
    assert asking(more.secret).get(f"{V1}/me").status_code == 200
    assert working.delete(f"{V1}/tokens/{less.token.pk}").status_code == 204


def test_what_a_token_does_not_lend_its_person_cannot_do():
    from helpwell.api.admission import lend

    token = make_token(make_administrator(), "read").token
    lend(token, method="GET")
    assert token.user.can("tickets.read_all")
    assert not token.user.can("tickets.reply")


@time_machine.travel(NINE, tick=False)
def test_a_token_comes_so_often_a_minute(settings):
    settings.API_REQUESTS_A_MINUTE = 3
    client = program(ada())
    answers = [client.get(f"{V1}/me") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert answers[0]["RateLimit-Reset"] == "30"
    assert answers[3]["Retry-After"] == "30"
    problem_of(answers[3], 429)


def test_the_next_minute_is_another_one(settings):
    settings.API_REQUESTS_A_MINUTE = 1
    client = program(ada())
    with time_machine.travel(NINE, tick=False) as time:
        client.get(f"{V1}/me")
        assert client.get(f"{V1}/me").status_code == 429
        time.shift(30)
        assert client.get(f"{V1}/me").status_code == 200


@time_machine.travel(NINE, tick=False)
def test_whoever_guesses_tokens_is_slowed(settings):
    settings.API_WRONG_TOKENS_A_MINUTE = 2
    guesses = [asking(f"hwt_{n}").get(f"{V1}/me").status_code for n in range(3)]
    assert guesses == [401, 401, 429]
    assert program(ada()).get(f"{V1}/me").status_code == 200  # a right one is never counted


def test_an_address_that_is_not_there_is_a_problem():
    said = problem_of(program(ada()).get(f"{V1}/nowhere/at/all"), 404)
    assert said["title"] == "Not Found"


def test_a_method_that_is_not_known_is_a_problem():
    answer = program(ada()).put(f"{V1}/me")
    problem_of(answer, 405)
    assert answer["Allow"] == "GET"


def test_only_json_is_read_and_written():
    client = program(ada())
    problem_of(client.get(f"{V1}/me", headers={"Accept": "text/html"}), 406)
    answer = client.generic("DELETE", f"{V1}/tokens/1", "a=1", content_type="text/plain")
    problem_of(answer, 415)


def test_a_wrong_parameter_is_named():
    said = problem_of(program(ada()).get(f"{V1}/people?limit=0"), 422)
    assert said["errors"][0]["parameter"] == "limit"


@pytest.mark.parametrize("cursor", ["x", "W10", "eyJhIjoxfQ", "WyJhIl0", "%F0%9F%92%A9"])
def test_a_cursor_that_is_not_ours_is_refused(cursor):
    problem_of(program(ada()).get(f"{V1}/people?cursor={cursor}"), 422)


def test_nul_in_an_address_is_refused_as_a_problem():
    problem_of(program(ada()).get(f"{V1}/people?cursor=%00"), 400)


def test_pages_go_on_after_a_row():
    people = [ada(), *(make_agent(f"Kim {n}") for n in range(4))]
    client = program(ada())
    names, address = [], f"{V1}/people?limit=2"
    while address:
        answer = client.get(address)
        names += [each["name"] for each in answer.json()["items"]]
        address = answer.json()["next"]
        assert (f'<{address}>; rel="next"' == answer.headers.get("Link")) or not address
    assert names == [person.name for person in people]


def test_what_is_known_is_not_sent_again():
    client = program(ada())
    first = client.get(f"{V1}/groups")
    again = client.get(f"{V1}/groups", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    weak = client.get(f"{V1}/groups", headers={"If-None-Match": f'W/"x", W/{first["ETag"]}'})
    assert weak.status_code == 304


def test_the_database_away_is_a_problem(monkeypatch):
    from django.db import OperationalError

    from helpwell.api import gate

    def away(request):
        raise OperationalError from __import__("psycopg").OperationalError("gone")

    monkeypatch.setattr(gate, "token_of", away)
    client = Client(raise_request_exception=False)
    answer = client.get(f"{V1}/me")
    problem_of(answer, 503)
    assert answer["Retry-After"] == "5"
