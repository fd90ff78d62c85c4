"""Dates, addresses, ids and names are told however a sender wrote them."""

import pytest

from helpwell.channels.mail import parse
from helpwell.channels.mail.addresses import parse_addresses
from helpwell.channels.mail.dates import parse_date
from helpwell.channels.mail.parameters import parse_parameters


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Tue, 3 Mar 2026 10:12:00 +0100", "2026-03-03T10:12:00+01:00"),
        ("3 Mar 26 10:12 EST", "2026-03-03T10:12:00-05:00"),
        ("Tue, 3 Mar 102 10:12:00", "2002-03-03T10:12:00+00:00"),
        ("Tue Mar  3 10:12:00 2026", "2026-03-03T10:12:00+00:00"),
        ("Tue Mar  3 10:12:00 EST 2026", "2026-03-03T10:12:00-05:00"),
        ("Tue Mar  3 10:12:00 2026 +0200", "2026-03-03T10:12:00+02:00"),
        ("2026-03-03T10:12:00.5Z", "2026-03-03T10:12:00+00:00"),
        ("2026-03-03 10:12:00+01:00", "2026-03-03T10:12:00+01:00"),
        ("Tue, 3 Mar 2026 10:12:00 GMT+0200", "2026-03-03T10:12:00+02:00"),
        ("Tue, 3 Mar 2026 10.12.00 +0100", "2026-03-03T10:12:00+01:00"),
        ("Tue, 3-Mar-2026 10:12:00 GMT", "2026-03-03T10:12:00+00:00"),
        ("Tue, 3 Mar 2026 09(comment):  5 : 06 -0600", "2026-03-03T09:05:06-06:00"),
        ("mar., 3 févr. 2026 10:12:00 +0100", "2026-02-03T10:12:00+01:00"),
        ("Di, 3 Mär 2026 10:12:00 +0100", "2026-03-03T10:12:00+01:00"),
        ("3 de marzo de 2026 10:12", "2026-03-03T10:12:00+00:00"),
        ("Вт, 3 мар 2026 10:12:00 +0300", "2026-03-03T10:12:00+03:00"),
        ("March 3, 2026 10:12 PM", "2026-03-03T22:12:00+00:00"),
        ("3/13/2026 10:12", "2026-03-13T10:12:00+00:00"),
        ("13.03.2026 10:12", "2026-03-13T10:12:00+00:00"),
        ("Tue, 3 Mar 2026 10:12:60 +9999", "2026-03-03T10:12:59+00:00"),
        ("Tue, 3 Mar 2026", "2026-03-03T00:00:00+00:00"),
        ("by mx (a::1:20) with SMTP; Tue, 3 Mar 2026 10:12:00 -0700", "2026-03-03T10:12:00-07:00"),
    ],
)  # fmt: skip
def test_a_date_is_told(written: str, meant: str) -> None:
    date = parse_date(written)
    assert date is not None
    assert date.isoformat() == meant


@pytest.mark.parametrize(
    "written", ["", "yesterday", "Tue, 31 Feb 2026 10:00:00", "99:99", "3 Foo 2026 10:12:00"]
)
def test_what_names_no_moment_is_no_date(written: str) -> None:
    assert parse_date(written) is None


