"""Keeping snippets and macros: whose they are, what they need, and who changed them meanwhile."""

import pytest

from helpwell.accounts.models import Group
from helpwell.accounts.testing import make_agent
from helpwell.core.clock import now
from helpwell.core.errors import TooLong
from helpwell.customers.testing import make_customer
from helpwell.events.models import Fact
from helpwell.macros import actions, queries
from helpwell.macros.errors import ChangedMeanwhile, Nameless, NothingKept
from helpwell.macros.models import Macro, Snippet
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db


def snippet(by, **settings):
    given = {"name": "Thanks", "html": "<div>Thank you, {{customer.name}}.</div>"} | settings
    return actions.make_snippet(by=by, **given)


def found(user, typed):
    return [each.name for each in queries.snippets_for(user, typed)]


def test_ones_own_ones_groups_and_everybodys_are_offered_and_no_others():
    ada, ben = make_agent(), make_agent()
    bills = Group.objects.create(name="Bills")
    ada.groups.add(bills)
    snippet(ada, name="All")
    snippet(ada, name="Bills", group=bills)
    snippet(ada, name="Ada", owner=ada)
    snippet(ben, name="Ben", owner=ben)
    assert sorted(found(ada, "")) == ["Ada", "All", "Bills"]
    assert sorted(found(ben, "")) == ["All", "Ben"]


def test_letters_find_by_shortcut_first_then_name_then_words():
    ada = make_agent()
    snippet(ada, name="Words only", html="<p>About the refund of it</p>")
    snippet(ada, name="Refund by bank")
    snippet(ada, name="Other", shortcut="refund")
    snippet(ada, name="Unfitting")
    assert found(ada, "refund") == ["Other", "Refund by bank", "Words only"]
    assert found(ada, "RÉFUND bank") == ["Refund by bank"]
    assert found(ada, "100% _nothing\\") == []


def test_a_name_and_words_are_needed_and_both_are_tidied():
    ada = make_agent()
    with pytest.raises(Nameless):
        snippet(ada, name=" \n ")
    with pytest.raises(NothingKept):
        snippet(ada, html="<div><br></div>")
    kept = snippet(ada, name=" a\tb ", shortcut="/Th Anks", html="<p onclick=x>a<script>b</p>")
    assert (kept.name, kept.shortcut, kept.html) == ("a b", "thanks", "<p>a</p>")


def test_emoji_and_right_to_left_are_kept_and_a_name_of_500_characters_is_refused():
    ada, name = make_agent(), "שלום 🙂 " * 25
    with pytest.raises(TooLong):
        snippet(ada, name=name * 4)
    kept = snippet(ada, name=name, html="<p>مرحبا 👩‍👩‍👧</p>")
    assert kept.name == name.strip()
    assert kept.html == "<p>مرحبا 👩‍👩‍👧</p>"


def test_whoever_saw_an_older_edition_does_not_overwrite_the_newer_one():
    ada = make_agent()
    kept = snippet(ada)
    seen = kept.edition
    actions.change_snippet(kept, by=ada, seen=seen, html="<p>First</p>")
    with pytest.raises(ChangedMeanwhile):
        actions.change_snippet(kept, by=ada, seen=seen, html="<p>Second</p>")
    assert Snippet.objects.get(pk=kept.pk).html == "<p>First</p>"


def test_a_snippet_speaks_the_customers_language_where_it_can():
    ada = make_agent()
    kept = snippet(ada, variants={"de": "<p>Danke</p>", "fr": "<p><br></p>"})
    grace = make_customer()
    grace.language = "de-AT"
    grace.save()
    ticket = make_ticket(requester=grace)
    assert actions.note_put_in(kept, ticket, by=ada).html == "<p>Danke</p>"
    assert list(Snippet.objects.get().variants) == ["de"]
    assert Snippet.objects.get().used == 1


def test_a_macro_may_have_deeds_only_and_keeps_none_that_nobody_knows():
    ada = make_agent()
    deeds = [{"do": "tag", "add": ["Refund"]}, {"do": "sell"}]
    kept = actions.make_macro(name="Refund", deeds=deeds, by=ada)
    assert kept.deeds == [{"do": "tag", "add": ["refund"], "remove": []}]


def test_what_one_uses_most_comes_first():
    ada, ticket = make_agent(), make_ticket()
    for name in ("Alpha", "Beta"):
        actions.make_macro(name=name, html="<p>x</p>", by=ada)
    actions.choose(Macro.objects.get(name="Beta"), ticket, by=ada)
    assert [macro.name for macro in queries.macros_for(ada)] == ["Beta", "Alpha"]
    assert [macro.name for macro in queries.macros_for(make_agent())] == ["Alpha", "Beta"]


def test_making_changing_and_deleting_are_facts():
    ada = make_agent()
    kept = actions.make_macro(name="A", html="<p>x</p>", by=ada)
    actions.change_macro(kept, by=ada, name="B")
    actions.remove_macro(kept, by=ada)
    actions.remove_macro(kept, by=ada)
    names = Fact.objects.filter(name__startswith="macro.").values_list("name", flat=True)
    assert list(names) == ["macro.made", "macro.changed", "macro.removed"]


def test_what_was_long_unused_is_proposed_for_retiring():
    ada = make_agent()
    old = actions.make_macro(name="Old", html="<p>x</p>", by=ada)
    actions.make_macro(name="Fresh", html="<p>x</p>", by=ada)
    Macro.objects.filter(pk=old.pk).update(changed_at=now().replace(year=2020))
    assert [macro.name for macro in queries.retirable(Macro.objects.all())] == ["Old"]
