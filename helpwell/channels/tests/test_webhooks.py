"""Mail that providers hand in by HTTP: proofs, replays, forms, answers."""

import base64
import hashlib
import hmac
import json
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from helpwell.accounts.testing import make_administrator
from helpwell.channels import actions
from helpwell.channels.adapters.webhooks import raw
from helpwell.channels.models import Envelope, Hook, Inbox
from helpwell.channels.testing import make_inbox
from helpwell.channels.tests.inboxes import mails_of
from helpwell.channels.views import receiving
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.files.errors import NoRoom

pytestmark = pytest.mark.django_db
MAIL = b"From: grace@example.org\r\nSubject: caf\xe9\r\n\r\nany \xff byte\r\n\r\n--x\r\n"
VECTORS = Path("../shared/data/thirdparty/standard-webhooks/vectors.json")


@pytest.fixture
def caller() -> Client:
    """A program, not a browser: no session, and forgery protection as in earnest."""
    return Client(enforce_csrf_checks=True)


def hook_for(format: str, *, key: str = "") -> Hook:
    return actions.make_hook(make_inbox(), format=format, key=key, by=SYSTEM)


def url_of(hook: Hook) -> str:
    return reverse("channels:hand_in", args=[hook.path])


def now(shift: int = 0) -> str:
    return str(int(clock.now().timestamp()) + shift)


# Raw, signed as Standard Webhooks says.


def sign(hook: Hook, body: bytes = MAIL, *, shift: int = 0, **changes: str) -> dict[str, str]:
    stamp = now(shift)
    signature = raw.signature(body, key=hook.key, identity="msg_1", stamp=stamp)
    given = {"Webhook-Id": "msg_1", "Webhook-Timestamp": stamp, "Webhook-Signature": signature}
    return {name: value for name, value in (given | changes).items() if value}


def hand_in(caller: Client, hook: Hook, body: bytes = MAIL, **headers: str):
    return caller.post(url_of(hook), body, content_type="message/rfc822", headers=headers)


def test_a_signed_raw_mail_is_kept_byte_for_byte_with_its_envelope(caller):
    hook = hook_for("raw")
    to = "support+t1@arbor.example"
    answer = hand_in(caller, hook, **sign(hook), **{"X-Envelope-To": to})
    assert (answer.status_code, mails_of(hook.inbox)) == (200, [MAIL])
    assert Envelope.objects.get().envelope_to == to
    hook.refresh_from_db()
    assert hook.heard_at


def test_the_vectors_of_standard_webhooks_are_signed_alike():
    if not VECTORS.exists():
        pytest.skip("the third-party cases are not here")
    for case in json.loads(VECTORS.read_text())["sign"]:
        signed = raw.signature(
            case["payload"].encode(),
            key=case["secret"],
            identity=case["webhook-id"],
            stamp=case["webhook-timestamp"],
        )
        assert signed == case["expected_signature"]


@pytest.mark.parametrize(
    "change",
    [
        {"Webhook-Id": ""},
        {"Webhook-Id": "msg_2"},
        {"Webhook-Timestamp": ""},
        {"Webhook-Timestamp": "soon"},
        {"Webhook-Timestamp": "9" * 400},
        {"Webhook-Signature": ""},
        {"Webhook-Signature": "v1,AAAA"},
        {"Webhook-Signature": "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="},
        {"Webhook-Signature": "v1,é"},
    ],
)
def test_a_mail_that_is_not_signed_right_is_refused_and_not_kept(caller, change):
    hook = hook_for("raw")
    answer = hand_in(caller, hook, **sign(hook, **change))
    assert answer.status_code == 401
    assert "signature" in answer.text
    assert not Envelope.objects.exists()
    hook.refresh_from_db()
    assert "missing or wrong" in hook.error


def test_a_changed_mail_is_refused(caller):
    hook = hook_for("raw")
    assert hand_in(caller, hook, MAIL + b"!", **sign(hook)).status_code == 401


