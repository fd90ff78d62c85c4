class OutsideTransaction(RuntimeError):  # noqa: N818 - named by the state that caused it
    """A fact was published outside a transaction: it could be told without having happened."""
