"""Saved views: whose they are, what they hold, and that their counts are right."""

import random
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from helpwell.accounts.models import Role
from helpwell.accounts.testing import ada, ben, make_administrator, make_agent, make_group
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.core.testing import at_once, failures
from helpwell.customers.models import Organisation, Segment
from helpwell.customers.testing import make_customer
from helpwell.fields import actions as fields
from helpwell.fields.choices import Line
from helpwell.fields.testing import make_field
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions
from helpwell.tickets.errors import NotYourView, ViewChanged, ViewGone, ViewUnnamed
from helpwell.tickets.listing import headings, in_order, list_page, place_in
from helpwell.tickets.models import SavedView, Ticket, Touched, ViewEntry, ViewTally
from helpwell.tickets.queries import visible_to
from helpwell.tickets.rules import RuleWrong
from helpwell.tickets.saved_views import Saved, saved_counts, view_of, views_of
from helpwell.tickets.sorting import GROUPINGS, SORTS
from helpwell.tickets.standing_views import VIEWS
from helpwell.tickets.testing import hear, make_ticket
from helpwell.tickets.tests.test_rules import leaf

pytestmark = pytest.mark.django_db
OPEN = {"all": [leaf("status", "one_of", ["new", "open"])]}
VIP = {"all": [leaf("tags", "any_of", ["vip"])]}


def make_view(rule=None, *, by=None, name="A view", **more):
    """A view of somebody's, for all unless said otherwise; counted."""
    given = {"for_all": True} | more
    plan = actions.Plan(name=name, rule=rule or OPEN, **given)
    view = actions.save_view(plan, by=by or make_administrator())
    actions.count_views()
    view.refresh_from_db()
    return view


def count(view, user=None):
    """What somebody is told a view holds."""
    view.refresh_from_db()
    saved = Saved(view)
    return saved_counts(user or make_administrator(), [saved])[saved.slug]


def plain_count(view, user):
    """The same, by asking every ticket."""
    return visible_to(user).filter(Saved(view).rule(user)).count()


def test_a_new_view_holds_what_was_there_before_it():
    make_ticket()
    make_ticket(status="solved")
    assert count(make_view()) == 1


def test_it_counts_on_as_tickets_change():
    ticket = make_ticket()
    view = make_view()
    actions.set_status(ticket, to="solved", by=ada())
    assert count(view) == 1
    actions.count_views()
    assert count(view) == 0
    hear(ticket)
    actions.count_views()
    assert count(view) == 1


def test_a_ticket_that_left_the_rule_is_not_listed_before_it_was_counted():
    ticket, view = make_ticket(), make_view()
    actions.set_status(ticket, to="solved", by=ada())
    assert list_page(make_administrator(), Saved(view)) == []


def test_spam_and_trash_are_in_no_saved_view():
    view = make_view({"all": []})
    ticket = make_ticket()
    actions.mark_spam(ticket, by=ada())
    actions.count_views()
    assert count(view) == 0


def test_tags_the_requester_and_their_organisation_are_minded_too():
    customer = make_customer()
    ticket = make_ticket(requester=customer)
    firm = make_view({"all": [leaf("requester_organisation", "is", "Mill")]})
    segment = make_view({"all": [leaf("requester_segments", "any_of", ["wholesale"])]})
    tagged = make_view(VIP)
    customer.organisation = Organisation.objects.create(name="Mill")
    customer.save()
    customer.segments.add(Segment.objects.create(name="wholesale"))
    actions.tag(ticket, add=["vip"], by=SYSTEM)
    actions.count_views()
    assert [count(view) for view in (firm, segment, tagged)] == [1, 1, 1]
    Organisation.objects.update(name="Miller")
    customer.segments.clear()
    actions.tag(ticket, remove=["vip"], by=SYSTEM)
    actions.count_views()
    assert [count(view) for view in (firm, segment, tagged)] == [0, 0, 0]


def test_time_alone_brings_tickets_in_and_out():
    rule = {"all": [leaf("opened_at", "longer_ago", {"number": "2", "unit": "hours"})]}
    make_ticket()
    view = make_view(rule)
    assert count(view) == 0
    with clock.travel(clock.now() + timedelta(hours=3)):
        actions.count_views()
        assert count(view) == 1


