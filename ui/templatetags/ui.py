"""`{% load ui %}`: every part as a tag; see ui/README.md."""

from django import template

from ui.markup import attributes
from ui.parts import (
    buttons,
    forms,
    icons,
    labels,
    moments,
    notices,
    people,
    progress,
    splitting,
    surfaces,
    views,
)

register = template.Library()

for part in (
    icons.icon, icons.mark, icons.ring,
    buttons.button, buttons.icon_button,
    labels.badge, labels.status, labels.count, labels.kbd,
    people.avatar, moments.when, notices.toast,
    forms.field, forms.switch, forms.segmented, forms.combobox, forms.chips, forms.editor,
    surfaces.menu_item, splitting.split_button, views.tab, views.pane_button,
    progress.meter, progress.skeleton, progress.pager,
):  # fmt: skip
    register.simple_tag(part)

for holder in (
    surfaces.menu, surfaces.dialog, surfaces.drawer, surfaces.banner, surfaces.empty,
    surfaces.table, views.tabs, views.rows,
):  # fmt: skip
    register.simple_block_tag(holder)

register.filter("attributes", attributes)
