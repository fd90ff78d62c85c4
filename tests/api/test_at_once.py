"""Programs that come at the very same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from helpwell.accounts.testing import ada
from helpwell.api.testing import V1, asking, make_token
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db(transaction=True)
TWINS = 6


def at_once(*deeds):
    """What each of the deeds gave, begun together, each on a connection of its own."""
    barrier = Barrier(len(deeds))

    def begun(deed):
        barrier.wait()
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(begun, deeds))


def test_twins_with_one_key_are_done_once():
    secret, ticket = make_token(ada()).secret, make_ticket()
    path, body = f"{V1}/tickets/{ticket.pk}/notes", {"text": "Once"}

    def noted():
        client = asking(secret)
        return client.post(
            path, body, content_type="application/json", headers={"Idempotency-Key": "one"}
        )

    answers = at_once(*[noted] * TWINS)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotency-Replayed" in answer for answer in answers) == TWINS - 1
    assert Message.objects.filter(kind="note").count() == 1


def test_of_many_changes_of_one_edition_one_is_made():
    secret, ticket = make_token(ada()).secret, make_ticket()
    path = f"{V1}/tickets/{ticket.pk}"
    known = asking(secret).get(path)["ETag"]

    def changed(tag):
        return lambda: asking(secret).patch(
            path, {"tags": [tag]}, content_type="application/json", headers={"If-Match": known}
        )

    answers = at_once(*(changed(f"tag-{n}") for n in range(TWINS)))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * (TWINS - 1)
    (winner,) = [answer.json()["tags"] for answer in answers if answer.status_code == 200]
    assert [tag.name for tag in Ticket.objects.get().tags.all()] == winner


def test_all_processes_count_together(settings):
    settings.API_REQUESTS_A_MINUTE = 4
    secret = make_token(ada()).secret
    answers = at_once(*[lambda: asking(secret).get(f"{V1}/me")] * TWINS)
    assert sorted(answer.status_code for answer in answers).count(429) == TWINS - 4
