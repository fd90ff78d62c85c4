"""What people see when something of ours fails."""

import psycopg
import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from helpwell.core import faults

SECRET = "secret words of the server"


def without_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError from psycopg.OperationalError(SECRET)


def with_a_slip(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError(SECRET)


urlpatterns = [path("away/", without_database), path("slip/", with_a_slip)]
handler500 = faults.fault
pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [("/away/", 503, "Back in a moment"), ("/slip/", 500, "Something went wrong on our side")],
)
def test_a_fault_is_a_calm_page_and_a_database_that_is_away_a_passing_one(address, status, words):
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == status
    assert words in answer.text
    assert SECRET not in answer.text
    assert ("Retry-After" in answer.headers) == (status == 503)
