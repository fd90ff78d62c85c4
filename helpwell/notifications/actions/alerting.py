"""Mail to whoever looks after mailboxes, when mail does not come or leave: they may not be here."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from helpwell.accounts.models import User
from helpwell.channels import queries
from helpwell.channels.permissions import MANAGE
from helpwell.core import clock
from helpwell.core.health import Finding
from helpwell.notifications.mailing import mail_alert
from helpwell.notifications.models import Alert, Wishes
from helpwell.notifications.queries import wishes_of
from helpwell.notifications.timing import after_quiet, local

PATIENCE = timedelta(minutes=10)  # most troubles pass by themselves
AGAIN = timedelta(days=1)


def mail_alerts() -> None:
    """Mail everybody who looks after mailboxes what has been wrong with mail for a while: once, and
    again each day while it lasts; not in their quiet hours."""
    wrong = {finding.key: finding for finding in queries.mail_troubles() if finding.key}
    Alert.objects.exclude(key__in=wrong).delete()
    if wrong:
        for person in User.objects.colleagues().select_related("role"):
            if person.can(MANAGE):
                _alert(person, wishes_of(person), wrong)


def _alert(person: User, wishes: Wishes, wrong: Mapping[str, Finding]) -> None:
    now = clock.now()
    Alert.objects.bulk_create(
        [Alert(person=person, key=key, since=now) for key in wrong], ignore_conflicts=True
    )
    mine = local(person, now)
    if not wishes.mail_trouble or after_quiet(wishes, "", mine) > mine:
        return
    keys = _claimed(person)
    findings = [finding for key, finding in wrong.items() if key in keys]
    if findings and not mail_alert(person, findings):
        Alert.objects.filter(person=person, key__in=keys).update(told_at=None)


@transaction.atomic
def _claimed(person: User) -> set[str]:
    """What they are to be told now, noted as told, so that no other worker does."""
    now = clock.now()
    is_due = Q(told_at=None, since__lte=now - PATIENCE) | Q(told_at__lte=now - AGAIN)
    rows = Alert.objects.select_for_update(skip_locked=True).filter(is_due, person=person)
    due = {alert.pk: alert.key for alert in rows}
    Alert.objects.filter(pk__in=due).update(told_at=now)
    return set(due.values())
