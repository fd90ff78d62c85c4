"""Plain text whose lines were broken for transport (format=flowed, RFC 3676)."""


def unflow(text: str, *, delsp: bool = False) -> str:
    """Paragraphs on one line again; `delsp` says that the blank at a soft break is not a word's."""
    out: list[str] = []
    depth_before, is_soft = 0, False
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        joins = is_soft and depth == depth_before and content != "-- "
        is_soft = content.endswith(" ") and content != "-- "
        content = content[:-1] if is_soft and delsp else content
        if joins:
            out.append(content)
        else:
            out.append(f"\n{'>' * depth}{' ' if depth else ''}{content}")
        depth_before = depth
    return "".join(out)[1:]
