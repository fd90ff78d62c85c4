from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpwell.accounts import actions
from helpwell.accounts.models import User
from helpwell.core.actors import SYSTEM
from helpwell.core.errors import Refused


class Command(BaseCommand):
    help = "Print a link with which somebody chooses a new password: for the last administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="Their e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(email__iexact=options["address"]).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {options['address']}.")
        try:
            path = actions.make_password_link(person, by=SYSTEM)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{settings.CSRF_TRUSTED_ORIGINS[0]}{path}")
