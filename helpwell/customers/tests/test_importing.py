"""Bringing people in from a file: tried first, whole or by rows, and undone."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwell.accounts.testing import ada, make_administrator
from helpwell.core.errors import Refused
from helpwell.core.testing import at_once, failures
from helpwell.customers import actions
from helpwell.customers.columns import guessed
from helpwell.customers.errors import NotNow, NotReadable, TooLarge
from helpwell.customers.models import Customer, Identity, Import
from helpwell.customers.queries import found
from helpwell.customers.sheets import Sheet
from helpwell.customers.testing import grace
from helpwell.fields.testing import make_field
from helpwell.jobs.actions import run_until_quiet

HEAD = "Name,E-Mail,Telefon,Firma,Tags,Kundennummer\n"


def rows(*lines, head=HEAD):
    return (head + "\n".join(lines) + "\n").encode()


def tried(content, *, region="DE"):
    run = actions.begin_import(content, name="people.csv", by=ada())
    actions.try_import(run, columns=run.columns, region=region, by=ada())
    run_until_quiet("customers.bring_in")
    return Import.objects.get(pk=run.pk)


def done(content, **more):
    run = tried(content, **more)
    actions.do_import(run, by=ada())
    run_until_quiet("customers.bring_in")
    return Import.objects.get(pk=run.pk)


def outcomes(run):
    return list(run.rows.order_by("number").values_list("outcome", flat=True))


@pytest.mark.django_db
class TestImport:
    def test_a_try_keeps_nothing_and_says_what_would_be(self):
        grace()
        run = tried(
            rows(
                "Anna,anna@home.example,030 123456,Mill,vip,C-1",
                "Anna again,ANNA@home.example,,,,",
                "Grace,grace@home.example,,,,",
                "Nobody,,,,,",
                "Bad,no-address,,,,",
            )
        )
        assert run.state == "checked"
        assert outcomes(run) == ["made", "matched", "matched", "refused", "refused"]
        assert Customer.objects.count() == 1

    def test_people_come_in_with_all_that_is_said_of_them(self):
        done(rows("Anna Köhler,anna@home.example,030 123456,Mill & Sons,vip; wholesale,C-1"))
        anna = Customer.objects.get(external_id="C-1")
        assert (anna.name, str(anna.organisation)) == ("Anna Köhler", "Mill & Sons")
        assert sorted(anna.identities.values_list("value", flat=True)) == [
            "+4930123456",
            "anna@home.example",
        ]
        assert actions.said(anna, "segments") == "vip, wholesale"
        assert {entry.object_id for entry in found("030 123456")} == {anna.pk}
        assert actions.recognise(email="anna@home.example", name="", by=ada()) == anna

    def test_whoever_is_known_keeps_what_we_know_and_gains_the_rest(self):
        actions.describe(grace(), notes="Likes tea", by=ada())
        head = "name,email,notes,language,phone\n"
        done(rows("G. G.,grace@home.example,Hates tea,German,+49 30 99", head=head))
        assert (grace().name, grace().notes, grace().language) == (
            "Grace Garden",
            "Likes tea",
            "de",
        )
        assert Customer.objects.count() == 1

    def test_a_row_that_fits_two_people_or_another_number_is_a_problem(self):
        actions.describe(grace(), external_id="C-1", by=ada())
        actions.recognise(email="other@home.example", name="Other", by=ada())
        head = "name,email,customer number\n"
        run = tried(
            rows(
                "X,grace@home.example; other@home.example,",
                "Y,grace@home.example,C-2",
                "Z,other@home.example,C-1",
                head=head,
            )
        )
        assert outcomes(run) == ["refused"] * 3

    def test_the_same_file_twice_makes_nobody_twice(self):
        content = rows(*(f"P{n},p{n}@home.example,,,," for n in range(600)))
        done(content)
        again = done(content)
        assert Customer.objects.count() == 600
        assert set(outcomes(again)) == {"matched"}

    def test_undoing_takes_out_whom_it_made_and_nobody_has_changed(self):
        run = done(rows(*(f"P{n},p{n}@home.example,,,," for n in range(3))))
        changed = Identity.objects.get(value="p1@home.example").customer
        actions.describe(changed, notes="Called us", by=ada())
        actions.undo_import(run, by=ada())
        run_until_quiet("customers.bring_in")
        assert list(Customer.objects.all()) == [changed]
        assert sorted(outcomes(run)) == ["gone", "gone", "made"]

    def test_steps_come_in_their_order(self):
        run = actions.begin_import(rows("A,a@home.example,,,,"), name="", by=ada())
        for step in (actions.do_import, actions.undo_import):
            with pytest.raises(NotNow):
                step(run, by=ada())

    def test_one_that_was_killed_goes_on_where_it_stood(self):
        run = tried(rows(*(f"P{n},p{n}@home.example,,,," for n in range(700))))
        actions.do_import(run, by=ada())
        Customer.objects.create(name="x", created_at=run.begun_at)
        Import.objects.filter(pk=run.pk).update(position=0)
        run_until_quiet("customers.bring_in")
        assert Customer.objects.count() == 701
        assert len(outcomes(run)) == 700

    def test_fields_of_this_house_come_in_by_label(self):
        field = make_field("Tariff", about="customer", kind="choice", choices=["Small", "Large"])
        run = done(
            rows("A,a@home.example,large", "B,b@home.example,huge", head="name,email,Tariff\n")
        )
        assert outcomes(run) == ["made", "refused"]
        assert Customer.objects.get().values.keys() == {field.key}

    def test_hostile_cells_do_no_harm(self, client):
        client.force_login(make_administrator())
        name = '=HYPERLINK(""http://evil.example"")'
        big = "x" * 1_000_000
        run = done(
            rows(
                f'"{name}",a@home.example,,,,',
                f"{big},b@home.example,,,,",
                "\x07Bell\x1b[2J,c@home.example,,,,",
                '"two\nlines",d@home.example,,,,',
            )
        )
        assert outcomes(run) == ["made", "refused", "made", "made"]
        report = b"".join(client.get(f"/customers/imports/{run.pk}/report/")).decode()
        cells = [cell for row in csv.reader(io.StringIO(report)) for cell in row]
        assert not [cell for cell in cells if cell.startswith("=")]
        assert client.get("/customers/").status_code == 200

    def test_from_the_file_to_the_report_on_screen(self, client):
        client.force_login(make_administrator())
        file = io.BytesIO(rows("Anna,anna@home.example,,,,", "Bad,x,,,,"))
        file.name = "people.csv"
        page = client.post("/customers/imports/", {"file": file})
        here = page["Location"]
        text = client.get(here).text
        assert "anna@home.example" in text
        client.post(f"{here}try/", {"column": Import.objects.get().columns, "region": "de"})
        assert "hx-trigger" in client.get(here).text
        run_until_quiet("customers.bring_in")
        assert "This is no address" in client.get(here).text
        client.post(f"{here}go/")
        run_until_quiet("customers.bring_in")
        assert Customer.objects.get().name == "Anna"
        assert b"Known already" not in b"".join(client.get(f"{here}report/"))
        assert client.post(f"{here}go/").status_code == 422

    def test_only_who_may_bring_people_in_sees_any_of_it(self, client):
        run = actions.begin_import(rows("A,a@home.example,,,,"), name="", by=ada())
        client.force_login(ada())
        for place in ("", f"{run.pk}/", f"{run.pk}/report/"):
            assert client.get(f"/customers/imports/{place}").status_code == 403

    def test_what_we_export_comes_in_again(self, client):
        client.force_login(make_administrator())
        actions.describe(grace(), language="de", needs="write", notes="=1+1", by=ada())
        actions.put_into_segments(grace(), ["vip"], by=ada())
        saved = b"".join(client.get("/customers/export/csv/"))
        before = Customer.objects.values("name", "language", "needs", "notes").get()
        Customer.objects.all().delete()
        done(saved)
        assert Customer.objects.values("name", "language", "needs", "notes").get() == before


@pytest.mark.parametrize("_", range(2))
def test_people_write_while_they_are_brought_in(transactional_db, _):
    run = tried(rows(*(f"P{n},p{n}@home.example,,,," for n in range(300))))
    actions.do_import(run, by=ada())
    agent = ada()
    results = at_once(
        lambda: run_until_quiet("customers.bring_in"),
        lambda: run_until_quiet("customers.bring_in"),
        lambda: [
            actions.recognise(email=f"p{n}@home.example", name="", by=agent)
            for n in range(0, 300, 3)
        ],
    )
    assert failures(results) == []
    run_until_quiet("customers.bring_in")
    assert Import.objects.get(pk=run.pk).state == "done"
    assert Customer.objects.count() == Identity.objects.count() == 300
    assert run.rows.count() == 300


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_files_are_read_in_every_encoding_and_with_every_separator(encoding, separator):
    lines = [["Name", "E-Mail"], ["Jürgen Größe, Müller", "j@home.example"], ["Zoë", "z@z.example"]]
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(lines)
    sheet = Sheet.of(text.getvalue().encode(encoding))
    assert [sheet.head, *sheet.rows()] == lines


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"])
def test_what_is_no_table_is_refused(content):
    with pytest.raises(NotReadable):
        Sheet.of(content)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr("helpwell.customers.sheets.MOST_ROWS", 3)
    with pytest.raises(TooLarge):
        Sheet.of(b"a\n" + b"x\n" * 4).count()


@given(st.binary(max_size=400))
def test_whatever_the_bytes_they_are_read_or_refused(content):
    try:
        sheet = Sheet.of(content)
        cells = [cell for row in sheet.rows() for cell in row]
    except Refused:
        return
    assert not [cell for cell in cells if "\0" in cell]


@pytest.mark.django_db
def test_columns_are_guessed_once_each_but_for_addresses():
    head = ["Vorname", "Nachname", "E-mail address", "Mobile", "Telefon", "Firma", "Name", "Fax"]
    assert guessed(head) == [
        *("first_name", "last_name", "email", "phone", "phone", "organisation", "name", ""),
    ]
