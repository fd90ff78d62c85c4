"""What programs write by the rules comes back exactly: every byte of a file, every character."""

import hashlib
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.policy import SMTP

from hypothesis import given, settings
from hypothesis import strategies as st

from helpwell.channels.mail import parse

CHARACTERS = st.characters(
    exclude_categories=("Cc", "Cs", "Cf", "Cn", "Zl", "Zp", "Co"), exclude_characters="\ufffd\ufeff"
)
WORDS = st.text(CHARACTERS, min_size=1, max_size=60).map(lambda text: " ".join(text.split()))
SAID = WORDS.filter(bool)
LINES = st.lists(SAID, min_size=1, max_size=5)
FILES = st.lists(st.tuples(SAID, st.binary(max_size=2_000)), max_size=4)


@settings(max_examples=150, deadline=None)
@given(SAID, LINES, FILES)
def test_files_texts_and_subjects_come_back(
    subject: str, lines: list[str], files: list[tuple[str, bytes]]
) -> None:
    message = EmailMessage(policy=SMTP)
    message["From"] = Mailbox("Grace", addr_spec="grace@example.com")
    message["Subject"] = subject.replace("=?", "")
    message.set_content("\n".join(lines))
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="x-any", filename=name)
    mail = parse(message.as_bytes())
    assert mail.text.rstrip("\n") == "\n".join(lines)
    assert [(f.size, f.sha256) for f in mail.attachments] == [
        (len(content), hashlib.sha256(content).hexdigest()) for _, content in files
    ]
    assert [f.content for f in mail.attachments] == [content for _, content in files]


@settings(max_examples=150, deadline=None)
@given(SAID.filter(lambda name: name.isalnum()))
def test_a_name_comes_back_from_a_file_and_from_an_address(name: str) -> None:
    message = EmailMessage(policy=SMTP)
    message["From"] = Mailbox(name, addr_spec="grace@example.com")
    message.set_content("Hello")
    message.add_attachment(b"x", maintype="a", subtype="b", filename=f"{name}.pdf")
    mail = parse(message.as_bytes())
    assert (mail.from_name, mail.attachments[0].filename) == (name, f"{name}.pdf")
