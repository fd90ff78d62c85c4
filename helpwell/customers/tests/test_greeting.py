"""How to greet somebody: as they asked, else as safely as their name allows."""

import pytest

from helpwell.customers.models import Customer


@pytest.mark.parametrize(
    ("name", "first_name"),
    [("Anna Köhler", "Anna"), ("Köhler, Anna Maria", "Anna"), ("  Cher ", "Cher"), ("", "")],
)
def test_the_first_name_is_known_however_the_name_is_written(name, first_name):
    assert Customer(name=name).first_name == first_name


@pytest.mark.parametrize(
    ("known", "greeted"),
    [
        ({"greeting": "Frau Köhler", "form_of_address": "informal"}, "Frau Köhler"),
        ({"form_of_address": "informal"}, "Anna"),
        ({"form_of_address": "formal"}, "Anna Köhler"),
        ({}, "Anna Köhler"),
    ],
)
def test_they_are_greeted_as_they_asked_and_else_by_name(known, greeted):
    assert Customer(name="Anna Köhler", **known).greeting_or_name == greeted
