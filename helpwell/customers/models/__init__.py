from helpwell.customers.models.bringing_in import Import, ImportedRow
from helpwell.customers.models.customer import Customer, Identity
from helpwell.customers.models.joined import Change, PeopleMerge
from helpwell.customers.models.organisation import Organisation, Segment

__all__ = [
    "Change",
    "Customer",
    "Identity",
    "Import",
    "ImportedRow",
    "Organisation",
    "PeopleMerge",
    "Segment",
]