G = "g@x.org"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('"Hopper, Grace" <g@x.org>', [("Hopper, Grace", G)]),
        ("g@x.org (Grace)", [("Grace", G)]),
        ("Grace g@x.org", [("Grace", G)]),
        ("Grace <g@x.org", [("Grace", G)]),
        ("Grace <<g@x.org>>", [("Grace", G)]),
        ("Grace [g@x.org]", [("Grace", G)]),
        ("Grace<g@x.org>.", [("Grace", G)]),
        ("<g@x.org> Grace", [("Grace", G)]),
        ("g @ x . org", [("", G)]),
        ("mailto:g@x.org", [("", G)]),
        ("<@a,@b:g@x.org>", [("", G)]),
        ('"Grace <g@x.org>"', [("Grace", G)]),
        ("=?utf-8?q?Grace_=3Cg=40x=2Eorg=3E?=", [("Grace", G)]),
        ("=?iso-8859-1?Q?J=F6rg M=FCller?= <g@x.org>", [("Jörg Müller", G)]),
        ('"=?utf-8?q?Hopper=2C_Grace?=" <g@x.org>', [("Hopper, Grace", G)]),
        ("Grace <g@x.org> Stan <s@x.org>", [("Grace", G), ("Stan", "s@x.org")]),
        ("g@x.org s@x.org", [("", G), ("", "s@x.org")]),
        ("g@x.org; s@x.org", [("", G), ("", "s@x.org")]),
        ("All: Grace <g@x.org>, s@x.org;", [("Grace", G), ("", "s@x.org")]),
        ("undisclosed-recipients:;", []),
        ("Re: Grace <g@x.org>", [("Re: Grace", G)]),
        ('"john doe"@x.org', [("", '"john doe"@x.org')]),
        ("user@[192.168.0.1]", [("", "user@[192.168.0.1]")]),
        ("Jörg <jörg@müller.de>", [("Jörg", "jörg@müller.de")]),
        ("G(A \\) chap) <g(his)@x.org(host)>", [("G (A ) chap his host)", G)]),
        ("Grace", [("Grace", "")]),
        ("MAILER-DAEMON (Mail System)", [("Mail System", "MAILER-DAEMON")]),
        ("<>", []),
    ],
)  # fmt: skip
def test_the_mailboxes_of_a_field_are_told(written: str, meant: list[tuple[str, str]]) -> None:
    assert [(a.name, a.email) for a in parse_addresses(written)] == meant


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("attachment filename=x.pdf", "x.pdf"),
        ("filename=x.pdf", "x.pdf"),
        ("attachment; filename=a b (1).pdf; size=3", "a b (1).pdf"),
        ('attachment; filename="the "best" one.pdf"', 'the "best" one.pdf'),
        ('attachment; filename="C:\\temp\\x.pdf"', "C:\\temp\\x.pdf"),
        ('attachment; filename="unclosed.pdf; size=3', "unclosed.pdf"),
        ("attachment; filename==?utf-8?B?UsOkdHNlbC5wZGY=?=", "Rätsel.pdf"),
        ('attachment; filename="=?utf-8?Q?R=C3=A4t?=\r\n =?utf-8?Q?sel.pdf?="', "Rätsel.pdf"),
        ("attachment; filename*1=sel.pdf; filename*0*=latin1''R%E4t", "Rätsel.pdf"),
        ("attachment; filename*0==?utf-8?Q?R=C3=A4; filename*1=tsel.pdf?=", "Rätsel.pdf"),
        ("attachment; filename*=utf-8''50%25%ZZ.pdf; filename=y.pdf", "50%%ZZ.pdf"),
    ],
)
def test_the_name_of_a_file_is_told(written: str, name: str) -> None:
    assert parse_parameters(written, "").get("filename") == name


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("text / HTML;charset=utf-8", "text/html"),
        ('"text/html"; charset=utf-8', "text/html"),
        ("(remark) text/html; charset=utf-8 (remark)", "text/html"),
        ("text/html charset=utf-8", "text/html"),
        ("text; charset=utf-8", "text/plain"),
        ("; charset=utf-8", "text/plain"),
    ],
)
def test_a_type_and_its_charset_are_told(written: str, kind: str) -> None:
    found = parse_parameters(written, "text/plain")
    assert (found.value, found.get("charset")) == (kind, "utf-8")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("=?utf-8?q?Where_is_it=3F?=", "Where is it?"),
        ("=?utf-8?q?Where is it??= ", "Where is it?"),
        ("=?utf-8?b?R3LDvA==?=\r\n =?utf-8?b?w59l?=", "Grüße"),
        ("=?utf-8?b?R3LD?= =?utf-8?b?vMOfZQ==?=", "Grüße"),
        ("=?utf-8?b?R3LDvMOfZQ?=", "Grüße"),
        ("=?utf-8?b?R3LD\r\n vMOfZQ?=", "Grüße"),
        ('"=?utf-8?q?Gr=C3=BC=C3=9Fe?="', '"Grüße"'),
        ("=?utf-8*de?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?us-ascii?q?Gr=FC=DFe?=", "Grüße"),
        ("=?x-nobody?q?Gr=FC=DFe?=", "Grüße"),
        ("=?gb2312?b?1uzp?= =?gb2312?b?RrvU?=", "朱镕辉"),
        ("=?utf-8?q?=3D=3Futf-8=3Fb=3FR3LDvMOfZQ=3D=3D=3F=3D?=", "Grüße"),
        ("=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
        ("a =?b c", "a =?b c"),
    ],
)
def test_a_subject_is_decoded(written: str, meant: str) -> None:
    assert parse(f"Subject: {written}\r\n\r\nx".encode()).subject == meant


@pytest.mark.parametrize(
    "head",
    [
        "From : g@x.org\nSubject :Hi",
        "From: g@x.org\nno colon here\nSubject: Hi",
        "From me@x.org Tue Mar  3 10:12:00 2026\nFrom: g@x.org\nSubject: Hi\nSubject: second",
        "\n\nFrom: g@x.org\nSubject: Hi",
        ">From someone\nFROM: g@x.org\nsubject:\n  Hi",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_damaged_head_is_read(head: str, end: str) -> None:
    mail = parse(f"{head}\n\nWhere?\n".replace("\n", end).encode())
    assert (mail.from_email, mail.subject, mail.text.strip()) == (G, "Hi", "Where?")
