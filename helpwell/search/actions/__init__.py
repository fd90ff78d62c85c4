"""Keeping the index, and learning from it how words are spelled."""

from helpwell.search.actions.indexing import Findable, forget, index, index_all
from helpwell.search.actions.learning import learn

__all__ = ["Findable", "forget", "index", "index_all", "learn"]
