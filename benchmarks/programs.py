"""The API, inside this process: the program and its queries alone; and what counting costs."""

import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.test import Client

from benchmarks.house import Served
from benchmarks.measure import Figure, of_times
from benchmarks.people import ADMINISTRATOR
from helpwell.accounts.models import User
from helpwell.api import actions
from helpwell.api.scopes import SCOPES


def measure(served: Served, count: int) -> Iterator[Figure]:
    """A line for each kind of request."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    settings.API_REQUESTS_A_MINUTE = 10_000_000
    user = User.objects.get(pk=ADMINISTRATOR)
    made = actions.make_token(user, name="Benchmark", scopes=SCOPES, by=user)
    client = Client(headers={"Authorization": f"Bearer {made.secret}"})
    tickets = served.house.tickets
    acts: dict[str, Callable[[int], object]] = {
        "API: a ticket": lambda n: client.get(f"/api/v1/tickets/{1 + n * 7919 % tickets}"),
        "API: 50 tickets": lambda _: client.get("/api/v1/tickets?view=open"),
        "API: a change": lambda n: client.patch(
            f"/api/v1/tickets/{1 + n * 7919 % tickets}",
            {"priority": ("low", "high")[n % 2]},
            content_type="application/json",
        ),
        "API: counting a request": lambda _: actions.note_came("token:0"),
    }
    for what, act in acts.items():
        yield _timed(what, act, count)
    actions.revoke_token(made.token, by=user)


def _timed(what: str, act: Callable[[int], object], count: int) -> Figure:
    times = []
    for number in range(count + 5):
        begun = time.perf_counter()
        answer = act(number)
        times.append(time.perf_counter() - begun)
        assert getattr(answer, "status_code", 200) == 200, answer
    return of_times(what, times[5:])
