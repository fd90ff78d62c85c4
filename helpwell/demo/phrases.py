"""What the desk writes often: its snippets and macros, which go with their groups."""

from typing import Any

from helpwell.accounts.models import Group
from helpwell.core.actors import SYSTEM
from helpwell.demo import cast
from helpwell.macros import actions as macros


def learn_phrases(groups: dict[str, Group]) -> None:
    """Make the desk's snippets and macros."""
    content = cast.phrases()
    for phrase in content["snippets"]:
        macros.make_snippet(by=SYSTEM, **phrase | {"group": groups[phrase["group"]]})
    for phrase in content["macros"]:
        deeds = [_deed(deed, groups) for deed in phrase["deeds"]]
        macros.make_macro(by=SYSTEM, **phrase | {"group": groups[phrase["group"]], "deeds": deeds})


def _deed(deed: dict[str, Any], groups: dict[str, Group]) -> dict[str, Any]:
    """A deed as it is kept: the content names a group by its key."""
    kept = dict(deed)
    group = kept.pop("group_of", None)
    return kept if group is None else kept | {"group": groups[group].pk}
