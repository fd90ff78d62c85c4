"""Fields, type, form, reason and resolution of a ticket: history, the way back, two at once."""

import pytest

from helpwell.accounts.testing import ada, ben, make_administrator
from helpwell.core.actors import SYSTEM, Actor
from helpwell.core.testing import at_once, failures
from helpwell.events.facts import revive
from helpwell.events.models import Fact
from helpwell.events.queries import history_of
from helpwell.fields.errors import ChangedMeanwhile, NoSuchField, NotSuchValue
from helpwell.fields.testing import make_field
from helpwell.tickets import actions
from helpwell.tickets.errors import NotOffered, NotUndone
from helpwell.tickets.history import Sentences, told
from helpwell.tickets.models import Ticket
from helpwell.tickets.testing import make_ticket


def sentences(ticket):
    facts = [fact for fact in history_of(f"ticket:{ticket.pk}") if fact.name in told]
    say = Sentences(facts)
    return [say.of(fact) for fact in facts]


def back(ticket, fact_id, *, by):
    row = Fact.objects.get(pk=fact_id)
    return actions.undo(ticket, revive(row.name, row.payload, Actor("agent", row.actor_id)), by=by)


def values(ticket):
    return Ticket.objects.get(pk=ticket.pk).values


def test_a_field_says_what_was_set_and_the_history_who_set_it():
    size = make_field("Size", "choice", choices=["M", "L"])
    make_field("Owner", "person")
    ticket = make_ticket()
    actions.set_values(ticket, {"size": "m", "owner": ben().pk}, by=ada())
    actions.set_values(ticket, {"size": "l"}, by=ada())
    actions.set_values(ticket, {"size": ""}, by=ben())
    assert values(ticket) == {"owner": ben().pk}
    assert sentences(ticket) == [
        "Ada Agent set Size to M",
        "Ada Agent set Owner to Ben Baker",
        "Ada Agent changed Size from M to L",
        "Ben Baker emptied Size, which said L",
    ]
    assert size.key not in values(ticket)


def test_the_same_again_is_no_news():
    make_field("Size", "number")
    ticket = make_ticket()
    assert len(actions.set_values(ticket, {"size": "12"}, by=ada())) == 1
    assert actions.set_values(ticket, {"size": " 12.0 "}, by=ada()) == []


def test_all_of_what_is_given_is_kept_or_nothing():
    make_field("Size", "number")
    make_field("Colour")
    ticket = make_ticket()
    with pytest.raises(NotSuchValue, match=r"^Size: "):
        actions.set_values(ticket, {"colour": "red", "size": "big"}, by=ada())
    with pytest.raises(NoSuchField):
        actions.set_values(ticket, {"colour": "red", "nowhere": "1"}, by=ada())
    assert values(ticket) == {}


def test_a_field_can_be_taken_back_while_it_still_says_so():
    make_field("Size")
    ticket = make_ticket()
    (first,) = actions.set_values(ticket, {"size": "M"}, by=ada())
    (second,) = actions.set_values(ticket, {"size": "L"}, by=ada())
    with pytest.raises(NotUndone):
        back(ticket, first, by=ada())
    back(ticket, second, by=ada())
    assert values(ticket) == {"size": "M"}
    assert sentences(ticket)[-1] == "Ada Agent changed Size from L to M"


def test_who_saw_something_older_is_told_what_it_says_now():
    make_field("Size", "choice", choices=["M", "L"])
    make_field("Colour")
    ticket = make_ticket()
    seen = {"size": None, "colour": None}
    actions.set_values(ticket, {"size": "l"}, seen=seen, by=ben())
    actions.set_values(ticket, {"colour": "red"}, seen=seen, by=ada())
    with pytest.raises(ChangedMeanwhile, match="Size was changed meanwhile: it says “L” now"):
        actions.set_values(ticket, {"size": "m"}, seen=seen, by=ada())
    assert actions.set_values(ticket, {"size": "l"}, seen=seen, by=ada()) == []
    assert values(ticket) == {"size": "l", "colour": "red"}


def chosen():
    form = actions.arrange_form(None, name="Return", by=SYSTEM)
    delivery = actions.arrange_reason(None, name="Delivery", by=SYSTEM)
    late = actions.arrange_reason(None, name="Late", parent=delivery, by=SYSTEM)
    return {
        "type": (actions.set_type, "problem", "Type to Problem"),
        "form": (actions.set_form, form, "Form to Return"),
        "reason": (actions.set_reason, late, "Contact reason to Delivery › Late"),
        "resolution": (
            actions.set_resolution,
            actions.arrange_resolution(None, name="Refunded", by=SYSTEM),
            "Resolution to Refunded",
        ),
    }


