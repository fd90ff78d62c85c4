"""What the parts make of their arguments."""

import datetime

from django.core.paginator import Paginator
from django.template import Context, Template

from ui.examples import SampleForm


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_arguments_become_attributes() -> None:
    made = render(
        '{% button "Go" hx_post="/x/" hx_target__inherited="#a" data_closes=True title=None %}'
    )
    assert ' hx-post="/x/" hx-target:inherited="#a" data-closes>' in made
    assert "title" not in made


def test_a_button_submits_only_when_told() -> None:
    assert 'type="button"' in render('{% button "Go" %}')
    assert 'type="submit"' in render('{% button "Go" type="submit" %}')


def test_what_people_wrote_is_escaped() -> None:
    evil = '"><script>'
    source = (
        "{% button x title=x %}{% badge x %}{% avatar x alone=True %}{% toast x %}{% meter 1 2 x %}"
        '{% combobox "a" x choices %}{% chips "t" x values %}{% tabs label=x %}{% endtabs %}'
        "{% menu_item x %}{% dialog id='d' title=x %}{{ x }}{% enddialog %}"
        "{% editor 'b' x value=x %}"
    )
    assert "<script>" not in render(source, x=evil, choices=[(evil, evil)], values=[evil])


def test_the_body_of_a_part_is_kept_as_markup() -> None:
    assert "<b>kept</b>" in render('{% banner "info" %}<b>kept</b>{% endbanner %}')


def test_a_wrong_field_is_tied_to_its_reason() -> None:
    form = SampleForm({"name": "", "email": "ana@", "group": "o"})
    made = render("{% field form.email %}", form=form)
    assert 'aria-invalid="true"' in made
    assert 'aria-describedby="id_email_error"' in made
    assert 'id="id_email_error"' in made


def test_a_status_says_whose_turn_it_is() -> None:
    assert "Pending · customer’s turn" in render('{% status "pending" turn=True %}')


def test_a_time_carries_its_zone() -> None:
    at = datetime.datetime(2026, 11, 14, 9, 12, tzinfo=datetime.UTC)
    assert 'datetime="2026-11-14T09:12:00+00:00"' in render('{% when at "age" %}', at=at)
    assert render("{% when nothing %}", nothing=None) == ""


def test_one_page_needs_no_pager() -> None:
    assert render("{% pager page %}", page=Paginator([1], 5).page(1)).strip() == ""
    assert 'href="?page=2"' in render("{% pager page %}", page=Paginator([1] * 9, 5).page(1))
