"""Names by content reach everything: stylesheets their parts, modules their modules."""

import re
from pathlib import Path

from django.core.management import call_command
from django.test import override_settings


def test_every_import_is_renamed_and_there(tmp_path: Path) -> None:
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "ui.storage.FingerprintedFiles"},
    }
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    for wanted, found in [
        (r'@import url\("(.*?)"\)', next(tmp_path.glob("ui/css/index.*.css"))),
        (r'(?:import|from)\s*"(.*?)"', next(tmp_path.glob("ui/elements/index.*.js"))),
        (r'(?:import|from)\s*"(.*?)"', next(tmp_path.glob("ui/elements/combo-box.*.js"))),
    ]:
        names = re.findall(wanted, found.read_text())
        assert names
        assert all(re.search(r"\.\w{12}\.(css|js)$", name) for name in names), names
        assert all((found.parent / name).exists() for name in names), names