@pytest.mark.parametrize("shift", [-301, 302])
def test_a_call_from_another_time_is_refused(caller, shift):
    hook = hook_for("raw")
    answer = hand_in(caller, hook, **sign(hook, shift=shift))
    assert (answer.status_code, "too old" in answer.text) == (401, True)


def test_one_good_signature_among_several_is_enough_while_keys_change(caller):
    hook = hook_for("raw")
    headers = sign(hook)
    headers["Webhook-Signature"] = f"v1a,AAAA v1,BBBB {headers['Webhook-Signature']}"
    assert hand_in(caller, hook, **headers).status_code == 200


def test_a_mail_that_is_handed_in_again_is_one_mail(caller):
    hook = hook_for("raw")
    assert [hand_in(caller, hook, **sign(hook)).status_code for _ in "123"] == [200] * 3
    assert mails_of(hook.inbox) == [MAIL]


# Mailgun.


def mailgun(hook: Hook, *, shift: int = 0, key: str = "", **fields: object) -> dict[str, object]:
    stamp, token = now(shift), "f" * 50
    signed = hmac.new((key or hook.key).encode(), f"{stamp}{token}".encode(), hashlib.sha256)
    given = {"timestamp": stamp, "token": token, "signature": signed.hexdigest()}
    mail = {"recipient": "support+x@arbor.example", "sender": "grace@example.org"}
    return given | mail | {"body-mime": MAIL} | fields


def form(fields: dict[str, object]) -> tuple[bytes, str]:
    """The fields as multipart/form-data."""
    parts = b""
    for name, value in fields.items():
        content = value if isinstance(value, bytes) else str(value).encode()
        head = f'--xYzZY\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        parts += head + content + b"\r\n"
    return parts + b"--xYzZY--\r\n", "multipart/form-data; boundary=xYzZY"


@pytest.mark.parametrize("kind", ["multipart", "urlencoded"])
def test_mailgun_hands_in_the_raw_mail(caller, kind):
    hook = hook_for("mailgun", key="their-key")
    url = reverse("channels:mailgun_hook", args=[hook.path])
    assert url.endswith("/mime")
    body, content_type = form(mailgun(hook))
    if kind == "urlencoded":
        body = urlencode(mailgun(hook)).encode()
        content_type = "application/x-www-form-urlencoded"
    assert caller.post(url, body, content_type=content_type).status_code == 200
    envelope = Envelope.objects.get()
    assert mails_of(hook.inbox) == [MAIL]
    assert envelope.envelope_to == "support+x@arbor.example"
    assert envelope.envelope_from == "grace@example.org"


@pytest.mark.parametrize(
    "wrong",
    [{"key": "other"}, {"signature": ""}, {"token": "another"}, {"shift": -10 * 3600}],
    ids=str,
)
def test_mailgun_must_have_signed(caller, wrong):
    hook = hook_for("mailgun", key="their-key")
    body, content_type = form(mailgun(hook, **wrong))
    assert caller.post(url_of(hook), body, content_type=content_type).status_code == 401
    assert not Envelope.objects.exists()


def test_a_retry_of_mailgun_eight_hours_later_is_taken(caller):
    hook = hook_for("mailgun", key="their-key")
    body, content_type = form(mailgun(hook, shift=-8 * 3600))
    assert caller.post(url_of(hook), body, content_type=content_type).status_code == 200


def test_mailgun_is_told_when_the_raw_mail_is_missing(caller):
    hook = hook_for("mailgun", key="their-key")
    fields = mailgun(hook)
    del fields["body-mime"]
    body, content_type = form(fields | {"body-plain": "Hello"})
    answer = caller.post(url_of(hook), body, content_type=content_type)
    assert (answer.status_code, "ends in “mime”" in answer.text) == (422, True)


# SendGrid.


