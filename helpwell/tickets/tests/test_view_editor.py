"""Making views on the screen."""

import pytest
from django.http import QueryDict

from helpwell.accounts.testing import ada, make_administrator, make_group
from helpwell.fields.testing import make_field
from helpwell.tickets import actions, rules
from helpwell.tickets.models import SavedView
from helpwell.tickets.rule_drafts import changed, shown, typed
from helpwell.tickets.testing import make_ticket
from helpwell.tickets.tests.test_rules import leaf, nested
from helpwell.tickets.tests.test_saved_views import OPEN, make_view

pytestmark = pytest.mark.django_db
SIMPLE = {
    "r.mode": "all",
    "r.0.field": "status",
    "r.0.is": "one_of",
    "r.0.value": ["open", "new"],
    "name": "Ours",
    "sort": "opened_at",
    "grouping": "priority",
    "column": ["status", "tags"],
}


def form(given):
    post = QueryDict(mutable=True)
    for name, value in given.items():
        post.setlist(name, value if isinstance(value, list) else [value])
    return post


def as_form(line):
    """What a browser would send of these lines."""
    if line.is_group:
        sent = {f"{line.place}.mode": line.mode}
        for each in line.lines:
            sent |= as_form(each)
        return sent
    sent = {f"{line.place}.field": line.key, f"{line.place}.is": line.how}
    if line.takes == "span":
        return sent | {
            f"{line.place}.value.number": line.number,
            f"{line.place}.value.unit": line.unit,
        }
    return sent | {f"{line.place}.value": line.text if line.takes == "names" else line.chosen}


RULE = {
    "any": [
        leaf("status", "one_of", ["new"]),
        {
            "all": [
                leaf("opened_at", "within_last", {"number": "3", "unit": "hours"}),
                leaf("tags", "any_of", ["vip", "late"]),
                leaf("priority", "at_least", "3"),
                leaf("subject", "contains", "zip"),
                leaf("solved_at", "empty"),
            ]
        },
    ]
}


def test_a_rule_comes_back_from_the_form_as_it_was():
    words = rules.Vocabulary()
    rule = typed(form(as_form(shown(RULE, words))), words).rule()
    assert rules.in_words(rule) == rules.in_words(RULE)
    rules.check(rule)


def test_lines_are_added_grouped_and_taken_out():
    root = shown(RULE, rules.Vocabulary())
    assert len(changed(root, "add r.1").lines[1].lines) == 6
    assert changed(root, "add r.1").lines[1].lines[-1].is_fresh
    assert changed(root, "group r").lines[2].is_group
    assert len(changed(root, "drop r.1.0").lines[1].lines) == 4
    assert len(changed(root, "drop r.1").lines) == 1
    assert changed(root, "nonsense").rule() == root.rule()


def test_no_deeper_group_is_offered_than_is_taken():
    words = rules.Vocabulary()
    deepest = shown(nested(8), words)
    while deepest.lines:
        last, deepest = deepest, deepest.lines[0]
    assert not last.can_nest


def test_a_view_is_made_and_leads_to_its_list(client):
    client.force_login(make_administrator())
    make_ticket(subject="Where is it?")
    answer = client.post("/views/new/", SIMPLE | {"for": "all"}, follow=True)
    (view,) = SavedView.objects.all()
    assert (view.name, view.owner, view.sort, view.grouping) == (
        "Ours",
        None,
        "opened_at",
        "priority",
    )
    assert view.rule == {"all": [leaf("status", "one_of", ["open", "new"])]}
    assert "Where is it?" in answer.text
    assert "Normal" in answer.text
    actions.count_views()
    assert f'data-count="view-{view.pk}">1<' in client.get("/inbox/open/").text


def test_what_is_wrong_is_said_and_what_was_typed_stays(client):
    client.force_login(ada())
    answer = client.post("/views/new/", SIMPLE | {"r.0.value": [], "name": "Half a view"})
    assert answer.status_code == 422
    assert "Half a view" in answer.text
    assert "Choose at least one value" in answer.text
    assert not SavedView.objects.exists()


def test_the_rows_say_what_matches_now(client):
    client.force_login(ada())
    make_ticket(assignee=ada())
    sent = SIMPLE | {"r.1.field": "assignee", "r.1.is": "one_of", "r.1.value": "me"}
    assert "Matches 1 ticket now." in client.post("/views/draft/", sent).text
    answer = client.post("/views/draft/", sent | {"deed": "add r"})
    assert 'name="r.2.field"' in answer.text


def test_another_field_forgets_the_value_of_the_one_before(client):
    client.force_login(ada())
    answer = client.post("/views/draft/", SIMPLE | {"r.0.field": "subject", "r.0.was": "status"})
    assert 'value="open"' not in answer.text
    assert "Write some words" in answer.text


def test_own_fields_are_offered(client):
    client.force_login(ada())
    make_field("Shoe size", "number")
    assert "Shoe size" in client.get("/views/new/").text


def test_a_new_view_begins_as_the_one_that_is_shown(client):
    client.force_login(ada())
    assert 'value="me" checked' in client.get("/views/new/?from=mine").text
    mine = make_view(by=ada(), for_all=False, name="Night")
    assert "Copy of Night" in client.get(f"/views/new/?from=view-{mine.pk}").text


def test_a_shared_view_of_others_is_listed_and_not_opened_for_changing(client):
    view = make_view({"all": [leaf("tags", "any_of", ["secretproject"])]})
    client.force_login(ada())
    assert client.get(f"/inbox/view-{view.pk}/").status_code == 200
    assert client.get(f"/views/{view.pk}/").status_code == 403
    assert client.post(f"/views/{view.pk}/removal/").status_code == 403
    copied = client.get(f"/views/new/?from=view-{view.pk}")
    assert "secretproject" not in copied.text


def test_views_of_other_groups_are_not_there(client):
    view = make_view(group=make_group(), for_all=False)
    client.force_login(ada())
    assert client.get(f"/inbox/view-{view.pk}/").status_code == 404
    assert client.get(f"/views/{view.pk}/").status_code == 404


def test_an_older_edition_is_not_written_over(client):
    client.force_login(ada())
    view = make_view(OPEN, by=ada(), for_all=False)
    sent = SIMPLE | {"seen": view.edition, "for": "me"}
    assert client.post(f"/views/{view.pk}/", sent).status_code == 302
    answer = client.post(f"/views/{view.pk}/", sent | {"name": "Second"})
    assert answer.status_code == 422
    assert "Somebody changed this view" in answer.text
    assert "Second" in answer.text


def test_views_are_put_in_order(client):
    client.force_login(ada())
    first, second = (make_view(by=ada(), for_all=False, name=name) for name in "ab")
    client.post("/views/order/?way=up", {"view": second.pk})
    assert list(SavedView.objects.values_list("pk", flat=True)) == [second.pk, first.pk]


def test_a_view_with_columns_shows_them(client):
    client.force_login(ada())
    field = make_field("Shoe size", "text")
    ticket = make_ticket()
    ticket.values = {field.key: "forty-four"}
    ticket.save()
    view = make_view({"all": []}, columns=[f"ticket.{field.key}", "opened_at"])
    assert "forty-four" in client.get(f"/inbox/view-{view.pk}/").text
