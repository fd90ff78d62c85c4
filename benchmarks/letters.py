"""Mails for the measured house: most of them words, every fifth with a file of 50 KB."""

import random
from base64 import encodebytes

from benchmarks.language import Language

FILE_BYTES = 50_000


class Letters:
    """Mails that are all different; half begin something new, half answer a ticket."""

    def __init__(self, run: str, answer_addresses: list[str]) -> None:
        self.run = run
        self.answer_addresses = answer_addresses
        self.language = Language()
        self.dice = random.Random(run)

    def write(self, number: int) -> tuple[str, bytes]:
        """The recipient and the mail itself, as it stands on the wire."""
        is_answer = number % 2 and self.answer_addresses
        to = (
            self.answer_addresses[number % len(self.answer_addresses)]
            if is_answer
            else "support@bench.example"
        )
        paragraphs, _words = self.language.body(self.dice)
        text = "\r\n\r\n".join(paragraphs)
        head = (
            f"From: Customer {number} <new{number}@writers{number % 50}.example>\r\nTo: {to}\r\n"
            f"Subject: {paragraphs[1][:60]}\r\n"
            f"Message-ID: <{self.run}.{number}@writers.example>\r\n"
            "Date: Fri, 20 Nov 2026 12:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        )
        body = self._with_file(text) if number % 5 == 0 else self._plain_and_rich(text)
        return to, (head + body + "\r\n").encode()

    def _plain_and_rich(self, text: str) -> str:
        rich = "".join(f"<p>{each}</p>" for each in text.split("\r\n\r\n"))
        return self._parts("alternative", _words("plain", text), _words("html", rich))

    def _with_file(self, text: str) -> str:
        content = encodebytes(self.dice.randbytes(FILE_BYTES)).decode().replace("\n", "\r\n")
        file = (
            "Content-Type: application/pdf; name=letter.pdf\r\n"
            "Content-Disposition: attachment; filename=letter.pdf\r\n"
            f"Content-Transfer-Encoding: base64\r\n\r\n{content}"
        )
        return self._parts("mixed", _words("plain", text), file)

    def _parts(self, kind: str, *parts: str) -> str:
        pieces = "".join(f"--=cut\r\n{part}\r\n" for part in parts)
        return f'Content-Type: multipart/{kind}; boundary="=cut"\r\n\r\n{pieces}--=cut--\r\n'


def _words(kind: str, text: str) -> str:
    return f"Content-Type: text/{kind}; charset=utf-8\r\n\r\n{text}\r\n"
