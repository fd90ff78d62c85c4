"""What the service refuses, each in a sentence the administrator can act on."""


class Misconfigured(Exception):
    """A setting in the environment cannot be used; the sentence names it and what would do."""


class DatabaseUnavailable(Exception):
    """PostgreSQL cannot be started or reached; the sentence says why."""


class AlreadyRunning(Exception):
    """Somebody else runs on this data folder; the sentence says who."""


class PortTaken(Exception):
    """Another program listens on the port; the sentence names the port and the setting."""


class NotRunning(Exception):
    """The command needs a running Helpwell; the sentence says how to start it."""
