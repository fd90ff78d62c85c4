"""How well mail is read, on cases that others made: `python -m helpwell.channels.mail.judge`.

Each judge reads one folder of third-party data and yields the name of every case with whether it
passed; how a case is compared is what that folder's own file states.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

from helpwell.channels.mail.bodies import characters_of
from helpwell.channels.mail.incoming import Bounce
from helpwell.channels.mail.message import parse
from helpwell.channels.mail.structure import split
from helpwell.channels.mail.visible import Split, of_html, of_text
from helpwell.core.text import one_line

type Verdicts = Iterator[tuple[str, bool]]
_SPACE = re.compile(r"\s+")


def data_folder() -> Path:
    """Where the third-party data lies, beside the project."""
    return Path(__file__).resolve().parents[4] / "shared" / "data" / "thirdparty"


def _cases(folder: Path, name: str = "expected.json") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / name).read_text())["cases"]
    return found


def _body(folder: Path, case: dict[str, Any]) -> str:
    raw: bytes = (folder / case["input"]).read_bytes()
    return raw.decode("utf-8", "replace")


def _bare(text: str) -> str:
    return _SPACE.sub("", text)


def _with_signature(text: str, parts: Split) -> str:
    """Everything but quotes, for judges that leave signatures in."""
    quoted = {line for line in parts.quoted.split("\n") if line.strip()}
    return "\n".join(line for line in text.split("\n") if line not in quoted).strip()


def talon_mails(folder: Path) -> Verdicts:
    """Replies of twelve mail programs; the judge cuts quotes and leaves signatures."""
    for case in _cases(folder, "standard_replies.json"):
        text = parse((folder / case["input"]).read_bytes()).text
        parts = of_text(text)
        expected = case["expect"]["visible_text"].strip()
        answers = (parts.visible, _with_signature(text, parts))
        yield case["id"], one_line(expected) in map(one_line, answers)


def talon_texts(folder: Path) -> Verdicts:
    """Bare text bodies with the quote introductions of many languages."""
    for case in _cases(folder, "text_quotations.json"):
        parts = of_text(case["input_text"])
        expected = case["expect"]["visible_text"].strip()
        yield case["id"], parts.visible == expected


def talon_html(folder: Path) -> Verdicts:
    """HTML replies of nine mail programs."""
    for case in _cases(folder, "html_replies.json"):
        visible = of_html(_body(folder, case)).text.visible
        yield case["id"], _bare(visible) == case["expect"]["visible_text_nowhitespace"]


def talon_html_quotes(folder: Path) -> Verdicts:
    """Small HTML bodies, one kind of quote each."""
    for case in _cases(folder, "html_quotations.json"):
        visible = of_html(case["input_html"]).text.visible
        expected = _bare(unescape(case["expect"]["visible_text_nowhitespace"]))
        yield case["id"], _bare(visible).replace("________________", "") == expected


def reply_trimmer(folder: Path) -> Verdicts:
    """Text bodies of real replies to a forum."""
    for case in _cases(folder):
        visible = of_text(_body(folder, case).strip()).visible
        yield case["id"], one_line(visible) == one_line(case["expect"]["visible_text"])


def reply_parser(folder: Path) -> Verdicts:
    """Text bodies of replies to tickets; its pathological file only has to end."""
    for case in _cases(folder):
        visible = of_text(_body(folder, case)).visible
        expected = case["expect"].get("visible_text")
        yield case["id"], expected is None or one_line(visible) == one_line(expected)


def bounces(folder: Path) -> Verdicts:
    """Reports of many mail systems: yes or no, whom, and whether it has given up."""
    for case, bounce in _bounces(folder):
        expected = case["expect"]
        hard, soft = expected["permanent_recipients"], expected["temporary_recipients"]
        found = set(bounce.recipients) if bounce else set()
        is_right = found == {*hard, *soft} and (bounce is not None) == expected["is_bounce"]
        has_given_up = bounce is not None and bounce.action == "failed"
        yield case["id"], is_right and has_given_up == bool(hard)


def hard_bounces(folder: Path) -> Verdicts:
    """Whether `hard` is the same as having given up; it is not where this one mail was refused."""
    for case, bounce in _bounces(folder):
        if bounce is not None:
            yield case["id"], bounce.hard == bool(case["expect"]["permanent_recipients"])


def _bounces(folder: Path) -> Iterator[tuple[dict[str, Any], Bounce | None]]:
    for case in _cases(folder):
        yield case, parse((folder / case["input"]).read_bytes()).bounce


def stalwart(folder: Path) -> Verdicts:
    """Whole mails, field by field."""
    for case in _cases(folder):
        raw, expected = (folder / case["input"]).read_bytes(), case["expect"]
        for field, is_right in _fields(raw, expected):
            yield f"{case['id']} {field}", is_right


def _fields(raw: bytes, expected: dict[str, Any]) -> Verdicts:
    mail = parse(raw)
    if "from" in expected:
        wanted = [(a["name"] or "", a["address"] or "") for a in expected["from"]]
        yield "from", (mail.from_name, mail.from_email) in wanted
    for name, found in (("to", mail.to), ("reply_to", mail.reply_to)):
        if name in expected:
            wanted = [(a["name"] or "", a["address"] or "") for a in expected[name]]
            yield name, [(a.name, a.email) for a in found] == wanted
    if "subject" in expected:
        yield "subject", mail.subject == expected["subject"]
    if "message_id" in expected:
        yield "message_id", mail.message_id == expected["message_id"]
    if "date" in expected:
        wanted_date = tuple(expected["date"][key] for key in ("year", "month", "day", "hour"))
        date = mail.date
        yield (
            "date",
            date is not None and (date.year, date.month, date.day, date.hour) == wanted_date,
        )
    texts = [text.replace("\0", "") for text in expected["text_bodies"] if text]
    yield "text", one_line(" ".join(texts)) in (one_line(mail.text), one_line(mail.html))
    yield "attachments", _files_match(raw, expected["attachments"])


def _files_match(raw: bytes, expected: list[dict[str, Any]]) -> bool:
    """By name and size; texts are counted as UTF-8, as the golden files do."""
    files = parse(raw).attachments
    has_names = [file.filename for file in files] == [file["filename"] or "" for file in expected]
    texts = {
        len(characters_of(part).encode()) for part in split(raw).walk() if not part.is_container
    } | {len(file.content.decode("utf-8", "replace").encode()) for file in files}
    return has_names and all(
        file.size == wanted["decoded_size"]
        or wanted["decoded_size"] is None
        or wanted["decoded_size"] in texts
        for file, wanted in zip(files, expected, strict=True)
    )


def header_values(folder: Path) -> Verdicts:
    """Unstructured header values."""
    for number, case in enumerate(json.loads((folder / "headers/unstructured.json").read_text())):
        raw = b"Subject: " + case["header"].encode()
        yield f"unstructured {number}", parse(raw).subject == one_line(case["expected"] or "")


def addresses(folder: Path) -> Verdicts:
    """Address fields, groups opened."""
    for number, case in enumerate(json.loads((folder / "headers/address.json").read_text())):
        expected = case["expected"]
        flat = expected.get("List") or [a for g in expected["Group"] for a in g["addresses"]]
        wanted = [(one_line(a["name"] or ""), a["address"] or "") for a in flat]
        found = parse(b"To: " + case["header"].encode()).to
        yield f"address {number}", [(a.name, a.email) for a in found] == wanted


def dates(folder: Path) -> Verdicts:
    """Date fields."""
    for number, case in enumerate(json.loads((folder / "headers/date.json").read_text())):
        wanted, found = case["expected"], parse(b"Date: " + case["header"].encode()).date
        if wanted is None:
            yield f"date {number}", found is None
            continue
        keys = ("year", "month", "day", "hour", "minute", "second")
        values = found and tuple(getattr(found, key) for key in keys)
        yield f"date {number}", values == tuple(wanted[key] for key in keys)


JUDGES: dict[str, tuple[str, Callable[[Path], Verdicts]]] = {
    "talon e-mails": ("talon", talon_mails),
    "talon HTML": ("talon", talon_html),
    "talon text": ("talon", talon_texts),
    "talon HTML quotes": ("talon", talon_html_quotes),
    "Discourse trimmer": ("discourse-email_reply_trimmer", reply_trimmer),
    "email_reply_parser": ("email_reply_parser", reply_parser),
    "flufl.bounce": ("flufl.bounce", bounces),
    "flufl.bounce as hard": ("flufl.bounce", hard_bounces),
    "stalwart fields": ("stalwart-mail-parser", stalwart),
    "stalwart headers": ("stalwart-mail-parser", header_values),
    "stalwart addresses": ("stalwart-mail-parser", addresses),
    "stalwart dates": ("stalwart-mail-parser", dates),
}


def rates() -> dict[str, tuple[int, int, list[str]]]:
    """For each judge: passed, cases, and the names of those that did not pass."""
    found = {}
    for name, (folder, judge) in JUDGES.items():
        if (data_folder() / folder).is_dir():
            verdicts = list(judge(data_folder() / folder))
            failed = [case for case, is_right in verdicts if not is_right]
            found[name] = (len(verdicts) - len(failed), len(verdicts), failed)
    return found


def main() -> None:
    """Print the rates, and what did not pass."""
    for name, (passed, total, failed) in rates().items():
        sys.stdout.write(f"{name:20} {passed:4} of {total:4}  {passed / total:6.1%}\n")
        for case in failed:
            sys.stdout.write(f"{'':22}{case}\n")


if __name__ == "__main__":
    main()
