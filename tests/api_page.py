"""docs/api/openapi.json, written from the API itself: `python -m tests.api_page --write`."""

import json
import os
import sys
from pathlib import Path

import django

PAGE = Path(__file__).resolve().parents[1] / "docs" / "api" / "openapi.json"


def page() -> str:
    """The description as it is committed, so that a change of the API is seen in its difference."""
    from helpwell.api.description import description

    return json.dumps(description(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def main() -> int:
    """Write the description, or say whether it is stale."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if "--write" in sys.argv:
        PAGE.write_text(page())
    return 0 if PAGE.exists() and PAGE.read_text() == page() else 1


if __name__ == "__main__":
    sys.exit(main())
