from helpwell.core.errors import Refused


class RuleWrong(Refused):
    """A rule cannot be read; its sentence says which part, and what would do."""
