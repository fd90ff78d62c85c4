from helpwell.customers.facts import CustomerMerged, CustomersParted
from helpwell.customers.models import PeopleMerge
from helpwell.events.facts import subscribe
from helpwell.fields.facts import FieldChanged
from helpwell.fields.models import Field
from helpwell.tickets import actions


@subscribe(CustomerMerged)
def follow_merge(fact: CustomerMerged) -> None:
    """Let tickets and messages be those of who somebody turned out to be, once."""
    for merged in PeopleMerge.objects.filter(pk=fact.merge_id):
        actions.follow_merge(merged, by=fact.by)


@subscribe(CustomersParted)
def follow_parting(fact: CustomersParted) -> None:
    """Give them back."""
    for merged in PeopleMerge.objects.filter(pk=fact.merge_id):
        actions.follow_parting(merged, by=fact.by)


@subscribe(FieldChanged)
def judge_views_anew(fact: FieldChanged) -> None:
    """In a tree a choice means what lies below it too, so views follow when the tree changes."""
    trees = Field.objects.filter(pk=fact.field_id, kind=Field.Kind.TREE)
    for field in trees if "choices" in fact.fields else ():
        actions.judge_anew(f"{field.about}.{field.key}")
