"""Everything that changes what we know of customers: lock, decide, write, tell."""

from helpwell.customers.actions.addressing import (
    add_identity,
    move_identity,
    prefer,
    remove_identity,
)
from helpwell.customers.actions.bringing_in import (
    begin_import,
    do_import,
    try_import,
    undo_import,
    work_on_imports,
)
from helpwell.customers.actions.describing import (
    DESCRIBABLE,
    describe,
    put_into_segments,
    said,
    segment_name,
)
from helpwell.customers.actions.doubting import (
    hear_from,
    mark_opted_out,
    mark_undeliverable,
    use_again,
)
from helpwell.customers.actions.filling import set_organisation_values, set_values
from helpwell.customers.actions.merging import merge, note_followed, part
from helpwell.customers.actions.organising import (
    ORGANISATION_FIELDS,
    describe_organisation,
    found_organisation,
    make_segment,
    remove_segment,
    rename_segment,
)
from helpwell.customers.actions.recognising import recognise
from helpwell.customers.actions.removing import (
    remove,
    remove_empty_organisations,
    remove_empty_segments,
)
from helpwell.customers.identities import normalised

__all__ = [
    "DESCRIBABLE",
    "ORGANISATION_FIELDS",
    "add_identity",
    "begin_import",
    "describe",
    "describe_organisation",
    "do_import",
    "found_organisation",
    "hear_from",
    "make_segment",
    "mark_opted_out",
    "mark_undeliverable",
    "merge",
    "move_identity",
    "normalised",
    "note_followed",
    "part",
    "prefer",
    "put_into_segments",
    "recognise",
    "remove",
    "remove_empty_organisations",
    "remove_empty_segments",
    "remove_identity",
    "remove_segment",
    "rename_segment",
    "said",
    "segment_name",
    "set_organisation_values",
    "set_values",
    "try_import",
    "undo_import",
    "use_again",
    "work_on_imports",
]
