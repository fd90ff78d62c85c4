"""Whom a note names."""

import pytest

from helpwell.accounts.models import User
from helpwell.accounts.testing import make_agent, make_role
from helpwell.tickets import actions
from helpwell.tickets.mentioning import marked, named_in
from helpwell.tickets.models import Mention
from helpwell.tickets.testing import make_ticket

NAMES = ("Ana Brandt", "Ana Costa", "Ben Baker", "Ben", "Zoë Ångström-Li", "Ana Brandt Lopez")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Ben Baker please", ["Ben Baker"]),
        ("@ben baker", ["Ben Baker"]),
        ("@Ben, please", ["Ben"]),
        ("@Ana, please", ["Ana Brandt", "Ana Costa", "Ana Brandt Lopez"]),
        ("@Ana Costa knows", ["Ana Costa"]),
        ("@Ana Brandt Lopez", ["Ana Brandt Lopez"]),
        ("@Ana Brandt.", ["Ana Brandt"]),
        ("@Ana Brandts", ["Ana Brandt", "Ana Costa", "Ana Brandt Lopez"]),
        ("@zoë and @BEN", ["Zoë Ångström-Li", "Ben"]),
        ("(@Ben)", ["Ben"]),
        ("ben@baker.example", []),
        ("@benny", []),
        ("@", []),
        ("Ben Baker", []),
    ],
)
def test_the_longest_name_that_stands_there_is_meant(text, named):
    people = [User(pk=n, name=name) for n, name in enumerate(NAMES, start=1)]
    assert sorted(person.name for person in named_in(text, people).people) == sorted(named)


def test_names_are_set_apart_in_the_words_and_never_inside_a_tag():
    html = '<p>@Ben &amp; <a href="https://a.example/@Ben">@Benny</a> x@Ben</p>'
    assert marked(html, {"Ben"}) == html.replace(
        "<p>@Ben ", '<p><span class="mention">@Ben</span> '
    )


@pytest.mark.django_db
def test_whoever_may_not_see_the_ticket_is_not_told():
    ada, ticket = make_agent("Ada Agent"), make_ticket()
    make_agent("Stan Stranger", make_role())
    ben = make_agent("Ben Baker")
    actions.note(ticket, html="<p>@Stan @Ben Baker</p>", by=ada)
    assert [mention.agent for mention in Mention.objects.all()] == [ben]
