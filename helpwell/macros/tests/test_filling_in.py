"""Places in kept words: filled in as text, marked where nothing is known, never left as braces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwell.accounts.testing import make_agent
from helpwell.brands.models import Brand
from helpwell.core.clock import travel
from helpwell.core.html import to_text
from helpwell.customers.testing import make_customer
from helpwell.macros.values import Values, label
from helpwell.macros.variables import fill
from helpwell.tickets.testing import make_ticket

SAID = {"customer.name": "<b>Ann</b> & {{Co}}", "empty": ""}


def filled(html, said=SAID):
    return fill(html, say=lambda name: said.get(name, ""), label=label)


def test_a_value_is_text_and_never_markup():
    html = filled("<div>Dear {{customer.name}}!</div>").html
    assert html == "<div>Dear &lt;b&gt;Ann&lt;/b&gt; &amp; {Co}!</div>"


def test_an_empty_place_takes_its_default_and_else_is_a_blank():
    assert filled("Hello {{empty|there}}").html == "Hello there"
    blank = filled("Hello {{customer.greeting}} {{nonsense}}")
    assert blank.html == "Hello ___how to greet them___ ___nonsense___"
    assert blank.blanks == ("customer.greeting", "nonsense")


def test_formatting_within_the_braces_does_no_harm():
    assert filled("<div>{{<strong>empty</strong> | <em>you</em>}}</div>").html == "<div>you</div>"


def test_a_place_in_a_links_address_is_quoted():
    html = filled('<a href="https://x.example/?q={{customer.name}}">x</a>').html
    assert "%3Cb%3EAnn" in html
    assert "<b>" not in html


pieces = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            *(
                "{{",
                "}}",
                "{",
                "}",
                "{{{{",
                "|",
                "__",
                "<b>",
                "</b>",
                "<a href='",
                "'>",
                "<script>",
            ),
            *(
                "{{customer.name}}",
                "{{ empty | x }}",
                "{{today+9999999999d}}",
                "&lt;",
                "\0",
                "\ud800",
            ),
        ]
    ),
)


@given(st.lists(pieces, max_size=30).map("".join), st.text(max_size=30) | st.just("<script>{{x}}"))
def test_whatever_was_kept_and_whatever_the_values_are_no_braces_and_no_markup_come_out(html, said):
    found = fill(html, say=lambda name: said if name == "customer.name" else "")
    assert "{{" not in found.html
    assert "}}" not in found.html
    assert "<script" not in found.html.lower()


@given(st.text(max_size=60))
def test_a_value_comes_out_as_the_words_it_is(said):
    html = fill("<p>a {{x|-}} b</p>", say=lambda _: said).html
    assert html.count("<") == 2
    assert to_text(html).startswith("a ")


@pytest.mark.django_db
class TestOnATicket:
    def values(self, **more):
        grace = make_customer(name="Grace Hopper")
        for name, value in more.items():
            setattr(grace, name, value)
        grace.save()
        return Values(
            make_ticket(requester=grace),
            agent=make_agent(name="Ada Lovelace"),
            language=grace.language,
        )

    def test_names_of_people_are_said(self):
        values = self.values(greeting="Admiral Hopper")
        said = [values.say(f"customer.{name}") for name in ("greeting", "name", "first_name")]
        assert said == ["Admiral Hopper", "Grace Hopper", "Grace"]
        assert [values.say("agent.name"), values.say("agent.first_name")] == ["Ada Lovelace", "Ada"]
        assert values.say("ticket.number") == str(values.ticket.pk)

    def test_days_are_told_in_the_customers_language_and_time_zone(self):
        values = self.values(language="de", time_zone="Pacific/Auckland")
        with travel(values.ticket.opened_at.replace(2026, 11, 22, 23, 0)):
            assert values.say("today") == "23. November 2026"
            assert values.say("today+1w") == "30. November 2026"
            assert values.say("tomorrow") == "24. November 2026"

    @pytest.mark.parametrize("name", ["today+3", "todayx", "customer.__class__", "", "agent"])
    def test_what_nobody_knows_says_nothing(self, name):
        assert self.values().say(name) == ""

    def test_a_language_or_a_zone_that_nobody_knows_does_no_harm(self):
        assert self.values(language="xx-odd", time_zone="No/Where").say("today-9999w")

    def test_a_brand_is_said_where_there_is_one(self):
        values = self.values()
        assert values.say("brand.name") == ""
        values.ticket.brand = Brand.objects.create(name="Lamps & Co")
        assert values.say("brand.name") == "Lamps & Co"
