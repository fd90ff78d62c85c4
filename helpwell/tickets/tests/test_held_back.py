"""Files of masked messages and files with a virus are given out by right only, and it is noted."""

import pytest
from django.test import Client

from helpwell.accounts.models import User
from helpwell.accounts.testing import make_agent
from helpwell.core import clock
from helpwell.events.models import Fact
from helpwell.files.actions import store
from helpwell.files.models import Scan
from helpwell.tickets import actions
from helpwell.tickets.content import Content, Enclosure
from helpwell.tickets.errors import FileInfected
from helpwell.tickets.models import Attachment
from helpwell.tickets.testing import answer, make_ticket

pytestmark = pytest.mark.django_db
CARD = "my card 4111 1111 1111 1111"


def attachment(
    text: str = "Hello", *, name: str = "scan.png", content_type: str = "image/png", virus: str = ""
) -> Attachment:
    file = store(f"{text} {name}".encode())
    enclosure = Enclosure(file=file, name=name, content_type=content_type, content_id="a@b")
    make_ticket(content=Content(text=text, enclosures=[enclosure]))
    if virus:
        Scan.objects.create(file=file, state="infected", found=virus, next_try_at=clock.now())
    return Attachment.objects.get(file=file)


def allowed(*capabilities: str) -> User:
    """An agent of a role with these capabilities, too."""
    agent = make_agent("Olga")
    assert agent.role
    agent.role.capabilities = [*agent.role.capabilities, *capabilities]
    agent.role.save()
    return agent


def fetch(client: Client, url: str) -> int:
    given = client.get(url)
    if given.streaming:
        b"".join(given.streaming_content)
    return given.status_code


def looks() -> list[int | None]:
    return [fact.payload["attachment_id"] for fact in Fact.objects.filter(name="original.seen")]


def ticket_page(client: Client, found: Attachment) -> str:
    return client.get(f"/tickets/{found.ticket_id}/").text


def test_files_of_a_masked_message_take_a_right_and_each_look_is_a_fact(client):
    found = attachment(CARD)
    inline = f"/tickets/{found.ticket_id}/messages/{found.message_id}/inline/a@b/"
    client.force_login(make_agent("Rolf"))
    assert [fetch(client, url) for url in (found.url, inline)] == [403, 403]
    assert looks() == []
    page = ticket_page(client, found)
    assert "Card number masked" in page
    assert f'href="{found.url}"' not in page
    client.force_login(allowed("tickets.see_originals"))
    assert [fetch(client, url) for url in (found.url, inline)] == [200, 200]
    assert looks() == [found.pk, found.pk]
    assert "Olga opened a file that is held back" in ticket_page(client, found)


def test_files_of_other_messages_are_open_to_whoever_sees_the_ticket(client):
    found = attachment()
    client.force_login(make_agent())
    assert fetch(client, found.url) == 200
    assert looks() == []


def test_a_file_with_a_virus_takes_another_right_and_is_never_shown(client):
    found = attachment(virus="Stand-In.Test")
    client.force_login(allowed("tickets.see_originals"))
    assert fetch(client, found.url) == 403
    assert "Stand-In.Test" in ticket_page(client, found)
    client.force_login(allowed("tickets.open_infected"))
    given = client.get(found.url)
    b"".join(given.streaming_content)
    assert given["Content-Disposition"].startswith("attachment")
    assert given["Content-Type"] == "application/octet-stream"
    assert looks() == [found.pk]


def test_no_file_with_a_virus_leaves_with_an_answer():
    agent, ticket = make_agent(), make_ticket()
    upload = actions.attach(ticket, name="a.zip", content_type="", content=b"x", by=agent)
    Scan.objects.create(file=upload.file, state="infected", next_try_at=clock.now())
    with pytest.raises(FileInfected):
        answer(ticket, by=agent, attachment_ids=[upload.pk])
    actions.detach(upload, by=agent)
    assert answer(ticket, by=agent, attachment_ids=[upload.pk]).attachments.count() == 0


@pytest.mark.parametrize(
    ("name", "content_type", "kind"),
    [
        ("photo.png", "image/png", "inline"),
        ("page.html", "text/html", "attachment"),
        ("drawing.svg", "image/svg+xml", "attachment"),
        ("paper.pdf", "application/pdf", "attachment"),
        ("feed.xml", "application/xml", "attachment"),
        ("photo.tiff", "image/tiff", "attachment"),
    ],
)
def test_only_pictures_are_shown_and_nothing_runs_in_our_name(client, name, content_type, kind):
    client.force_login(make_agent())
    given = client.get(attachment(name=name, content_type=content_type).url)
    b"".join(given.streaming_content)
    assert given["Content-Disposition"].startswith(kind)
    shown_as = content_type if kind == "inline" else "application/octet-stream"
    assert given["Content-Type"] == shown_as
    assert given["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_name_that_deceives_is_stored_safely_and_a_dangerous_file_says_so(client):
    found = attachment(name="../photo\u202egpj.exe", content_type="image/jpeg")
    assert found.name == "photogpj.exe"
    client.force_login(make_agent())
    page = ticket_page(client, found)
    assert "photogpj.exe" in page
    assert "Program" in page


def test_the_frame_of_a_message_allows_nothing(client):
    found = attachment()
    client.force_login(make_agent())
    given = client.get(f"/tickets/{found.ticket_id}/messages/{found.message_id}/frame/")
    policy = given["Content-Security-Policy"]
    for rule in ("default-src 'none'", "base-uri 'none'", "form-action 'none'", "sandbox allow-s"):
        assert rule in policy
    assert "script" not in policy
    assert "unsafe-eval" not in policy
    assert given["Referrer-Policy"] == "no-referrer"
    assert given["X-DNS-Prefetch-Control"] == "off"
