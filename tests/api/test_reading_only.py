"""A token that only reads, tried on everything that changes something."""

import re

import pytest

from helpwell.accounts.testing import make_administrator
from helpwell.api.description import description
from helpwell.api.testing import program

pytestmark = pytest.mark.django_db


def test_nothing_can_be_changed_by_reading(settings):
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    client, tried = program(make_administrator(), "read", "export", "guarded"), 0
    for path, operations in description()["paths"].items():
        for method in set(operations) - {"get"}:
            address = re.sub(r"\{\w+\}", "1", path)
            answer = client.generic(method.upper(), address, "{}", content_type="application/json")
            assert answer.status_code == 403, (method, path)
            tried += 1
    assert tried > 30