def sendgrid(key: ec.EllipticCurvePrivateKey, *, shift: int = 0) -> dict[str, object]:
    envelope = json.dumps({"to": ["support+y@arbor.example"], "from": "grace@example.org"})
    body, content_type = form({"email": MAIL, "envelope": envelope, "subject": "café"})
    stamp = now(shift)
    signed = key.sign(stamp.encode() + body, ec.ECDSA(hashes.SHA256()))
    return {
        "data": body,
        "content_type": content_type,
        "headers": {
            "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signed).decode(),
            "X-Twilio-Email-Event-Webhook-Timestamp": stamp,
        },
    }


def public(key: ec.EllipticCurvePrivateKey) -> str:
    der = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return base64.b64encode(der).decode()


def test_sendgrid_hands_in_a_signed_raw_mail(caller):
    key = ec.generate_private_key(ec.SECP256R1())
    hook = hook_for("sendgrid", key=public(key))
    assert caller.post(url_of(hook), **sendgrid(key)).status_code == 200
    assert mails_of(hook.inbox) == [MAIL]
    assert Envelope.objects.get().envelope_to == "support+y@arbor.example"


def test_a_wrong_setting_costs_no_mail_of_sendgrid_which_drops_what_gets_4xx(caller):
    hook = hook_for("sendgrid")
    body, content_type = form({"text": "taken apart"})
    given = {"content_type": content_type, "headers": password(hook.key)}
    answer = caller.post(url_of(hook), body, **given)
    assert (answer.status_code, "Tick “POST the raw" in answer.text) == (503, True)
    Inbox.objects.update(is_active=False)
    assert caller.post(url_of(hook), body, **given).status_code == 503


def test_sendgrids_signature_is_verified(caller):
    key = ec.generate_private_key(ec.SECP256R1())
    hook = hook_for("sendgrid", key=public(key))
    other = sendgrid(ec.generate_private_key(ec.SECP256R1()))
    assert caller.post(url_of(hook), **other).status_code == 503
    late = sendgrid(key, shift=-80 * 3600)
    assert caller.post(url_of(hook), **late).status_code == 503
    changed = sendgrid(key)
    changed["data"] = changed["data"].replace(b"grace", b"grape")
    assert caller.post(url_of(hook), **changed).status_code == 503
    assert not Envelope.objects.exists()


def test_sendgrid_without_a_policy_gives_the_password_of_the_address(caller):
    hook = hook_for("sendgrid")
    body, content_type = form({"email": MAIL})
    sent = {"data": body, "content_type": content_type}
    assert caller.post(url_of(hook), **sent).status_code == 503
    assert caller.post(url_of(hook), **sent, headers=password("wrong")).status_code == 503
    assert caller.post(url_of(hook), **sent, headers=password(hook.key)).status_code == 200


def password(key: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'helpwell:{key}'.encode()).decode()}"}


# Postmark.


def postmark(caller: Client, hook: Hook, said: object, headers: dict[str, str] | None = None):
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    given = password(hook.key) if headers is None else headers
    return caller.post(url_of(hook), body, content_type="application/json", headers=given)


def test_postmark_hands_in_the_raw_mail(caller):
    hook, mail = hook_for("postmark"), "From: g@example.org\r\nSubject: café\r\n\r\nHello\r\n"
    said = {"RawEmail": mail, "OriginalRecipient": "support+z@arbor.example", "TextBody": "Hello"}
    assert postmark(caller, hook, said).status_code == 200
    assert mails_of(hook.inbox) == [mail.encode()]
    assert Envelope.objects.get().envelope_to == "support+z@arbor.example"


@pytest.mark.parametrize("said", [{"TextBody": "Hello"}, {"RawEmail": 7}, [], b"{", b"[" * 99_999])
def test_postmark_is_told_when_the_raw_mail_is_missing(caller, said):
    answer = postmark(caller, hook_for("postmark"), said)
    assert (answer.status_code, "Include raw email content" in answer.text) == (422, True)


