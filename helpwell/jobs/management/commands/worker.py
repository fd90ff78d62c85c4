import signal

from django.core.management.base import BaseCommand

from helpwell.core.memory import settle
from helpwell.jobs.worker import Worker


class Command(BaseCommand):
    help = "Do the background work: mail in, mail out, facts, upkeep."

    def handle(self, *args: object, **options: object) -> None:
        settle()
        worker = Worker()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        worker.run()
