"""A small set of what most service desks need, put in by one press and taken out by another."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from helpwell.accounts.models import User
from helpwell.fields import actions as fields
from helpwell.fields.models import Field
from helpwell.macros import actions as macros
from helpwell.macros.models import Snippet
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import ContactReason, Resolution, Ticket


def reasons() -> dict[str, list[str]]:
    """Why customers turn to us, with what lies below."""
    return {
        _("Before buying"): [],
        _("Order and delivery"): [_("Where is it"), _("Damaged or missing"), _("Change or cancel")],
        _("Return or exchange"): [],
        _("Invoice or payment"): [],
        _("How something works"): [],
        _("Complaint"): [],
    }


def resolutions() -> list[str]:
    """How it ended."""
    return [_("Answered"), _("Put right"), _("Money back"), _("Could not help")]


def field_name() -> str:
    """The one thing that nearly every desk notes."""
    return _("Order number")


def snippets() -> list[dict[str, str]]:
    """Words that are written every day."""
    thanks = _("Dear {{customer.greeting|customer}},<br>thank you for writing to us.")
    ask = _("Could you tell me your order number? Then I can look at once.")
    look = _("I am looking into it and will write again by {{today+2d}}.")
    return [
        {"name": _("Greeting and thanks"), "shortcut": "hi", "html": f"<div>{thanks}</div>"},
        {"name": _("Ask for the order number"), "shortcut": "order", "html": f"<div>{ask}</div>"},
        {"name": _("I am looking into it"), "shortcut": "look", "html": f"<div>{look}</div>"},
    ]


@transaction.atomic
def put_in(*, by: User) -> None:
    """Add what is not there under the same name."""
    for name, below in reasons().items():
        if not ContactReason.objects.filter(name__iexact=name, parent=None).exists():
            reason = tickets.arrange_reason(None, name=name, by=by)
            for each in below:
                tickets.arrange_reason(None, name=each, parent=reason, by=by)
    for name in resolutions():
        if not Resolution.objects.filter(name__iexact=name).exists():
            tickets.arrange_resolution(None, name=name, by=by)
    if not _ours().exists():
        fields.make(about=Field.About.TICKET, name=field_name(), kind=Field.Kind.ORDER, by=by)
    for snippet in snippets():
        if not _for_all(snippet["name"]).exists():
            macros.make_snippet(by=by, **snippet)


@transaction.atomic
def take_out(*, by: User) -> None:
    """Remove what was suggested and is used nowhere; the rest stays."""
    unused = Resolution.objects.filter(name__in=resolutions())
    used = Ticket.objects.exclude(resolution=None).values("resolution")
    tickets.remove_arranged(
        form_ids=[],
        reason_ids=_unused_reasons(),
        resolution_ids=[row.pk for row in unused.exclude(pk__in=used)],
    )
    fields.remove([row.pk for row in _ours() if not _is_filled(row)])
    for snippet in snippets():
        for kept in _for_all(snippet["name"]).filter(edition=1):
            macros.remove_snippet(kept, by=by)


def is_in() -> bool:
    """Whether any of the suggested reasons is there, so that they can be taken out."""
    return ContactReason.objects.filter(name__in=reasons(), parent=None).exists()


def _unused_reasons() -> list[int]:
    """Those of which no ticket, and nothing below them, speaks."""
    used = set(Ticket.objects.exclude(reason=None).values_list("reason", flat=True))
    rows = ContactReason.objects.filter(name__in=reasons(), parent=None)
    return [
        row.pk
        for row in rows.prefetch_related("children")
        if not used & {row.pk, *(below.pk for below in row.children.all())}
    ]


def _ours() -> QuerySet[Field]:
    return Field.objects.filter(about=Field.About.TICKET, name__iexact=field_name())


def _is_filled(field: Field) -> bool:
    return Ticket.objects.filter(values__has_key=field.key).exists()


def _for_all(name: str) -> QuerySet[Snippet]:
    return Snippet.objects.filter(name__iexact=name, owner=None, group=None)
