"""Places in an answer that are still to be filled in: `___your name___`, or `{{name}}` as typed."""

import re

from helpwell.core.html import to_text
from helpwell.tickets.errors import BlankLeft

BLANK = re.compile(r"___([^_\n]{1,80})___|\{\{([^{}\n]{1,200})\}\}")


def refuse_blanks(html: str) -> None:
    """Refuse an answer in which a place was not filled in, naming the first."""
    if ("___" in html or "{{" in html) and (found := BLANK.search(to_text(html))):
        raise BlankLeft((found[1] or found[2]).strip()[:80])