def test_a_changed_rule_is_counted_anew_and_nothing_is_said_until_then():
    make_ticket()
    admin = make_administrator()
    view = make_view(by=admin)
    plan = actions.Plan(name="Solved", rule=VIP, for_all=True)
    view = actions.save_view(plan, by=admin, view=view)
    assert count(view) is None
    actions.count_views()
    assert count(view) == 0
    assert ViewEntry.objects.count() == 0


def test_what_lies_below_a_choice_of_a_tree_now_is_counted_with_it():
    kind = make_field("Kind", "tree", choices=["Shoes", "Boots"])
    ticket = make_ticket()
    actions.set_values(ticket, {kind.key: "boots"}, by=ada())
    view = make_view({"all": [leaf("ticket.kind", "one_of", ["shoes"])]})
    other = make_view(name="Other")
    assert count(view) == 0
    lines = [Line("Shoes", "shoes"), Line("Boots", "boots", depth=1)]
    fields.change(kind, choices=lines, by=ada())
    run_until_quiet("events.tell_facts")
    assert count(other) == 1
    actions.count_views()
    assert count(view) == 1


def test_another_name_alone_keeps_the_count():
    make_ticket()
    admin = make_administrator()
    view = make_view(by=admin)
    plan = actions.Plan(name="Renamed", rule=OPEN, for_all=True)
    assert count(actions.save_view(plan, by=admin, view=view)) == 1


def test_counts_hold_only_what_the_reader_may_see():
    group = make_group()
    make_ticket(group=group)
    make_ticket()
    view = make_view()
    role = Role.objects.create(name="Some", capabilities=["tickets.read_groups"])
    inside = make_agent("Ina", role=role, groups=[group])
    outside = make_agent("Otto", role=role)
    assert (count(view, inside), count(view, outside), count(view)) == (1, 0, 2)
    assert len(list_page(inside, Saved(view))) == 1


def test_a_ticket_given_away_counts_for_those_who_see_it_then():
    group = make_group()
    ticket = make_ticket()
    view = make_view()
    role = Role.objects.create(name="Some", capabilities=["tickets.read_groups"])
    inside = make_agent("Ina", role=role, groups=[group])
    assert count(view, inside) == 0
    actions.assign(ticket, to=None, group=group, by=SYSTEM)
    actions.count_views()
    assert count(view, inside) == 1


def test_me_is_counted_for_each():
    view = make_view({"all": [leaf("assignee", "one_of", ["me"])]})
    make_ticket(assignee=ada())
    actions.count_views()
    assert (count(view, ada()), count(view, ben())) == (1, 0)
    assert ViewEntry.objects.count() == 0


def test_removed_tickets_views_and_groups_leave_no_count_behind():
    group, ticket = make_group(), make_ticket()
    admin = make_administrator()
    view, of_group = make_view(by=admin), make_view(by=admin, group=group, for_all=False)
    actions.remove([ticket.pk])
    assert count(view) == 0
    make_ticket()
    actions.count_views()
    assert count(view) == 1
    actions.remove_view(view, by=admin)
    group.delete()
    assert not SavedView.objects.filter(pk__in=[view.pk, of_group.pk]).exists()
    assert not ViewTally.objects.exists()


def test_folding_changes_no_count():
    view = make_view()
    for _number in range(4):
        actions.set_status(make_ticket(), to="solved", by=ada())
        make_ticket()
        actions.count_views()
    before = count(view)
    actions.fold_tallies()
    assert count(view) == before == 4
    assert ViewTally.objects.count() == 1


def test_judging_costs_the_same_for_fifty_views_as_for_one():
    assert queries_to_judge(1) == queries_to_judge(50)
    assert ViewEntry.objects.filter(view__name="View 2").count() == Ticket.objects.count()


def queries_to_judge(number):
    """How many statements it takes with so many views, each holding every ticket."""
    for each in range(SavedView.objects.count(), number):
        make_view(name=f"View {each}")
    make_ticket()
    with CaptureQueriesContext(connection) as asked:
        actions.count_views()
    return len(asked)