@pytest.mark.parametrize(
    "given", [{}, {"Authorization": "Basic ???"}, {"Authorization": "Bearer x"}]
)
def test_postmark_must_know_the_password(caller, given):
    assert postmark(caller, hook_for("postmark"), {"RawEmail": "x"}, given).status_code == 401


# What concerns them all.


@pytest.mark.parametrize(
    "body",
    [b"", b"--xYzZY", b"--xYzZY\r\n\r\n\r\n--xYzZY--", b"--xYzZY\r\n" * 5000],
)
def test_odd_forms_are_refused(caller, body):
    hook = hook_for("mailgun", key="k")
    for content_type in ("multipart/form-data; boundary=xYzZY", "multipart/form-data", "", "a/b;c"):
        assert caller.post(url_of(hook), body, content_type=content_type).status_code in (401, 413)


def test_a_wrong_address_is_not_found_and_looking_is_not_allowed(caller):
    assert (
        caller.post(reverse("channels:hand_in", args=["guessed"]), b"x", "a/b").status_code == 404
    )
    assert caller.get(url_of(hook_for("raw"))).status_code == 405


def test_an_inbox_that_is_not_in_use_takes_nothing(caller):
    hook = hook_for("raw")
    Inbox.objects.update(is_active=False)
    assert hand_in(caller, hook, **sign(hook)).status_code == 410


def test_a_mail_that_is_too_large_is_refused_in_words(caller, monkeypatch):
    hook = hook_for("raw")
    monkeypatch.setattr(receiving, "MOST_BYTES", 20)
    answer = hand_in(caller, hook, **sign(hook))
    assert (answer.status_code, Envelope.objects.count()) == (413, 0)
    monkeypatch.setattr(receiving, "MOST_BODY_BYTES", 10)
    assert hand_in(caller, hook, **sign(hook)).status_code == 413


@pytest.mark.parametrize("trouble", [NoRoom(), OperationalError("gone")], ids=["disk", "database"])
def test_trouble_of_ours_leaves_the_mail_with_the_provider(caller, monkeypatch, trouble):
    def fail(*_args: object, **_settings: object) -> None:
        raise trouble

    hook = hook_for("raw")
    monkeypatch.setattr(actions, "accept", fail)
    answer = hand_in(caller, hook, **sign(hook))
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    monkeypatch.undo()
    assert hand_in(caller, hook, **sign(hook)).status_code == 200


def test_a_hook_is_made_its_key_shown_once_changed_and_deleted(client, caller):
    client.force_login(make_administrator())
    inbox = make_inbox()
    made = client.post(
        reverse("channels:new_hook", args=[inbox.pk]), {"format": "postmark"}, follow=True
    )
    hook = Hook.objects.get()
    assert f"helpwell:{hook.key}@" in made.text
    assert hook.path in made.text
    shown_again = client.get(reverse("channels:hook", args=[hook.pk])).text
    page = client.get(reverse("channels:inbox", args=[inbox.pk])).text
    for text in (shown_again, page):
        assert hook.key not in text
        assert hook.path not in text
    client.post(reverse("channels:hook_change", args=[hook.pk]))
    assert caller.post(url_of(hook), b"{}", "application/json").status_code == 404
    client.post(reverse("channels:hook_deletion", args=[hook.pk]))
    assert not Hook.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"format": "mailgun"}, "signing key"), ({"format": "sendgrid", "key": "x"}, "no public key")],
)
def test_a_providers_key_is_asked_for_where_it_has_one(client, typed, sentence):
    client.force_login(make_administrator())
    answer = client.post(reverse("channels:new_hook", args=[make_inbox().pk]), typed)
    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_the_address_of_mailgun_ends_as_mailgun_wants_it(client):
    client.force_login(make_administrator())
    url = reverse("channels:new_hook", args=[make_inbox().pk])
    shown = client.post(url, {"format": "mailgun", "key": "k"}, follow=True).context["url"]
    assert urlsplit(shown).path.endswith("/mime")
