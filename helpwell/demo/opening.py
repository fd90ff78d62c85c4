"""Opening a stored mail as a customer's mail program would."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from functools import cached_property

from helpwell.core.html import clean
from helpwell.core.text import storable


@dataclass(frozen=True, kw_only=True)
class Part:
    """A file in a mail; `number` counts the parts of the whole mail."""

    number: int
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class OpenedMail:
    """What stands in the raw bytes of a mail."""

    raw: bytes

    @cached_property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def subject(self) -> str:
        return self._header("Subject")

    @property
    def message_id(self) -> str:
        return self._header("Message-ID")

    @property
    def references(self) -> list[str]:
        """The Message-IDs an answer refers to, oldest first: the mail's own is the last."""
        return [*self._header("References").split(), self.message_id]

    @property
    def sender(self) -> Address:
        return next(self._addresses("From"), Address())

    @property
    def to(self) -> list[Address]:
        return list(self._addresses("To"))

    @property
    def cc(self) -> list[Address]:
        return list(self._addresses("Cc"))

    @property
    def answers_go_to(self) -> Address:
        """Where the sender wants answers: Reply-To, else From."""
        return next(self._addresses("Reply-To"), self.sender)

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        return storable(body.get_content()) if body else ""

    @property
    def html(self) -> str:
        body = self.message.get_body(("html",))
        return storable(body.get_content()) if body else ""

    @property
    def files(self) -> list[Part]:
        """What is attached, without pictures that stand in the text."""
        attached = [id(part) for part in self.message.iter_attachments()]
        return [self._part(n, part) for n, part in self._leaves() if id(part) in attached]

    def part(self, number: int) -> Part | None:
        """One part of the mail by its number."""
        return next((self._part(n, part) for n, part in self._leaves() if n == number), None)

    def safe_html(self, part_url: str) -> str:
        """The mail's HTML, cleaned; `part_url` with `{number}` tells where its pictures are."""
        numbers = {
            part["Content-ID"].strip("<> "): n for n, part in self._leaves() if part["Content-ID"]
        }

        def url(content_id: str) -> str | None:
            number = numbers.get(content_id)
            return part_url.format(number=number) if number is not None else None

        return clean(self.html, cid_url=url).html

    def _header(self, name: str) -> str:
        return storable(str(self.message[name] or "")).strip()

    def _addresses(self, name: str) -> Iterator[Address]:
        header = self.message[name]
        yield from header.addresses if header else ()

    def _leaves(self) -> Iterator[tuple[int, EmailMessage]]:
        for number, part in enumerate(self.message.walk()):
            if not part.is_multipart():
                yield number, part

    def _part(self, number: int, part: EmailMessage) -> Part:
        content = part.get_payload(decode=True)
        return Part(
            number=number,
            name=storable(part.get_filename() or f"part-{number}"),
            content_type=part.get_content_type(),
            content=content if isinstance(content, bytes) else b"",
        )
