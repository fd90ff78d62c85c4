"""Customers: push mails through real SMTP, as mail servers do, until each one is taken."""

import random
import smtplib
import threading
import time
from dataclasses import dataclass, field

from helpwell.channels.tests.sink import Mail as SinkMail
from helpwell.channels.tests.sink import Sink
from tests.chaos.mails import Mail, answer_to, new_mail
from tests.chaos.record import Record

CONNECTIONS = 4
PATIENCE_SECONDS = 120
SHARE_OF_ANSWERS = 0.3
LAST_NEW = 0.75  # of all mails; those after it wait until there is something to answer
FEWEST_REPLIES = 5
TROUBLE = (OSError, smtplib.SMTPException)


@dataclass
class Customers:
    """Write `count` mails within about `seconds`, in bursts over several connections.

    A mail that was not answered by 250 is handed in again, byte for byte.
    """

    port: int
    sink: Sink
    record: Record
    count: int
    seconds: float
    dice: random.Random
    handed_in: int = 0
    on_the_wire: int = 0
    _begun: int = 0
    _answered: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> list[threading.Thread]:
        threads = [threading.Thread(target=self._write) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        return threads

    def _write(self) -> None:
        while burst := self._next_burst():
            self._send(burst)
            time.sleep(len(burst) * CONNECTIONS * self.seconds / self.count)

    def _next_burst(self) -> list[Mail]:
        with self._lock:
            mails = [self._next() for _ in range(self.dice.randint(1, 8))]
        return [mail for mail in mails if mail]

    def _next(self) -> Mail | None:
        """An answer to a mail of ours or a new matter; none when all are written."""
        if self._begun >= self.count:
            return None
        self._begun += 1
        if reply := self._something_to_answer():
            return answer_to(reply, self._begun, self.dice)
        return new_mail(self._begun, self.dice)

    def _something_to_answer(self) -> SinkMail | None:
        """A mail of ours that was not answered yet, now and then."""
        if self._begun > LAST_NEW * self.count:
            self._wait_for_replies()
        if not self._unanswered or self.dice.random() > SHARE_OF_ANSWERS:
            return None
        self._answered += 1
        return self.sink.mails[self._answered - 1]

    def _wait_for_replies(self) -> None:
        """So that some answers are among the mails, even where few replies were written."""
        end = time.monotonic() + PATIENCE_SECONDS
        while len(self.sink.mails) < FEWEST_REPLIES and time.monotonic() < end:
            time.sleep(0.2)

    @property
    def _unanswered(self) -> int:
        return len(self.sink.mails) - self._answered

    def _send(self, burst: list[Mail]) -> None:
        left = list(burst)
        while left:
            try:
                with smtplib.SMTP("127.0.0.1", self.port, timeout=PATIENCE_SECONDS) as smtp:
                    smtp.ehlo()
                    while left:
                        self._hand_in(smtp, left[0])
                        left.pop(0)
            except TROUBLE as trouble:
                self.record.note("not taken", marker=left[0].marker, why=repr(trouble)[:200])
                time.sleep(self.dice.uniform(0.2, 1.0))

    def _hand_in(self, smtp: smtplib.SMTP, mail: Mail) -> None:
        self.handed_in += 1
        try:
            self.on_the_wire += 1
            smtp.sendmail(mail.sender, [mail.to], mail.raw)
        finally:
            self.on_the_wire -= 1
        self.record.note(
            "accepted", marker=mail.marker, sha256=mail.sha256, answers=mail.answers, to=mail.to
        )
