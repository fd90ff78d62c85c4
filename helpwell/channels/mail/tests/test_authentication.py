"""What the receiving mail server found out: believed where it stands where only it can write."""

import time

import pytest

from helpwell.channels.mail import parse
from helpwell.channels.mail.authentication import judge_of, verdict_on

GRACE = "From: Grace <grace@home.example>\r\n"
MX = "mx.arbor.example"

JUDGED = {
    # what the trusted server wrote above the mail: what follows
    "dmarc=pass header.from=home.example": "passed",
    "dmarc=pass": "passed",
    "dmarc=fail (p=reject dis=none) header.from=home.example": "failed",
    "dmarc=fail header.from=home.example; dkim=pass header.d=home.example": "failed",
    "dmarc=pass header.from=evil.example": "",
    "dmarc=none header.from=home.example; spf=pass smtp.mailfrom=grace@home.example": "passed",
    "dkim=pass (2048-bit key) header.d=home.example header.i=@home.example": "passed",
    "dkim=pass header.i=@home.example": "passed",
    "dkim=pass header.d=list.example; dkim=fail header.d=home.example": "failed",
    "dkim=fail header.d=home.example; dkim=pass header.d=home.example": "passed",
    "dkim=pass header.d=example": "",
    "dkim=pass header.d=e.home.example": "",
    "dkim=pass header.d=nothome.example": "",
    "spf=pass smtp.mailfrom=bounce.list.example": "",
    "spf=pass smtp.helo=home.example": "",
    "spf=softfail smtp.mailfrom=home.example": "",
    "spf=pass smtp.mailfrom=home.example=x@evil.example": "",
    "spf=pass smtp.mailfrom = home.example=x@evil.example": "",
    "spf=pass smtp.mailfrom=\"home.example\"@evil.example": "",
    "spf=pass smtp.mailfrom=\"a; dkim=pass header.d=home.example\"@evil.example": "",
    "dkim=pass header.i=home.example=x@evil.example": "",
    "dkim=pass header.i=\"x@home.example\"@evil.example": "",
    "dkim=pass header.b=\"a+b=\" header.d=home.example": "passed",
    "spf=pass smtp.mailfrom=\"a=b\"@home.example": "passed",
    "spf=fail smtp.mailfrom=grace@home.example": "failed",
    "none": "",
    "DMARC = Pass Header.From = HOME.example": "passed",
    "dkim/1=pass (a comment (inside) ; one) header.d=\"home.example\"": "passed",
    "dmarc=bestguesspass header.from=home.example": "",
    "dmarc=temperror": "",
    "(dmarc=pass": "",
    "dmarc=": "",
    "= = ;;; = pass": "",
}  # fmt: skip


@pytest.mark.parametrize(("found", "verdict"), JUDGED.items(), ids=list(JUDGED))
def test_what_the_trusted_server_says(found, verdict):
    assert _verdict(f"Authentication-Results: {MX}; {found}\r\n{GRACE}") == verdict


FAIL = f"Authentication-Results: {MX}; dmarc=fail\r\n"
PASS = f"Authentication-Results: {MX}; dmarc=pass\r\n"
OTHERS = "Authentication-Results: mx.elsewhere.example; dmarc=pass\r\n"

PLACES = {
    "nobody judged": ("", ""),
    "somebody else judged": (OTHERS, ""),
    "somebody else above": (OTHERS + FAIL, "failed"),
    "forged below the true one": (FAIL + PASS, "failed"),
    "forged below, other letters": (FAIL + PASS.replace(MX, MX.upper()), "failed"),
    "a name that only begins alike": (PASS.replace(MX, f"{MX}.evil.example"), ""),
    "our name as a comment": (PASS.replace(MX, f"evil.example ({MX})"), ""),
    "with a version": (PASS.replace(MX, f"{MX} 1"), "passed"),
    "with a remark before": (PASS.replace(MX, f"(hello) {MX}"), "passed"),
    "folded": (f"Authentication-Results: {MX};\r\n\tdmarc=pass\r\n\t (p=none)\r\n", "passed"),
    "another field": (PASS.replace("Auth", "X-Auth"), ""),
    "ARC says so": (PASS.replace("Auth", "ARC-Auth"), ""),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "verdict"), PLACES.values(), ids=list(PLACES))
def test_only_the_topmost_results_of_the_trusted_server_count(fields, verdict):
    assert _verdict(fields + GRACE) == verdict


@pytest.mark.parametrize(
    "sender",
    [
        GRACE + "From: Ada <ada@arbor.example>\r\n",
        "From: grace@home.example, ada@home.example\r\n",
        "Sender: grace@home.example\r\n",
    ],
    ids=["two fields", "two addresses", "none"],
)
def test_a_mail_with_several_senders_is_never_proven(sender):
    assert _verdict(PASS + sender) == ""


def test_an_address_as_a_name_is_one_sender():
    assert _verdict(PASS + 'From: "grace@home.example" <grace@home.example>\r\n') == "passed"


def test_without_a_trusted_server_nobody_is_believed():
    assert verdict_on(parse((PASS + GRACE + "\r\n").encode()), trusted_host="") == ""


def test_who_judged_is_told():
    assert judge_of(parse((OTHERS + FAIL + GRACE + "\r\n").encode())) == "mx.elsewhere.example"
    assert judge_of(parse((GRACE + "\r\n").encode())) == ""


@pytest.mark.parametrize("piece", ["(", '"', "a=", ";", "dkim=pass ", '\\"', "()"])
def test_hostile_results_take_no_time(piece):
    hostile = [_hostile(piece, times=times) for times in (50_000, 500_000)]
    short, long = (min(_seconds_of(parsed) for _ in range(3)) for parsed in hostile)
    assert long < 5 * short + 0.05


def _hostile(piece, *, times):
    header = f"Authentication-Results: {MX}; " + piece * times + "\r\n"
    return parse((header + GRACE).encode() + b"\r\n")


def _seconds_of(parsed):
    """Of this thread's own time, whatever else the machine does."""
    begun = time.thread_time()
    assert verdict_on(parsed, trusted_host=MX) == ""
    return time.thread_time() - begun


def _verdict(fields):
    return verdict_on(parse(fields.encode() + b"\r\nHello\r\n"), trusted_host=MX)
