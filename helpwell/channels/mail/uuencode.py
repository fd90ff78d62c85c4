"""Files that stand uuencoded inside a plain text."""

import re

from helpwell.channels.mail.encodings import decode_uu_lines

MAX_FILES = 100
_BLOCK = re.compile(
    r"^begin [0-7]{3,4} ([^\n]{1,255})\n((?:[ -`]{2,62}[^\n]?\n)++)"
    r"(?:[` ]?[ ]*\n)?end[ \t]*(?:\n|\Z)",
    re.MULTILINE,
)


def take_files(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text without its uuencoded blocks, and each block's name and bytes."""
    if "begin " not in text:
        return text, []
    files: list[tuple[str, bytes]] = []

    def take(match: re.Match[str]) -> str:
        if len(files) == MAX_FILES:
            return match[0]
        content = decode_uu_lines(match[2].encode("latin-1", "replace"))
        if not content:
            return match[0]
        files.append((match[1].strip(), content))
        return ""

    return _BLOCK.sub(take, text), files
