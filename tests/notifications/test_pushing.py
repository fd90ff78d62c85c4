"""Web push, to a push service and a browser that are real but ours."""

import json
import socket
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from helpwell.accounts.testing import ada, ben
from helpwell.channels.tests.certificates import certificate
from helpwell.core import clock
from helpwell.jobs.actions import run_until_quiet
from helpwell.notifications import actions
from helpwell.notifications.errors import NotAPushService
from helpwell.notifications.kinds import Kind, Way
from helpwell.notifications.models import Device, Notification
from helpwell.notifications.push.identity import public_key
from helpwell.notifications.push.posting import NotPublic, post, public_address
from helpwell.notifications.push.sealing import sealed
from helpwell.notifications.push.subscription import Subscription, unpacked
from helpwell.tickets.testing import hear, make_ticket
from tests.notifications.push_service import push_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(monkeypatch, settings):
    settings.PUSH_TO_PRIVATE_HOSTS = True
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate()[0]))
    with push_service() as found:
        yield found


@pytest.fixture
def device(client, service):
    client.force_login(ada())
    given = service.subscription()
    client.post(
        "/settings/notifications/devices/",
        {"endpoint": given.endpoint, "key": given.key, "secret": given.secret},
        headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Firefox/130.0"},
    )
    return Device.objects.get()


def answered():
    """A customer has answered on a ticket of Ada's, and she wants that pushed."""
    actions.choose({"nearness": {Kind.ANSWERED: {Way.PUSH: 1}}}, by=ada())
    ticket = make_ticket(assignee=ada(), subject="Grüße from the lamp")
    hear(ticket, text="the secret number is 7")
    run_until_quiet("events.tell_facts")
    return ticket


def test_a_push_is_sealed_as_the_standard_has_it():
    """The example of RFC 8291, appendix A."""
    own = ec.derive_private_key(
        int.from_bytes(unpacked("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"),
        ec.SECP256R1(),
    )
    theirs = Subscription(
        "https://push.example/",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
    )
    body = sealed(
        b"When I grow up, I want to be a watermelon",
        theirs,
        own=own,
        salt=unpacked("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert body == unpacked(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmY"
        "WAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexS"
        "gSxsj_Qulcy4a-fN"
    )


def test_the_browser_reads_what_happened_and_nothing_a_customer_wrote(service, device):
    ticket = answered()
    actions.push_due()
    ((headers, body),) = service.came
    assert json.loads(service.opened(body)) == {
        "title": f"#{ticket.pk} Grüße from the lamp",
        "said": "The customer answered",
        "url": f"/tickets/{ticket.pk}/",
        "tag": f"answered-{ticket.pk}",
    }
    assert headers["Content-Encoding"] == "aes128gcm"
    assert headers["Topic"] == f"answered-{ticket.pk}"
    assert (headers["Urgency"], int(headers["TTL"]) > 0) == ("normal", True)
    assert device.name == "Firefox, Linux"


def test_the_push_service_can_prove_who_pushes(service, device):
    answered()
    actions.push_due()
    said = service.came[0][0]["Authorization"]
    token, key = said.removeprefix("vapid t=").split(", k=")
    text, _, signature = token.rpartition(".")
    r, s = (int.from_bytes(half, "big") for half in _halves(unpacked(signature)))
    known = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpacked(key))
    known.verify(encode_dss_signature(r, s), text.encode(), ec.ECDSA(SHA256()))
    claims = json.loads(unpacked(text.split(".")[1]))
    assert key == public_key()
    assert claims["aud"] == f"https://localhost:{service.port}"
    assert 0 < claims["exp"] - clock.now().timestamp() < 24 * 3600


def _halves(raw):
    return raw[:32], raw[32:]


def test_a_push_goes_once(service, device):
    answered()
    actions.push_due()
    actions.push_due()
    assert len(service.came) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten(service, device, status):
    answered()
    service.status = status
    actions.push_due()
    assert not Device.objects.exists()


def test_what_the_service_cannot_take_now_is_tried_again_after_the_lease(service, device):
    answered()
    service.status = 503
    actions.push_due()
    with clock.travel(clock.now() + timedelta(minutes=11)):
        service.status = 201
        actions.push_due()
    assert len(service.came) == 2
    assert not Notification.objects.filter(push_due_at__isnull=False).exists()


def test_no_redirect_is_followed(service, device):
    answered()
    service.status = 307
    actions.push_due()
    assert len(service.came) == 1
    assert Device.objects.exists()


def test_what_was_read_meanwhile_is_not_pushed(service, device):
    ticket = answered()
    actions.read_ticket(ticket.pk, by=ada())
    actions.push_due()
    assert service.came == []


def test_a_browser_that_was_signed_out_gets_nothing(service, device, client):
    answered()
    client.post("/accounts/logout/")
    actions.push_due()
    assert service.came == []


def test_a_session_that_ended_gets_nothing(service, device, client):
    answered()
    client.session.flush()
    actions.push_due()
    assert service.came == []


def test_a_device_of_somebody_else_is_taken_over_and_cannot_be_tried_by_others(
    service, device, client
):
    client.force_login(ben())
    assert client.post(f"/settings/notifications/devices/{device.pk}/trial/").status_code == 404
    given = service.subscription()
    client.post(
        "/settings/notifications/devices/",
        {"endpoint": given.endpoint, "key": given.key, "secret": given.secret},
    )
    assert Device.objects.get().person == ben()


def test_a_trial_arrives(service, device, client):
    client.post(f"/settings/notifications/devices/{device.pk}/trial/")
    assert json.loads(service.opened(service.came[0][1]))["said"] == "This is a trial."


@pytest.mark.parametrize("change", [{"endpoint": "http://push.example/1"}, {"key": "AAAA"}])
def test_what_is_no_subscription_is_refused(service, change):
    given = service.subscription()
    fields = {"endpoint": given.endpoint, "key": given.key, "secret": given.secret} | change
    with pytest.raises(NotAPushService):
        actions.add_device(Subscription(**fields), name="", session="s", by=ada())


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fd00::1", "localhost"],
)
def test_hosts_inside_our_own_network_are_never_spoken_to(host):
    with pytest.raises((NotPublic, socket.gaierror)):
        public_address(host, 443)


def test_a_push_to_our_own_network_reaches_nobody(service, settings):
    settings.PUSH_TO_PRIVATE_HOSTS = False
    outcome = post(b"{}", service.subscription(), topic="t", urgency="normal")
    assert (outcome.status, service.came) == (0, [])
