"""One of many agents at work: their session, their dice, and what they were told."""

import json
import random
import threading
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.core.signals import got_request_exception
from django.http import HttpResponse
from django.test import Client

from helpwell.accounts.models import User
from helpwell.api.testing import program
from helpwell.core.errors import Refused
from helpwell.tickets.models import Ticket

MOST_TROUBLES = 40
_here = threading.local()


@dataclass
class Record:
    """What was done and what came of it, by all; `troubles` are what nobody may be shown."""

    deeds: Counter[str] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    overwrites: list[dict[str, Any]] = field(default_factory=list)
    savings: list[list[int]] = field(default_factory=list)  # draft, and the edition seen
    mailed: list[list[str]] = field(default_factory=list)  # Message-ID, and who got it

    def as_json(self) -> str:
        return json.dumps(vars(self))

    def add(self, text: str) -> None:
        """What another process has noted."""
        noted = json.loads(text)
        self.deeds.update(noted["deeds"])
        self.answers.update({int(code): n for code, n in noted["answers"].items()})
        self.troubles += noted["troubles"]
        self.overwrites += noted["overwrites"]
        self.savings += noted["savings"]

    def trouble(self, words: str) -> None:
        if len(self.troubles) < MOST_TROUBLES:
            self.troubles.append(words)


@dataclass
class Actor:
    """An agent with a browser, who does what the dice say."""

    user: User
    dice: random.Random
    record: Record
    client: Client = field(init=False)
    program: Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = Client(raise_request_exception=False, HTTP_HX_REQUEST="true")
        self.client.force_login(self.user)
        self.program = program(self.user)
        self.program.raise_request_exception = False

    def twin(self) -> "Actor":
        """The same person with the same cookies and token, in another thread."""
        other = copy(self)
        other.client, other.program = copy(self.client), copy(self.program)
        return other

    def post(self, path: str, **typed: Any) -> HttpResponse:
        """What the pages answer; what they break on is noted with where it broke."""
        _here.broke = ""
        answer: HttpResponse = self.client.post(path, typed)  # type: ignore[assignment]
        return self._noted(f"POST {path} {typed}", answer)

    def get(self, path: str) -> HttpResponse:
        _here.broke = ""
        answer: HttpResponse = self.client.get(path)  # type: ignore[assignment]
        return self._noted(f"GET {path}", answer)

    def ask(self, method: str, path: str, sent: Any = None, **headers: str) -> Any:
        """What a program of this person is answered; the headers in their own spelling."""
        _here.broke = ""
        more = {"data": json.dumps(sent), "content_type": "application/json"} if sent else {}
        answer = self.program.generic(method, path, headers=headers, **more)
        return self._noted(f"{method} {path} {sent}", answer)  # type: ignore[arg-type]

    def new_words(self, what: str) -> str:
        """Words that nobody else writes."""
        return f"{what}{self.dice.getrandbits(60):x}"

    def some_ticket(self) -> Ticket:
        """Any ticket, hidden ones too: people come with old pages."""
        numbers = list(Ticket.objects.values_list("pk", flat=True).order_by("pk")[:60])
        return Ticket.objects.get(pk=self.dice.choice(numbers))

    def at(self, ticket: Ticket, place: str, **typed: Any) -> HttpResponse:
        """Post to a place of a ticket."""
        return self.post(f"/tickets/{ticket.pk}/{place}", **typed)

    @contextmanager
    def outside(self) -> Iterator[None]:
        """What comes from outside, without a page: a refusal is an answer."""
        try:
            yield
        except Refused:
            self.record.answers[422] += 1

    def _noted(self, asked: str, answer: HttpResponse) -> HttpResponse:
        self.record.answers[answer.status_code] += 1
        if answer.status_code >= 500:
            self.record.trouble(f"{answer.status_code} {asked}\n{_here.broke}")
        return answer


def _broke(**_more: Any) -> None:
    _here.broke = "".join(traceback.format_exc().splitlines(keepends=True)[-14:])


got_request_exception.connect(_broke, dispatch_uid="tests.together")
