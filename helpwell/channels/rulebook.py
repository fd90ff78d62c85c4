"""Rules and blocked senders as one batch of mail meets them: read once for all of it."""

from functools import cached_property

from helpwell.channels.blocks import block_of, domain_of
from helpwell.channels.models import BlockedSender, Inbox, MailRule
from helpwell.customers.actions import normalised

MOST_BLOCKS = 2_000  # more than these are asked for one by one


class Rulebook:
    """The rules in use and the blocks; each is read when it is first needed."""

    def rules_for(self, inbox: Inbox) -> list[MailRule]:
        """The rules for mail to an inbox, in their order."""
        return [rule for rule in self._rules if rule.inbox_id in (None, inbox.pk)]

    def block_of(self, email: str) -> BlockedSender | None:
        """The block that an address falls under: its own, or its domain's."""
        if self._blocks is None:
            return block_of(email)
        return self._blocks.get(normalised(email)) or self._blocks.get(domain_of(email))

    @cached_property
    def _rules(self) -> list[MailRule]:
        return list(MailRule.objects.filter(is_active=True).select_related("group"))

    @cached_property
    def _blocks(self) -> dict[str, BlockedSender] | None:
        found = BlockedSender.objects.all()[: MOST_BLOCKS + 1]
        blocks = {block.value: block for block in found}
        return blocks if len(blocks) <= MOST_BLOCKS else None
