"""Macros on tickets: prepared, sent, carried out, undone, and how they fared."""

import pytest

from helpwell.accounts.models import Group
from helpwell.accounts.testing import make_agent
from helpwell.events.models import Fact
from helpwell.jobs.actions import run_until_quiet
from helpwell.macros import actions, queries
from helpwell.macros.models import Macro, Use
from helpwell.macros.preview import preview
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Ticket
from helpwell.tickets.testing import answer, hear, make_ticket

pytestmark = pytest.mark.django_db

DEEDS = [
    {"do": "tag", "add": ["refund"]},
    {"do": "priority", "to": 3},
    {"do": "assign", "to": "me"},
]


@pytest.fixture
def ada():
    return make_agent()


def macro(by, **settings):
    given = {"name": "Refund", "html": "<div>It is on its way to you today.</div>", "deeds": DEEDS}
    return actions.make_macro(by=by, **(given | settings))


def tags(ticket):
    return [tag.name for tag in Ticket.objects.get(pk=ticket.pk).tags.all()]


def test_a_macro_with_words_waits_in_the_composer_until_they_are_sent(ada):
    ticket = make_ticket()
    use, filled, refusals = actions.choose(macro(ada), ticket, by=ada)
    assert (filled.html, refusals) == ("<div>It is on its way to you today.</div>", [])
    assert tags(ticket) == []
    answer(ticket, by=ada, html=filled.html)
    run_until_quiet()
    use.refresh_from_db()
    assert (use.changed, use.message.ticket_id) == (0, ticket.pk)
    assert Fact.objects.filter(name="macro.used", about=f"ticket:{ticket.pk}").count() == 1


def test_a_macro_without_words_is_done_at_once_and_undone_at_once(ada):
    ticket = make_ticket()
    use, filled, _ = actions.choose(macro(ada, html=""), ticket, by=ada)
    assert filled.html == ""
    assert tags(ticket) == ["refund"]
    assert actions.take_back(use, by=ada) == []
    assert tags(ticket) == []
    assert Ticket.objects.get(pk=ticket.pk).assignee_id is None


def test_the_share_of_changed_words_is_noted_and_a_replaced_text_was_no_use(ada):
    first, second, kept = make_ticket(), make_ticket(), macro(ada)
    actions.choose(kept, first, by=ada)
    actions.choose(kept, second, by=ada)
    answer(first, by=ada, html="<p>It is on its way to you tomorrow morning.</p>")
    answer(second, by=ada, html="<p>Sorry, no.</p>")
    run_until_quiet()
    (use,) = Use.objects.done()
    assert (use.ticket_id, use.changed) == (first.pk, 0.125)


def test_a_reply_does_not_finish_what_waits_in_a_note_or_with_a_colleague(ada):
    ticket, ben = make_ticket(), make_agent()
    actions.choose(macro(ada, moment="note"), ticket, by=ada)
    actions.choose(macro(ada), ticket, by=ben)
    answer(ticket, by=ada, html="<p>It is on its way to you today.</p>")
    run_until_quiet()
    assert Use.objects.prepared().count() == 2


def test_an_answer_taken_back_makes_its_macro_prepared_again(ada):
    ticket = make_ticket()
    use, filled, _ = actions.choose(macro(ada), ticket, by=ada)
    message = answer(ticket, by=ada, html=filled.html)
    run_until_quiet()
    tickets.withdraw(message, replied=None, by=ada)
    assert list(queries.prepared_on(ticket, ada, mode="reply")) == [use]
    answer(ticket, by=ada, html=filled.html)
    run_until_quiet()
    assert not Use.objects.prepared().exists()


def test_a_deed_may_be_left_out_and_words_thrown_away_take_all_with_them(ada):
    ticket = make_ticket()
    use, _, _ = actions.choose(macro(ada), ticket, by=ada)
    actions.drop_deed(use, deed="priority", by=ada)
    use.refresh_from_db()
    assert [deed["do"] for deed in use.deeds] == ["tag", "assign"]
    actions.drop(use, by=ada)
    assert not Use.objects.exists()


def test_the_preview_tells_what_will_be_done_and_what_not_and_why(ada):
    gone = Group.objects.create(name="Bills")
    deeds = [*DEEDS[:2], {"do": "assign", "to": "same", "group": gone.pk}]
    kept = macro(ada, deeds=deeds, html="<p>Dear {{customer.greeting}} {{ticket.field.x}}</p>")
    gone.delete()
    light = make_agent(role="light")
    shown = preview(kept, make_ticket(), by=ada)
    assert [step.words for step in shown.will] == ["adds the tag refund", "sets the priority High"]
    assert [step.obstacle for step in shown.will_not] == ["its group is gone"]
    assert shown.blanks == ["x"]
    assert len(preview(kept, make_ticket(), by=light).will_not) == 3


def test_a_deed_of_a_later_release_is_left_alone(ada):
    kept = macro(ada)
    Macro.objects.filter(pk=kept.pk).update(deeds=[{"do": "sell"}, *DEEDS])
    kept.refresh_from_db()
    assert len(preview(kept, make_ticket(), by=ada).steps) == 3


def test_how_macros_fare_is_told_with_counts_and_compared_with_all_answers(ada):
    kept = macro(ada)
    for comes_back in (True, False):
        ticket = make_ticket()
        _, filled, _ = actions.choose(kept, ticket, by=ada)
        answer(ticket, by=ada, html=filled.html, then="solved")
        run_until_quiet()
        if comes_back:
            hear(ticket, "It broke again.")
    answer(make_ticket(), by=ada)
    run_until_quiet()
    effect, base = queries.effects([kept])[kept.pk], queries.base_effect()
    assert (effect.used, effect.answers, effect.solved, effect.reopened) == (2, 2, 2, 1)
    assert (effect.reopened_share, effect.edited_share) == (0.5, 0)
    assert (base.answers, base.solved, base.reopened) == (3, 2, 1)


def test_a_second_message_does_not_count_a_reopening_twice(ada):
    ticket = make_ticket()
    answer(ticket, by=ada, then="solved")
    run_until_quiet()
    hear(ticket)
    hear(ticket)
    run_until_quiet()
    assert queries.base_effect().reopened == 1