@pytest.mark.parametrize("what", ["type", "form", "reason", "resolution"])
def test_type_form_reason_and_resolution_are_set_told_and_taken_back(what):
    set_it, to, words = chosen()[what]
    ticket = make_ticket()
    fact = set_it(ticket, to=to, by=ada())
    assert set_it(ticket, to=to, by=ada()) is None
    assert sentences(ticket) == [f"Ada Agent set {words}"]
    back(ticket, fact, by=ben())
    assert not getattr(Ticket.objects.get(), what)
    assert len(sentences(ticket)) == 2


def test_what_is_out_of_use_is_not_chosen_any_more():
    ticket = make_ticket()
    gone = actions.arrange_resolution(None, name="Gone", is_active=False, by=SYSTEM)
    with pytest.raises(NotOffered):
        actions.set_resolution(ticket, to=gone, by=ada())
    with pytest.raises(NotOffered):
        actions.set_type(ticket, to="riddle", by=ada())


def test_a_reason_that_somebody_else_has_given_is_not_overwritten_unseen():
    ticket = make_ticket()
    late, other = (actions.arrange_reason(None, name=name, by=SYSTEM) for name in ("Late", "Lost"))
    actions.set_reason(ticket, to=late, seen={"reason": None}, by=ben())
    with pytest.raises(ChangedMeanwhile, match="it says “Late” now"):
        actions.set_reason(ticket, to=other, seen={"reason": None}, by=ada())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(3))
def test_of_two_who_fill_the_same_field_one_is_told_of_the_other(_):
    make_field("Size")
    ticket, seen = make_ticket(), {"size": None}
    words = {"one": ada(), "two": ben()}
    outcomes = at_once(
        *(
            lambda word=word, agent=agent: actions.set_values(
                ticket, {"size": word}, seen=seen, by=agent
            )
            for word, agent in words.items()
        )
    )
    (refused,) = failures(outcomes)
    assert isinstance(refused, ChangedMeanwhile)
    assert f"“{values(ticket)['size']}” now" in str(refused)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(3))
def test_two_who_fill_different_fields_keep_both(_):
    make_field("Size"), make_field("Colour")
    ticket, seen = make_ticket(), {"size": None, "colour": None}
    agents = {"size": ada(), "colour": ben()}
    outcomes = at_once(
        *(
            lambda key=key, agent=agent: actions.set_values(
                ticket, {key: "mine"}, seen=seen, by=agent
            )
            for key, agent in agents.items()
        )
    )
    assert failures(outcomes) == []
    assert values(ticket) == {"size": "mine", "colour": "mine"}
    assert len(history_of(f"ticket:{ticket.pk}").filter(name="ticket.field_changed")) == 2


def test_what_is_written_into_fields_is_found_and_no_more_when_it_is_gone():
    from helpwell.search.queries import find

    make_field("Serial"), make_field("Order", "order")
    ticket = make_ticket()
    actions.set_values(ticket, {"serial": "ZX81 blue", "order": "A-10045"}, by=ada())
    for words in ("zx81", "A-10045"):
        assert [entry.owner_id for entry in find(words, kinds=["ticket"])] == [ticket.pk]
    actions.set_values(ticket, {"serial": ""}, by=ada())
    assert find("zx81", kinds=["ticket"]) == []