def test_somebody_has_their_own_views_their_groups_and_everybodys():
    group = make_group()
    ada().groups.add(group)
    everybodys = make_view(name="All")
    groups = make_view(name="Group", group=group, for_all=False)
    hers = make_view(name="Hers", by=ada(), for_all=False)
    assert {view.title for view in views_of(ada())} == {"All", "Group", "Hers"}
    assert {view.title for view in views_of(ben())} == {"All"}
    assert view_of(ben(), f"view-{hers.pk}") is None
    assert view_of(ben(), f"view-{groups.pk}") is None
    assert view_of(ben(), f"view-{everybodys.pk}") is not None
    assert view_of(ben(), "view-x") is None


def test_sharing_takes_the_right_to():
    plan = actions.Plan(name="For all", rule=OPEN, for_all=True)
    with pytest.raises(NotYourView):
        actions.save_view(plan, by=ada())
    view = make_view()
    with pytest.raises(NotYourView):
        actions.save_view(actions.Plan(name="Mine", rule=OPEN), by=ada(), view=view)
    with pytest.raises(NotYourView):
        actions.remove_view(view, by=ada())


def test_a_view_that_is_gone_is_refused_and_no_fault_of_ours():
    admin = make_administrator()
    view = make_view(by=admin)
    actions.remove_view(SavedView.objects.get(), by=admin)
    with pytest.raises(ViewGone):
        actions.remove_view(view, by=admin)


def test_a_view_without_name_or_rule_is_refused():
    with pytest.raises(ViewUnnamed):
        actions.save_view(actions.Plan(name=" ", rule=OPEN), by=ada())
    with pytest.raises(RuleWrong):
        actions.save_view(actions.Plan(name="X", rule={"all": ["x"]}), by=ada())


def test_who_changes_an_older_edition_is_told():
    view = make_view(by=ada(), for_all=False)
    plan = actions.Plan(name="New", rule=OPEN)
    actions.save_view(plan, by=ada(), view=view, seen=view.edition)
    with pytest.raises(ViewChanged):
        actions.save_view(plan, by=ada(), view=view, seen=view.edition)


@pytest.mark.parametrize("grouping", ["", *GROUPINGS])
@pytest.mark.parametrize("sort", SORTS)
def test_pages_hold_every_ticket_once_in_every_order(sort, grouping):
    group = make_group()
    for number in range(9):
        ticket = make_ticket(
            subject=f"S{number % 3}",
            assignee=[None, ada(), ben()][number % 3],
            group=[None, group][number % 2],
            status=["", "pending", "solved"][number % 3],
        )
        actions.prioritise(ticket, to=number % 4 + 1, by=SYSTEM)
    admin = make_administrator()
    view = Saved(make_view({"all": []}, by=admin, sort=sort, grouping=grouping))
    whole = [ticket.pk for ticket in list_page(admin, view)]
    found, before, headed = [], "", []
    for _page in range(9):
        page = list_page(admin, view, before=before, size=1)
        headed += headings(view, page[:1], before=before).values()
        found.append(page[0].pk)
        before = place_in(view, page[0])
    assert found == whole
    assert sorted(found) == sorted(Ticket.objects.values_list("pk", flat=True))
    assert len(headed) == len(set(headed))
    assert list_page(admin, view, before=before) == []


@pytest.mark.parametrize("place", ["", "x", "[]", "[1, 2, 3, 4]", '[null, "x"]', "[" * 9000])
def test_a_damaged_place_is_the_beginning(place):
    make_ticket()
    assert len(list_page(make_administrator(), Saved(make_view()), before=place)) == 1


