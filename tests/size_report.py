"""How long functions and files are, and how much is commented: something to look at, no gate."""

import ast
import io
import sys
import tokenize
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
CODE = ("helpwell", "config", "ui")
MOST = 10


def main(root: Path = ROOT) -> None:
    """Print a table of the sizes aimed at and reached, and the biggest of each kind."""
    files = {path.relative_to(root): path.read_text() for path in _files(root)}
    lines = {str(path): len(text.splitlines()) for path, text in files.items()}
    functions = dict(entry for path, text in files.items() for entry in _functions(path, text))
    comments = sum(_comments(text) for text in files.values())
    _say(f"{'':12}{'count':>8}{'median':>8}{'p95':>6}   aim: median, p95")
    _say(_row("functions", list(functions.values()), "7, 25"))
    _say(_row("files", list(lines.values()), "60, 250"))
    share = 100 * comments / max(1, sum(lines.values()))
    _say(f"{'comments':12}{share:>21.1f} %   aim: 2 to 5 %")
    _biggest("functions", functions)
    _biggest("files", lines)


def percentile(values: Sequence[int], share: float) -> int:
    """The value that `share` (0 to 1) of all values do not exceed."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else 0


def _files(root: Path) -> Iterator[Path]:
    for folder in CODE:
        for path in sorted((root / folder).rglob("*.py")):
            if not {"migrations", "tests"} & set(path.parts) and path.stat().st_size:
                yield path


def _functions(path: Path, text: str) -> Iterator[tuple[str, int]]:
    """The length of every function, without its decorators and docstring."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if ast.get_docstring(node):
                said = node.body[0]
                length -= (said.end_lineno or said.lineno) - said.lineno + 1
            yield f"{path}:{node.lineno} {node.name}", length


def _comments(text: str) -> int:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return sum(token.type == tokenize.COMMENT for token in tokens)


def _row(what: str, values: Sequence[int], aim: str) -> str:
    middle = median(values) if values else 0
    return f"{what:12}{len(values):>8}{middle:>8.0f}{percentile(values, 0.95):>6}   aim: {aim}"


def _biggest(what: str, sizes: dict[str, int]) -> None:
    _say(f"\nThe biggest {what}")
    for name in sorted(sizes, key=lambda name: -sizes[name])[:MOST]:
        _say(f"{sizes[name]:>6}  {name}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
