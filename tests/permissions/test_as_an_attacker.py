"""What somebody with few rights tries who knows every address and what it takes."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from helpwell.accounts import actions as accounts
from helpwell.accounts.testing import make_administrator, make_agent, make_group, make_role
from helpwell.api import actions as tokens
from helpwell.api.testing import V1, program
from helpwell.core.actors import SYSTEM
from helpwell.tickets import actions
from helpwell.tickets.models import Attachment, Draft, Link, Message
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db
JSON = "application/json"
WRITER = ("tickets.read_assigned", "tickets.reply", "tickets.note", "tickets.merge")


@pytest.fixture
def writer():
    return make_agent("Will Writer", make_role(*WRITER, name="Writer"))


@pytest.fixture
def reader():
    return make_agent("Rea Reader", make_role("tickets.read_assigned", name="Reader"))


@pytest.fixture
def hidden():
    return make_ticket(subject="A secret", assignee=make_agent("Olive Owner"))


@pytest.fixture
def gone(writer, hidden):
    """A ticket of the writer's that goes on in one they do not see."""
    ticket = make_ticket(assignee=writer)
    actions.merge([ticket], into=hidden, by=SYSTEM)
    return ticket


def post(client, path, what):
    return client.post(f"{V1}{path}", json.dumps(what), content_type=JSON)


class TestWhereAMergedTicketWent:
    def test_merging_it_again_does_not_tell(self, writer, gone, hidden):
        mine = make_ticket(assignee=writer)
        said = post(program(writer), f"/tickets/{mine.pk}/merges", {"ticket_ids": [gone.pk]})
        assert said.status_code == 409
        assert str(hidden.pk) not in said.json()["detail"].replace(f"#{gone.pk}", "")

    def test_linking_it_does_not_tell(self, writer, gone, hidden):
        mine = make_ticket(assignee=writer)
        asked = {"ticket_id": gone.pk, "as": "related"}
        said = post(program(writer), f"/tickets/{mine.pk}/links", asked)
        assert said.status_code == 409
        assert str(hidden.pk) not in said.json()["detail"].replace(f"#{gone.pk}", "")

    def test_a_page_does_not_tell(self, client, writer, gone, hidden):
        mine = make_ticket(assignee=writer)
        client.force_login(writer)
        chosen = {"ticket": [mine.pk, gone.pk], "into": mine.pk}
        linked = {"other": gone.pk, "as_what": "related"}
        for path, form in (("/tickets/merge/", chosen), (f"/tickets/{mine.pk}/links/", linked)):
            answer = client.post(path, form)
            assert answer.status_code in (404, 422)
            assert f"#{hidden.pk}" not in answer.text


def test_a_hidden_parent_is_not_told_by_refusing_another(writer, hidden):
    mine, other = make_ticket(assignee=writer), make_ticket(assignee=writer)
    actions.link(hidden, mine, as_what="parent", by=SYSTEM)
    asked = {"ticket_id": mine.pk, "as": "parent"}
    said = post(program(writer), f"/tickets/{other.pk}/links", asked)
    assert f"#{hidden.pk}" not in said.text
    assert Link.objects.filter(other=mine).count() == 1


def upload(client, ticket, **more):
    file = SimpleUploadedFile("a.txt", b"words", content_type="text/plain")
    return client.post(f"/tickets/{ticket.pk}/files/", {"file": file} | more)


class TestFiles:
    @pytest.mark.parametrize("mode", ["reply", "note", "aside"])
    def test_who_may_write_nothing_uploads_nothing(self, client, reader, mode):
        ticket = make_ticket(assignee=reader)
        client.force_login(reader)
        assert upload(client, ticket, mode=mode).status_code == 403
        assert not Attachment.objects.exists()

    def test_what_another_has_uploaded_is_neither_read_nor_sent(self, client, writer):
        ticket = make_ticket(assignee=writer)
        owner = make_administrator()
        file = actions.attach(
            ticket, name="a.txt", content_type="text/plain", content=b"not yet", by=owner
        )
        client.force_login(writer)
        assert client.get(file.url).status_code == 404
        api = program(writer)
        assert api.get(f"{V1}/tickets/{ticket.pk}/attachments/{file.pk}").status_code == 404
        said = post(api, f"/tickets/{ticket.pk}/notes", {"text": "x", "attachment_ids": [file.pk]})
        assert said.status_code == 201
        file.refresh_from_db()
        assert file.message is None


