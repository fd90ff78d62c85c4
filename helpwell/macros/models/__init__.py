from helpwell.macros.models.kept import Kept
from helpwell.macros.models.macro import Macro
from helpwell.macros.models.measure import Answer
from helpwell.macros.models.snippet import Snippet
from helpwell.macros.models.use import Use

__all__ = ["Answer", "Kept", "Macro", "Snippet", "Use"]
