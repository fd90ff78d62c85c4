"""Mail in: kept first, read once, put where it provably belongs; nonsense harms nobody."""

import pytest
from django.conf import settings as django_settings

from helpwell.accounts.testing import ada, make_group
from helpwell.channels import actions, signing
from helpwell.channels.actions import reading
from helpwell.channels.contents import MOST_ATTACHMENTS
from helpwell.channels.models import Delivery, Envelope
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.core import clock
from helpwell.core.testing import at_once, failures
from helpwell.events.models import Fact
from helpwell.files.errors import NoRoom
from helpwell.files.models import File
from helpwell.files.queries import content_of
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.testing import answer


@pytest.mark.django_db(transaction=True)
def test_a_mail_handed_in_ten_times_at_once_is_one_envelope():
    inbox, raw = make_inbox(), mail()
    outcomes = at_once(*[lambda: actions.accept(inbox, raw)] * 10)
    assert failures(outcomes) == []
    assert len({envelope.pk for envelope in outcomes}) == Envelope.objects.count() == 1
    assert File.objects.count() == 1
    assert content_of(Envelope.objects.get().raw) == raw


@pytest.mark.django_db(transaction=True)
def test_read_by_four_at_once_every_mail_is_on_one_ticket():
    inbox = make_inbox()
    for number in range(12):
        actions.accept(inbox, mail(sender=f"c{number % 3}@home.example"))
    assert failures(at_once(*[actions.read_waiting] * 4)) == []
    assert set(Envelope.objects.values_list("state", flat=True)) == {"done"}
    assert Ticket.objects.count() == Message.objects.count() == 12
    assert len(set(Ticket.objects.values_list("requester", flat=True))) == 3


@pytest.mark.django_db
class TestReading:
    def test_a_strangers_mail_is_a_new_ticket_of_the_inboxs_group(self):
        group = make_group()
        envelope = arrive(mail(subject="Broken pot"), make_inbox(group=group))
        ticket = envelope.message.ticket
        assert (ticket.subject, ticket.group, envelope.threaded_by) == ("Broken pot", group, "new")
        assert ticket.requester.name == "Grace Garden"

    def test_an_answer_finds_its_ticket_by_the_signed_address(self):
        ticket = arrive(mail()).message.ticket
        address = signing.reply_address("desk@arbor.example", ticket_id=ticket.pk)
        envelope = arrive(mail(subject="Something else", to=address))
        assert (envelope.message.ticket, envelope.threaded_by) == (ticket, "address")

    def test_an_answer_finds_its_ticket_by_our_message_id(self):
        ticket = arrive(mail()).message.ticket
        answer(ticket, by=ada())
        run_until_quiet("events.tell_facts")
        header = Delivery.objects.get().message_id_header
        envelope = arrive(mail(In_Reply_To=header))
        assert (envelope.message.ticket, envelope.threaded_by) == (ticket, "reference")

    def test_neither_a_subject_nor_a_forged_reference_is_a_proof(self):
        first = arrive(mail(subject="Where is my parcel?")).message.ticket
        answer(first, by=ada())
        run_until_quiet("events.tell_facts")
        header = Delivery.objects.get().message_id_header
        local, _, domain = header.strip("<>").partition("@")
        forged = f"<{local[:-2]}{'aa' if local[-2:] != 'aa' else 'bb'}@{domain}>"
        for raw in (mail(subject="Re: Where is my parcel?"), mail(In_Reply_To=forged)):
            assert arrive(raw).message.ticket != first

    def test_a_closed_ticket_takes_no_mail_so_it_opens_a_new_one(self):
        from helpwell.core.actors import SYSTEM
        from helpwell.tickets import actions as tickets

        ticket = arrive(mail()).message.ticket
        tickets.set_status(ticket, to="closed", by=SYSTEM)
        address = signing.reply_address("desk@arbor.example", ticket_id=ticket.pk)
        assert arrive(mail(to=address)).message.ticket != ticket

    @pytest.fixture
    def poison(self, monkeypatch):
        """Whatever says POISON cannot be parsed."""
        real = reading.parse

        def parse(raw):
            if b"POISON" in raw:
                raise ZeroDivisionError("poisoned")
            return real(raw)

        monkeypatch.setattr(reading, "parse", parse)
        return monkeypatch

    def test_a_mail_that_cannot_be_read_is_parked_while_others_go_on(self, poison, time_machine):
        inbox = make_inbox()
        actions.accept(inbox, mail("POISON"))
        for _ in range(3):
            actions.accept(inbox, mail())
        actions.read_waiting()
        assert Ticket.objects.count() == 3
        bad = Envelope.objects.get(state="waiting")
        assert (bad.attempts, "poisoned" in bad.error) == (1, True)
        for _ in range(reading.MOST_ATTEMPTS):
            time_machine.move_to(clock.now() + reading.timedelta(hours=2))
            actions.read_waiting()
        bad.refresh_from_db()
        assert (bad.state, bad.attempts) == ("parked", reading.MOST_ATTEMPTS)
        assert not Fact.objects.filter(name="mail.retried").exists()

    def test_a_parked_mail_can_be_tried_again_or_dismissed(self, poison):
        envelope = actions.accept(make_inbox(), mail("POISON"))
        Envelope.objects.update(state="parked", attempts=4)
        actions.dismiss(envelope, by=ada())
        assert Envelope.objects.get().state == "dismissed"
        poison.undo()
        actions.retry(envelope, by=ada())
        actions.read_waiting()
        assert Envelope.objects.get().state == "done"
        told = Fact.objects.filter(about=f"envelope:{envelope.pk}").order_by("pk")
        assert [(f.name, f.actor_id) for f in told] == [
            ("mail.dismissed", ada().pk),
            ("mail.retried", ada().pk),
        ]

    def test_a_mail_that_was_read_is_never_read_again(self):
        envelope = arrive(mail())
        actions.retry(envelope, by=ada())
        actions.read_waiting()
        assert Message.objects.count() == 1

    @pytest.mark.parametrize(
        "raw",
        [b"", b"\0\0\0", b"\xff\xfe", b"From: ", b"Subject: =?utf-8?b?////?=\r\n\r\n\xff\0"],
        ids=["empty", "NUL", "no text", "half a header", "broken words"],
    )
    def test_nonsense_is_kept_and_shown(self, client, raw):
        envelope = arrive(raw)
        client.force_login(ada())
        assert content_of(envelope.raw) == raw
        assert client.get(f"/tickets/{envelope.message.ticket_id}/").status_code == 200


@pytest.mark.django_db
def test_a_full_disk_is_refused_and_nothing_is_promised(tmp_path, settings):
    full = tmp_path / "full"
    full.write_text("a file where the folder should be")
    settings.STORAGES = settings.STORAGES | {
        "default": django_settings.STORAGES["default"] | {"OPTIONS": {"location": full}}
    }
    with pytest.raises(NoRoom, match="Free some disk space"):
        actions.accept(make_inbox(), mail())
    assert not Envelope.objects.exists()


@pytest.mark.django_db
def test_a_mail_with_more_files_than_anybody_opens_says_how_many_are_left_out():
    files = {f"{number}.png": b"%d" % number for number in range(MOST_ATTACHMENTS + 3)}
    message = arrive(mail(files=files)).message
    assert message.attachments.count() == MOST_ATTACHMENTS
    assert "(3 more files are in the original.)" in message.text
