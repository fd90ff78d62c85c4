"""Files that stand uuencoded inside a plain text."""

import re

from helpwell.channels.mail.encodings import decode_uu_lines

MAX_FILES = 100
FULL = 61
MIN_FULL_LINES = 2
_BLOCK = re.compile(
    r"^begin [0-7]{3,4} ([^\n]{1,255})\n((?:[ -`]{2,62}[^\n]?\n)++)"
    r"(?:[` ]?[ ]*\n)?(end[ \t]*(?:\n|\Z))?",
    re.MULTILINE,
)


def take_files(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text without its uuencoded blocks, and each block's name and bytes."""
    if "begin " not in text:
        return text, []
    files: list[tuple[str, bytes]] = []

    def take(match: re.Match[str]) -> str:
        if len(files) == MAX_FILES or not (match[3] or _is_certain(match[2])):
            return match[0]
        content = decode_uu_lines(match[2].encode("latin-1", "replace"))
        if not content:
            return match[0]
        files.append((match[1].strip(), content))
        return ""

    return _BLOCK.sub(take, text), files


def _is_certain(lines: str) -> bool:
    """Whether it is a file though its end is missing: several full lines, and nothing else."""
    full = sum(len(line) == FULL and line[0] == "M" for line in lines.split("\n"))
    return full >= MIN_FULL_LINES and full >= lines.count("\n") - 1