RULES = [
    {"all": []},
    OPEN,
    VIP,
    {"any": [leaf("assignee", "one_of", ["nobody"]), leaf("priority", "at_least", "3")]},
    {"all": [leaf("tags", "none_of", ["vip"]), leaf("status", "none_of", ["solved"])]},
    {"all": [leaf("opened_at", "within_last", {"number": "2", "unit": "days"})]},
    {"all": [leaf("waiting_since", "longer_ago", {"number": "5", "unit": "hours"})]},
    {"any": [leaf("words", "contains", "zip"), leaf("message_count", "at_least", "3")]},
    {"all": [leaf("requester_name", "contains", "x"), leaf("group", "none_of", ["none"])]},
]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_the_counts_are_those_of_the_rules(seed):
    dice = random.Random(seed)
    admin, groups = make_administrator(), [make_group(), make_group(), None]
    role = Role.objects.create(name="Some", capabilities=["tickets.read_groups"])
    scoped = make_agent("Ina", role=role, groups=groups[:1])
    tickets = [make_ticket() for _ in range(4)]
    views = [make_view(rule, by=admin) for rule in RULES[:5]]
    now = clock.now()
    for step in range(40):
        with clock.travel(now):
            act(dice, admin, tickets, views, groups)
            if step % 5 == 4:
                actions.count_views()
                assert_right(views, (admin, scoped))
            if step % 11 == 10:
                actions.fold_tallies()
        now += timedelta(minutes=dice.choice([1, 1, 90, 3000]))


def act(dice, admin, tickets, views, groups):
    """Something that may happen."""
    ticket = dice.choice(tickets)
    match dice.randrange(9):
        case 0:
            tickets.append(make_ticket(group=dice.choice(groups)))
        case 1:
            to = dice.choice(["open", "pending", "solved", "spam"])
            actions.set_status(ticket, to=to, by=SYSTEM)
        case 2:
            who = dice.choice([ada(), ben(), None])
            actions.assign(ticket, to=who, group=dice.choice(groups), by=SYSTEM)
        case 3:
            actions.prioritise(ticket, to=dice.randrange(1, 5), by=SYSTEM)
        case 4:
            some = {dice.choice(["add", "remove"]): ["vip"]}
            actions.tag(ticket, by=SYSTEM, **some)
        case 5:
            hear(ticket, dice.choice(["the zip", "hello"]))
        case 6:
            ticket.requester.name = dice.choice(["Max", "Ida"])
            ticket.requester.save()
        case 7 if len(views) < len(RULES):
            views.append(make_view(RULES[len(views)], by=admin))
        case 8:
            plan = actions.Plan(name="Again", rule=dice.choice(RULES), for_all=True)
            view = dice.choice(views)
            actions.save_view(plan, by=admin, view=view)


def assert_right(views, readers):
    assert not Touched.objects.exists()
    for view in views:
        for reader in readers:
            rule = SavedView.objects.get(pk=view.pk)
            assert count(view, reader) == plain_count_of(rule, reader), rule.rule


def plain_count_of(view, reader):
    """By the rule alone: its entries are not asked."""
    bare = SavedView(pk=view.pk, rule=view.rule, edition=1)
    return plain_count(bare, reader)


def test_two_workers_judge_in_turn():
    """The advisory lock is held until the end of each transaction."""
    make_view()
    make_ticket()
    with connection.cursor() as cursor:
        actions.count_views()
        cursor.execute(
            "SELECT count(*) FROM pg_locks "
            "WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()"
        )
        assert cursor.fetchone()[0] == 1


@pytest.mark.django_db(transaction=True)
def test_adding_up_counts_waits_for_no_view_that_is_being_deleted():
    view = make_view()
    ViewTally.objects.bulk_create(ViewTally(view=view, change=1) for _ in range(2))
    with transaction.atomic():
        SavedView.objects.select_for_update().get(pk=view.pk)
        assert failures(at_once(without_patience(actions.fold_tallies))) == []
        assert ViewTally.objects.filter(view=view).count() == 2
    actions.fold_tallies()
    assert [tally.change for tally in ViewTally.objects.filter(view=view)] == [2]


def without_patience(work):
    """Refused instead of waiting where somebody else holds what it needs."""

    def begin():
        connection.cursor().execute("SET lock_timeout = '1s'")
        work()

    return begin


def test_the_usual_order_is_one_that_an_index_serves():
    """At a million tickets, sorting them all for a page would take seconds."""
    for view in (VIEWS["all"], VIEWS["open"]):
        rows = in_order(visible_to(make_administrator()).filter(view.rule(ada())), view)
        with connection.cursor() as cursor:
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
        assert "Index" in rows[:30].explain()
        assert "Sort" not in rows[:30].explain()
