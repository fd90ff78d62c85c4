"""Small habits: names of files, no signals, one clock, docstrings, keys that point down."""

import ast
from collections.abc import Callable

import pytest
from django.apps import apps

from tests.architecture.house import Source, imports, in_order, may_know, rooms, sources

Rule = Callable[[Source], list[str]]
NAMELESS_FILES = {"utils", "util", "helpers", "helper", "base", "common", "manager", "misc"}
WIRE = {"smtplib", "imapclient", "imaplib", "aiosmtpd", "requests", "httpx", "http.client",
        "urllib.request", "socket"}  # fmt: skip
# The demo is its customers' mail program too; it writes down nothing of what it sends.
MAIL_PROGRAMS = {"demo"}
KEEPS_ITS_OWN_TIME = {"core", "service"}


def named_for_an_idea(source: Source) -> list[str]:
    """A file that is named for nothing."""
    if source.parts[-1] not in NAMELESS_FILES or source.parts == ("core", "errors"):
        return []
    sentence = f"{source.parts[-1]}.py says nothing. Name the file for the idea it holds."
    return [f"{source.path}:1: {sentence}"]


def without_signals(source: Source) -> list[str]:
    """Django signals, which act unseen."""
    return [
        source.at(
            statement,
            "Django signals act unseen. Call an action below, or publish a fact and subscribe.",
        )
        for statement, module, name, _ in imports(source)
        if module in {"django.dispatch", "django.db.models.signals"}
        or (module, name) == ("django.db.models", "signals")
    ]


def by_one_clock(source: Source) -> list[str]:
    """Times that do not come from the house's clock."""
    if source.is_test or source.room in KEEPS_ITS_OWN_TIME:
        return []
    return [
        source.at(node, "Ask helpwell.core.clock.now(): histories are written by travelling there.")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in {"timezone.now", "datetime.now", "datetime.utcnow", "date.today"}
    ]


def documented(source: Source) -> list[str]:
    """Public functions without a sentence."""
    if source.is_test:
        return []
    return [
        source.at(
            node,
            f"{node.name} has no docstring. Say in a sentence what it does, in the trade's words.",
        )
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]


def off_the_wire(source: Source) -> list[str]:
    """Files that could speak to the network while a transaction is open."""
    if source.is_test or source.room in MAIL_PROGRAMS:
        return []
    wires = [
        (statement, module)
        for statement, module, name, _ in imports(source)
        if {module, module.split(".")[0], f"{module}.{name}"} & WIRE
    ]
    opens = any(
        isinstance(node, ast.Attribute) and ast.unparse(node) == "transaction.atomic"
        for node in ast.walk(source.tree)
    )
    sentence = (
        "{} and transaction.atomic meet in one file. Speak to the network in an adapter that knows "
        "no transaction, and write down what came of it afterwards."
    )
    return [source.at(statement, sentence.format(module)) for statement, module in wires if opens]


RULES: dict[Rule, tuple[str, str, str]] = {
    named_for_an_idea: ("helpwell/tickets/utils.py", "", "Name the file for the idea"),
    without_signals: (
        "helpwell/tickets/subscribers.py",
        "from django.db.models.signals import post_save",
        "publish a fact",
    ),
    by_one_clock: (
        "helpwell/tickets/queries.py",
        "from django.utils import timezone\nx = timezone.now()",
        "core.clock.now()",
    ),
    documented: ("helpwell/tickets/queries.py", "def queue_for(agent): ...", "no docstring"),
    off_the_wire: (
        "helpwell/channels/actions/sending.py",
        "import smtplib\nfrom django.db import transaction\nwith transaction.atomic(): ...",
        "in an adapter that knows no transaction",
    ),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps(rule):
    in_order(finding for source in sources() for finding in rule(source))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_who_breaks_it_is_told(rule):
    path, text, words = RULES[rule]
    (finding,) = rule(Source.of(text, path))
    assert finding.startswith(f"{path}:")
    assert words in finding


def test_keys_point_down_and_leave_no_trace_below():
    in_order(_keys())


def test_a_key_that_points_up_is_told():
    told = list(_key_findings("customers", "Customer.ticket", "tickets", is_hidden=True))
    assert "points up" in told[0]
    told = list(_key_findings("tickets", "Ticket.requester", "customers", is_hidden=False))
    assert 'related_name="+"' in told[0]


def _keys():
    for model in apps.get_models():
        for field in model._meta.local_fields + model._meta.local_many_to_many:
            here = model._meta.app_label
            if field.remote_field and here in rooms():
                there = field.related_model._meta.app_label
                name, hidden = f"{model.__name__}.{field.name}", field.remote_field.hidden
                yield from _key_findings(here, name, there, is_hidden=hidden)


def _key_findings(here: str, name: str, there: str, *, is_hidden: bool):
    if there not in rooms() or there == here:
        return
    if there not in may_know(here):
        yield f"{name} points up from {here} to {there}. Turn it round: the higher room points."
    elif not is_hidden:
        yield f'{name} is seen in {there}, which cannot know {here}. Set related_name="+".'
