"""Uploads that nobody will ever send are swept up; those of a draft stay."""

from datetime import timedelta

import pytest
import time_machine

from helpwell.accounts.testing import ada, ben
from helpwell.core import clock
from helpwell.files.models import File
from helpwell.tickets import actions
from helpwell.tickets.models import Attachment
from helpwell.tickets.testing import answer, make_ticket

pytestmark = pytest.mark.django_db


def upload(ticket, by, content):
    return actions.attach(ticket, name="a.png", content_type="image/png", content=content, by=by)


def swept(after):
    with time_machine.travel(clock.now() + after):
        actions.sweep_uploads()
    return Attachment.objects


def test_only_old_uploads_without_a_draft_go_and_their_bytes_with_them():
    ticket = make_ticket()
    sent, drafted = upload(ticket, ada(), b"sent"), upload(ticket, ben(), b"drafted")
    answer(ticket, by=ada(), attachment_ids=[sent.pk])
    actions.save_draft(ticket, mode="reply", html="<p>so far</p>", by=ben())
    left = upload(ticket, ada(), b"left")
    assert swept(timedelta(days=29)).count() == 3
    assert set(swept(timedelta(days=31)).all()) == {sent, drafted}
    assert not File.objects.filter(pk=left.file_id).exists()
    assert File.objects.filter(pk=sent.file_id).exists()