class TestDraftsOfOthers:
    @pytest.fixture
    def draft(self, writer):
        owner, ticket = make_administrator(), make_ticket(assignee=writer)
        actions.save_draft(ticket, mode="reply", html="<p>Unripe words</p>", by=owner)
        return Draft.objects.get()

    def test_they_are_not_read(self, client, writer, draft):
        client.force_login(writer)
        path = f"/tickets/{draft.ticket_id}/composer/?of={draft.agent_id}"
        assert "Unripe words" not in client.get(path).text

    def test_nor_written_nor_sent_nor_given_back(self, client, writer, draft):
        client.force_login(writer)
        ticket = f"/tickets/{draft.ticket_id}"
        theirs = {"mode": "reply", "html": "<p>Mine</p>", "draft_of": draft.agent_id}
        client.post(f"{ticket}/draft/", theirs)
        sent = {"body": "<p>Sent</p>", "draft_of": draft.agent_id, "to": "a@home.example"}
        client.post(f"{ticket}/replies/", sent)
        client.post(f"{ticket}/draft/return/", {"draft": draft.pk})
        draft.refresh_from_db()
        assert draft.html == "<p>Unripe words</p>"
        assert not Message.objects.filter(kind="reply").exists()

    def test_a_draft_is_given_back_with_no_note_by_whoever_may_write_none(self, client, draft):
        role = make_role("tickets.read_all", "tickets.reply", name="Answerer")
        answerer = make_agent("Ann Answerer", role)
        actions.share_draft(draft.ticket, to=answerer, request="", by=draft.agent)
        client.force_login(answerer)
        back = f"/tickets/{draft.ticket_id}/draft/return/"
        client.post(back, {"draft": draft.pk, "words": "A note after all"})
        assert not Message.objects.filter(kind="note").exists()


class TestAppsOfMoreRights:
    @pytest.fixture
    def token(self):
        alma = make_administrator()
        app = accounts.make_app(name="Boss", role=alma.role, by=alma)
        return tokens.make_token(app, name="All", scopes=["read"], by=alma).token

    def test_they_are_not_stopped_by_whoever_may_less(self, client, token):
        client.force_login(make_agent("Carl Clerk", make_role("accounts.manage", name="Clerk")))
        answer = client.post(f"/settings/apps/{token.pk}/revocation/")
        assert answer.status_code < 500
        token.refresh_from_db()
        assert token.revoked_at is None


@pytest.mark.parametrize("member", ["id", "requester_id", "merged_into_id", "created_at", "by_id"])
def test_nothing_is_set_that_is_not_offered(member):
    ticket, api = make_ticket(), program(make_administrator())
    sent = json.dumps({member: 1})
    said = api.patch(f"{V1}/tickets/{ticket.pk}", sent, content_type=JSON)
    assert said.status_code == 422


def test_names_bring_no_lines_into_headers(client):
    admin, ticket = make_administrator(), make_ticket()
    client.force_login(admin)
    name = "a\r\nSet-Cookie: stolen=1\r\n\r\n<b>.txt"
    file = actions.attach(ticket, name=name, content_type="text/plain", content=b"x", by=admin)
    answer = client.get(file.url)
    assert b"".join(answer.streaming_content) == b"x"
    assert "stolen" not in answer.cookies
    assert not any("\n" in value or "\r" in value for value in answer.headers.values())


def test_a_view_of_another_is_neither_read_nor_counted(client, writer):
    owner = make_administrator()
    rule = {"all": [{"field": "subject", "is": "contains", "value": "secret plan"}]}
    view = actions.save_view(actions.Plan(name="Plans", rule=rule), by=owner)
    client.force_login(writer)
    for path in (f"/inbox/view-{view.pk}/", f"/views/{view.pk}/"):
        assert client.get(path).status_code == 404
    api = program(writer)
    assert api.get(f"{V1}/views/{view.pk}").status_code == 404
    assert api.get(f"{V1}/tickets", {"view": f"view-{view.pk}"}).status_code == 404


def test_a_group_one_is_not_in_hides_its_macros(client, writer):
    from helpwell.macros.actions import make_macro, make_snippet

    group, admin = make_group("Board"), make_administrator()
    macro = make_macro(by=admin, name="Fire", group=group, html="<p>Fired</p>")
    snippet = make_snippet(by=admin, name="Fire", html="<p>Confidential</p>", group=group)
    ticket, api = make_ticket(assignee=writer), program(writer)
    client.force_login(writer)
    for path in (f"/settings/macros/{macro.pk}/", f"/settings/snippets/{snippet.pk}/"):
        assert client.get(path).status_code == 404
    assert client.get(f"/tickets/{ticket.pk}/macros/{macro.pk}/").status_code == 404
    assert client.post(f"/tickets/{ticket.pk}/snippets/{snippet.pk}/text/").status_code == 404
    for noun, row in (("macros", macro), ("snippets", snippet)):
        assert api.get(f"{V1}/{noun}/{row.pk}").status_code == 404
        assert api.delete(f"{V1}/{noun}/{row.pk}").status_code == 404
