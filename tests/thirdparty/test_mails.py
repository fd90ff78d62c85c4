"""Every mail that others made is accepted, kept byte for byte and shown without an error."""

import pytest

from helpwell.accounts.testing import ada
from helpwell.channels import actions
from helpwell.channels.models import Envelope
from helpwell.channels.testing import make_inbox
from helpwell.files.queries import content_of
from tests.thirdparty.conftest import mails

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", mails())
def test_a_mail_is_taken_kept_and_shown(client, path):
    raw = path.read_bytes()
    actions.accept(make_inbox(), raw)
    actions.read_waiting()
    envelope = put_on_a_ticket(Envelope.objects.get())
    assert (envelope.state, envelope.error) == ("done", "")
    assert content_of(envelope.raw) == raw
    message = envelope.message
    client.force_login(ada())
    ticket = f"/tickets/{message.ticket_id}/"
    assert client.get(ticket).status_code == 200
    for part in ("frame/", "frame/?all", "images/"):
        assert client.get(f"{ticket}messages/{message.pk}/{part}").status_code == 200
    for attachment in message.attachments.all():
        answer = client.get(attachment.url)
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content) == content_of(attachment.file)
        for close in answer._resource_closers:  # close() would end the test's own connection too
            close()


def put_on_a_ticket(envelope: Envelope) -> Envelope:
    """A report about mail that is not ours is set aside, from where a person can bring it back."""
    if envelope.state == "dropped":
        assert envelope.decision == "A report about mail that is not ours"
        actions.restore_dropped(envelope, by=ada())
        actions.read_waiting()
    return Envelope.objects.select_related("message", "raw").get()
