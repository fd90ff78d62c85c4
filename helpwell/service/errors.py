"""What the service refuses, each in a sentence the administrator can act on."""


class Misconfigured(Exception):  # noqa: N818 named by the state that caused it
    """A setting in the environment cannot be used; the sentence names it and what would do."""


class DatabaseUnavailable(Exception):  # noqa: N818 named by the state that caused it
    """PostgreSQL cannot be started or reached; the sentence says why."""


class AlreadyRunning(Exception):  # noqa: N818 named by the state that caused it
    """Somebody else runs on this data folder; the sentence says who."""


class PortTaken(Exception):  # noqa: N818 named by the state that caused it
    """Another program listens on the port; the sentence names the port and the setting."""


class NotRunning(Exception):  # noqa: N818 named by the state that caused it
    """The command needs a running Helpwell; the sentence says how to start it."""
