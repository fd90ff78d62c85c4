"""Icons that templates and code ask for are drawn."""

import re
from pathlib import Path

from ui.parts.icons import icon, ring
from ui.parts.people import FACES, avatar, face_of, initials

HOUSE = Path(__file__).parents[2]
SPRITE = (HOUSE / "ui/static/ui/icons.svg").read_text()
DRAWN = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE))
ASKED = re.compile(r'{%\s*icon(?:_button)? "([\w-]+)"|\bicon(?:_after)?="([\w-]+)"')


def test_every_icon_a_template_asks_for_is_drawn() -> None:
    folders = (HOUSE / "ui", HOUSE / "helpwell")
    templates = [path for folder in folders for path in folder.glob("**/templates/**/*.html")]
    asked = {
        (next(filter(None, names)), path.name)
        for path in templates
        for names in ASKED.findall(path.read_text())
    }
    assert {(name, path) for name, path in asked if name not in DRAWN} == set()


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in icon("inbox")
    assert 'aria-label="&lt;b&gt;"' in icon("inbox", label="<b>")


def test_a_ring_never_runs_past_its_end() -> None:
    assert 'stroke-dasharray="100 100"' in ring(180, "late")


def test_a_face_keeps_its_colour_and_escapes_its_name() -> None:
    assert face_of("Marta Köhler") == face_of("marta köhler")
    assert 1 <= face_of("") <= FACES
    assert "<script>" not in avatar("<script> alert", alone=True)


def test_initials_of_unusual_names() -> None:
    names = ("Ana Brandt", "李 小龍", "stan@example.org", "", "…")
    assert [initials(name) for name in names] == ["AB", "李小", "SE", "?", "?"]