class TestBesideTheTicket:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client):
        client.force_login(make_administrator())

    def test_a_field_is_opened_filled_and_taken_back(self, client):
        make_field("Size", "choice", choices=["M", "L"], help="Of the frame")
        ticket = make_ticket()
        address = f"/tickets/{ticket.pk}/fields/of/size/"
        opened = client.get(f"/tickets/{ticket.pk}/fields/another/", {"another": "size"}).text
        assert f'hx-post="{address}"' in opened
        assert "Of the frame" in opened
        assert 'data-value="l"' in opened
        saved = client.post(f"/tickets/{ticket.pk}/fields/of/size/", {"value": "l", "seen": "null"})
        assert saved.status_code == 200
        assert values(ticket) == {"size": "l"}
        undo = saved.headers["HX-Trigger"].split('"undo": "')[1].split('"')[0]
        assert client.post(undo).status_code == 200
        assert values(ticket) == {}

    def test_what_was_refused_stays_as_typed_with_its_sentence(self, client):
        make_field("Size", "number")
        ticket = make_ticket()
        answer = client.post(f"/tickets/{ticket.pk}/fields/of/size/", {"value": "<b>", "seen": "0"})
        assert answer.status_code == 422
        assert answer.headers["HX-Retarget"] == "#row-size"
        assert 'value="&lt;b&gt;"' in answer.text
        assert "Write a number such as 12 or 12.5" in answer.text

    def test_who_saves_over_a_colleague_sees_both_and_may_save_again(self, client):
        make_field("Size")
        ticket = make_ticket()
        actions.set_values(ticket, {"size": "L"}, by=ben())
        address = f"/tickets/{ticket.pk}/fields/of/size/"
        answer = client.post(address, {"value": "M", "seen": "null"})
        assert answer.status_code == 422
        assert "it says “L” now" in answer.text
        assert ">M</textarea>" in answer.text
        assert 'name="seen" value="&quot;L&quot;"' in answer.text
        assert client.post(address, {"value": "M", "seen": '"L"'}).status_code == 200
        assert values(ticket) == {"size": "M"}

    def test_a_field_waits_for_what_it_depends_on(self, client):
        make_field("Broken", "yes_no")
        make_field("What broke", shown_if={"field": "broken", "is": [True]})
        ticket = make_ticket()
        address = f"/tickets/{ticket.pk}/fields/"
        assert "What broke" not in client.get(address).text
        saved = client.post(f"{address}of/broken/", {"value": "yes", "seen": "null"})
        assert "What broke" in saved.text

    def test_of_many_fields_those_are_shown_that_say_something_or_must(self, client):
        for number in range(300):
            make_field(f"Field {number:03}", needed="solve" if number == 7 else "never")
        ticket = make_ticket()
        actions.set_values(ticket, {"field_042": "Yes"}, by=SYSTEM)
        page = client.get(f"/tickets/{ticket.pk}/fields/").text
        assert page.count('class="field-row"') == 2
        assert "Add a detail" in page
        names = client.get(f"/tickets/{ticket.pk}/fields/names/", {"q": "FIELD 29"}).text
        assert names.count("<li") == 10
        opened = client.get(f"/tickets/{ticket.pk}/fields/another/", {"another": "field_290"})
        assert "Field 290" in opened.text
        names = client.get(f"/tickets/{ticket.pk}/fields/names/", {"q": "field 04"}).text
        assert "Field 041" in names
        assert "Field 042" not in names, "it is shown already"

    def test_what_says_nothing_takes_no_row(self, client):
        ticket = make_ticket()
        address = f"/tickets/{ticket.pk}/fields/"
        assert 'class="field-row"' not in client.get(address).text
        assert ">Type</li>" in client.get(f"{address}names/").text
        actions.set_type(ticket, to="question", by=SYSTEM)
        assert "Question" in client.get(address).text
        assert ">Type</li>" not in client.get(f"{address}names/").text

    def test_a_form_says_which_fields_there_are_and_in_which_order(self, client):
        make_field("Size"), make_field("Colour"), make_field("Weight")
        keys = ["weight", "size", "gone"]
        form = actions.arrange_form(None, name="Return", field_keys=keys, by=SYSTEM)
        ticket = make_ticket()
        actions.set_form(ticket, to=form, by=SYSTEM)
        page = client.get(f"/tickets/{ticket.pk}/fields/").text
        assert "Colour" not in page
        assert page.index("Weight") < page.index("Size")

    def test_a_field_that_is_not_there_is_not_found(self, client):
        ticket = make_ticket()
        assert client.get(f"/tickets/{ticket.pk}/fields/of/none/").status_code == 404
        assert client.post(f"/tickets/{ticket.pk}/fields/of/none/").status_code == 404


def test_who_may_not_fill_in_reads(client):
    from helpwell.accounts.testing import make_agent, make_role

    make_field("Size")
    ticket = make_ticket()
    client.force_login(make_agent("Rita", role=make_role("tickets.read_all")))
    actions.set_values(ticket, {"size": "L"}, by=SYSTEM)
    page = client.get(f"/tickets/{ticket.pk}/fields/").text
    assert "Size" in page
    assert "<button" not in page
    assert "Add a detail" not in page
    assert client.post(f"/tickets/{ticket.pk}/fields/of/size/", {"value": "M"}).status_code == 403
