"""Every operation of the API, tried with what its description allows and with what it forbids."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig
from schemathesis.specs.openapi import checks

JUDGED = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
OPENAPI = "/api/v1/openapi.json"
# Who asks is ours to say: otherwise it sends tokens of its own making.
GENERATING = GenerationConfig(with_security_parameters=False)
OURS = schemathesis.Config(projects=ProjectsConfig(default=ProjectConfig(generation=GENERATING)))
NOWHERE = 987654321


@dataclass
class Trial:
    """Who tries, what they must never see, and the numbers of what there is."""

    headers: dict[str, str]
    numbers: dict[str, list[int]]
    hidden: dict[str, int] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    answers: dict[int, int] = field(default_factory=dict)

    def run(
        self,
        *,
        examples: int,
        modes: Iterable[GenerationMode] = tuple(GenerationMode),
        only: str = "",
    ) -> None:
        """Try every operation whose address matches `only`, by good and by bad requests."""
        with one_connection():
            schema = schemathesis.openapi.from_wsgi(OPENAPI, whole, config=OURS)
            for operation in operations(schema.include(path_regex=only) if only else schema):
                for mode in modes:
                    self._try(operation.as_strategy(generation_mode=mode), examples=examples)

    def _try(self, strategy: Any, *, examples: int) -> None:
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy, data=st.data())
        def tried(case: Any, data: st.DataObject) -> None:
            self._lead_somewhere(case, data)
            self._judge(case, case.call(headers=self.headers))

        tried()

    def _lead_somewhere(self, case: Any, data: st.DataObject) -> None:
        """Mostly ask for what there is, in the address and in the body."""
        body = case.body if isinstance(case.body, dict) else {}
        for place in (case.path_parameters or {}, body):
            for name in place:
                if known := self.numbers.get(name):
                    place[name] = data.draw(st.sampled_from([*known, *known, NOWHERE]))
                elif known := self.numbers.get(name.removesuffix("s")):
                    place[name] = data.draw(st.lists(st.sampled_from(known), max_size=3))

    def _judge(self, case: Any, answer: Any) -> None:
        self.answers[answer.status_code] = self.answers.get(answer.status_code, 0) + 1
        case.validate_response(answer, checks=JUDGED)
        text = answer.content.decode(errors="replace") if answer.content else ""
        leaked = [word for word in self.secrets if word in text]
        assert not leaked, (case.operation.label, leaked)
        asked = case.path_parameters or {}
        if any(asked.get(name) == number for name, number in self.hidden.items()):
            assert answer.status_code >= 400, (case.operation.label, asked, answer.status_code)


def operations(schema: Any) -> Iterator[Any]:
    """All operations of a description."""
    for found in schema.get_all_operations():
        yield found.ok()


@contextmanager
def one_connection() -> Iterator[None]:
    """Let requests leave the test's own connection open, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def whole(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The house as a WSGI app that answers at once; files are closed after that."""
    environ.pop("wsgi.file_wrapper", None)
    answer = WSGIHandler()(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()
