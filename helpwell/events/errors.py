class OutsideTransaction(RuntimeError):
    """A fact was published outside a transaction: it could be told without having happened."""
