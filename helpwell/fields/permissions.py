"""Whoever arranges statuses and forms arranges fields, too: one right for what belongs together."""

ARRANGE = "tickets.arrange"  # declared above, where most of what it allows is
