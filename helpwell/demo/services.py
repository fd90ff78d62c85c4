"""What stays up while the demo is here."""

import threading

from django.conf import settings

from helpwell.demo import sink
from helpwell.demo.actions import adopt_sink_port
from helpwell.demo.queries import is_present
from helpwell.jobs.registry import service

LOOK_EVERY = 2.0  # seconds


@service(single=True)
def keep_mailboxes(stop: threading.Event) -> None:
    """Take the demo's mail while the demo is here; otherwise look now and then whether it came."""
    while not stop.is_set():
        if is_present():
            _take_mail(stop)
        stop.wait(LOOK_EVERY)


def _take_mail(stop: threading.Event) -> None:
    """Run the sink until the worker stops or the demo is removed."""
    port = settings.HELPWELL.demo_smtp_port
    adopt_sink_port(port)
    leaving = threading.Event()
    sinking = threading.Thread(target=sink.serve, args=(leaving,), kwargs={"port": port})
    sinking.start()
    try:
        while not stop.is_set() and sinking.is_alive() and is_present():
            stop.wait(LOOK_EVERY)
    finally:
        leaving.set()
        sinking.join()
