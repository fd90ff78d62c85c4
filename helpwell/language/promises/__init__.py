"""What an agent promises in an answer, and when it is due."""

from helpwell.language.promises.finding import Certainty, Promise, promises_in

__all__ = ["Certainty", "Promise", "promises_in"]
