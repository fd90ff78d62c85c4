"""Faces."""

from functools import lru_cache
from zlib import crc32

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from ui.markup import classes

FACES = 8
PRESENCES = {
    "online": gettext_noop("here"),
    "away": gettext_noop("away"),
    "offline": gettext_noop("not here"),
    "viewing": gettext_noop("is viewing"),
    "writing": gettext_noop("is writing"),
}


def avatar(name: str, size: str = "", presence: str = "", alone: bool = False) -> SafeString:
    """A face: initials on a colour that stays with the name.

    It is silent beside a written name; `alone` makes it speak. `size` is xs, sm, lg or xl.
    """
    return _avatar(name, size, presence, alone, get_language())


@lru_cache(maxsize=4096)
def _avatar(name: str, size: str, presence: str, alone: bool, language: str | None) -> SafeString:
    spoken = f"{name}, {_(PRESENCES[presence])}" if presence else name
    said = format_html('role="img" aria-label="{0}" title="{0}"', spoken)
    return format_html(
        '<span class="{}" data-face="{}" {}>{}{}</span>',
        classes("avatar", size),
        face_of(name),
        said if alone or presence else SafeString('aria-hidden="true"'),
        initials(name),
        format_html('<i class="presence presence--{}"></i>', presence) if presence else "",
    )


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """First letters of the first and the last word; `?` for nobody."""
    words = [word for word in name.replace("@", " ").split() if word[0].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper() or "?"


@lru_cache(maxsize=4096)
def face_of(name: str) -> int:
    """Which of the eight face colours a name has, always the same."""
    return crc32(name.casefold().encode()) % FACES + 1
