"""Making and changing the rules for mail that comes in."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from helpwell.channels.conditions import Condition
from helpwell.channels.errors import RuleIncomplete
from helpwell.channels.facts import RuleChanged, RuleMade, RuleRemoved
from helpwell.channels.models import MailRule
from helpwell.core.actors import By
from helpwell.core.ordering import place
from helpwell.core.text import name_of
from helpwell.events.actions import publish
from helpwell.tickets.actions import tag_name

SETTINGS = ("name", "is_active", "inbox", "conditions", "action", "tag", "group")


@transaction.atomic
def make_rule(*, by: By, **settings: Any) -> MailRule:
    """A new rule, asked after all others; `settings` are fields of `SETTINGS`."""
    last = MailRule.objects.aggregate(last=Max("position"))["last"]
    rule = MailRule(position=0 if last is None else last + 1)
    _set(rule, settings)
    rule.save()
    publish(RuleMade(rule_id=rule.pk, by=by.actor))
    return rule


@transaction.atomic
def change_rule(rule: MailRule, *, by: By, **settings: Any) -> MailRule:
    """Set `settings`, fields of `SETTINGS`, on a rule."""
    rule = MailRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    before = {name: getattr(rule, name) for name in SETTINGS}
    _set(rule, settings)
    changed = sorted(name for name in SETTINGS if getattr(rule, name) != before[name])
    if changed:
        rule.save(update_fields=changed)
        publish(RuleChanged(rule_id=rule.pk, fields=changed, by=by.actor))
    return rule


@transaction.atomic
def move_rule(rule: MailRule, *, to: int, by: By) -> None:
    """Have a rule asked as the one at place `to`, from 0; the others keep their order."""
    place(rule, to=to, among=MailRule.objects.select_for_update(of=("self",)))
    publish(RuleChanged(rule_id=rule.pk, fields=["position"], by=by.actor))


@transaction.atomic
def remove_rule(rule: MailRule, *, by: By) -> None:
    """Delete a rule; what it has done stays done."""
    rule_id = rule.pk
    if MailRule.objects.filter(pk=rule_id).delete()[0]:
        publish(RuleRemoved(rule_id=rule_id, by=by.actor))


def _set(rule: MailRule, settings: dict[str, Any]) -> None:
    """Take the settings over; refuses a rule that would say nothing, or too much."""
    for name, value in settings.items():
        if name not in SETTINGS:
            raise ValueError(name)
        setattr(rule, name, value)
    rule.name = name_of(rule.name, most=120)
    rule.tag = tag_name(rule.tag)
    rule.conditions = [Condition.read(stored).stored for stored in rule.conditions]
    needed = {"tag": rule.tag, "group": rule.group}.get(rule.action, rule.action)
    if not (rule.name and rule.conditions and needed):
        raise RuleIncomplete
