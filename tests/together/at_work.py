"""One process of the proof: plays some of the actors, and prints what they noted."""

import json
import logging
import os
import sys

import django
from django.conf import settings
from django.test.utils import setup_test_environment

from config.database import POOL

PLAIN_FILES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


CONNECTIONS = 34  # of each process: for its actors and their twins


def main() -> None:
    POOL["max_size"] = CONNECTIONS
    django.setup()
    setup_test_environment(debug=False)
    settings.STORAGES["staticfiles"] = PLAIN_FILES
    settings.UNDO_SEND_SECONDS = 1
    from helpwell.accounts.models import User
    from tests.together.actor import Record
    from tests.together.work import act

    logging.disable()
    numbers, seed, seconds = sys.argv[1:]
    agents = User.objects.select_related("role").filter(pk__in=json.loads(numbers)).order_by("pk")
    record = Record()
    act(list(agents), record, seed=int(seed), seconds=float(seconds))
    sys.stdout.write(record.as_json())


if __name__ == "__main__":
    main()
