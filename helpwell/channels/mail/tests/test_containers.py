"""What is packed inside a mail comes out of it: parts, TNEF, rich text, S/MIME, uuencode."""

import base64
import struct
from datetime import datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

from helpwell.channels.mail import Incoming, parse, rtf
from helpwell.channels.mail.smime import signed_content


def typed(content_type: str, body: bytes, *lines: str) -> bytes:
    head = "\r\n".join(["From: grace@example.com", f"Content-Type: {content_type}", *lines])
    return head.encode() + b"\r\n\r\n" + body


def parts(*bodies: str, kind: str = "mixed", end: str = "--b--") -> bytes:
    body = "".join(f"--b\r\n{body}\r\n" for body in bodies) + end
    return typed(f"multipart/{kind}; boundary=b", body.encode())


def files(mail: Incoming) -> list[tuple[str, bytes]]:
    return [(file.filename, file.content) for file in mail.attachments]


def property_of(kind: int, number: int, value: bytes) -> bytes:
    padding = b"\0" * (-len(value) % 4)
    return struct.pack("<HHII", kind, number, 1, len(value)) + value + padding


def properties(*items: bytes) -> bytes:
    return struct.pack("<I", len(items)) + b"".join(items)


def tnef(*records: tuple[int, bytes]) -> bytes:
    packed = [struct.pack("<BII", 2, key, len(v)) + v + b"\0\0" for key, v in records]
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(packed)


def uncompressed(text: bytes) -> bytes:
    return struct.pack("<IIII", len(text) + 12, len(text), 0x414C454D, 0) + text


MESSAGE, RENDERING, ATTACHMENT, CODEPAGE, WORDS = (
    0x00069003, 0x00069002, 0x00069005, 0x00069007, 0x0002800C,
)  # fmt: skip
RICH = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial;}}"
    rb"{\*\htmltag64 <p class=\'22x\'22>}\htmlrtf{\htmlrtf0 Gr\'fc\'dfe, \{\}\htmlrtf }\htmlrtf0 "
    rb"\f1 \'cf\'f0\f0\u8364?{\*\generator X;}{\*\htmltag72 </p>}\htmlrtf\par}\htmlrtf0}"
)


def test_the_rich_text_of_outlook_is_html_again() -> None:
    data = tnef((MESSAGE, properties(property_of(0x102, 0x1009, uncompressed(RICH)))))
    mail = parse(typed("application/ms-tnef; name=winmail.dat", data))
    assert (mail.html, mail.text) == ('<p class="x">Grüße, {}Пр€</p>', "Grüße, {}Пр€")
    assert mail.attachments == ()


def test_rich_text_without_html_is_told_in_words() -> None:
    said = rtf.read(
        rb"{\rtf1\ansi{\fonttbl\f0 Arial;}Hello,\par it\rquote s \b me\b0 .{\pict 00ff}}"
    )
    assert (said.text, said.html) == ("Hello,\nit’s me.", "")


def test_compressed_rich_text_is_unpacked() -> None:
    """The example of MS-OXRTFCP, section 3.1."""
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af3"
        "2068656c090020627705b06c647d0a800fa0"
    )
    assert rtf.decompressed(packed) == rb"{\rtf1\ansi\ansicpg1252\pard hello world}" + b"\r\n"


def test_the_words_of_winmail_dat_are_in_its_own_charset() -> None:
    data = tnef((CODEPAGE, struct.pack("<II", 1251, 0)), (WORDS, "Где?\0".encode("cp1251")))
    assert parse(typed("application/ms-tnef", data)).text == "Где?"


def test_files_of_winmail_dat_keep_their_description() -> None:
    described = properties(
        property_of(0x1F, 0x3707, "Rätsel.pdf\0".encode("utf-16-le")),
        property_of(0x1F, 0x370E, "application/pdf\0".encode("utf-16-le")),
        property_of(0x1F, 0x3712, "shot@x\0".encode("utf-16-le")),
        property_of(0x102, 0x3701, b"%PDF"),
    )
    data = tnef((RENDERING, b"\0" * 14), (ATTACHMENT, described))
    (file,) = parse(typed("application/ms-tnef", data)).attachments
    assert (file.filename, file.content, file.content_id) == ("Rätsel.pdf", b"%PDF", "shot@x")
    assert file.content_type == "application/pdf"


def test_a_message_inside_winmail_dat_is_opened() -> None:
    inner = tnef((WORDS, b"Pay me.\0"))
    described = properties(
        property_of(0x1E, 0x3001, b"Invoice\0"), property_of(0x0D, 0x3701, b"\0" * 16 + inner)
    )
    data = tnef((RENDERING, b"\0" * 14), (ATTACHMENT, described))
    assert files(parse(typed("application/ms-tnef", data))) == [("Invoice.txt", b"Pay me.")]


INSIDE = b"Content-Type: text/plain; charset=utf-8\r\n\r\nGr\xc3\xbc\xc3\x9fe\r\n"


def signed() -> bytes:
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Grace")]),
    )
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(1)
        .public_key(key.public_key()).not_valid_before(datetime(2020, 1, 1))
        .not_valid_after(datetime(2040, 1, 1)).sign(key, SHA256())
    )  # fmt: skip
    builder = pkcs7.PKCS7SignatureBuilder().set_data(INSIDE).add_signer(certificate, key, SHA256())
    return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.Binary])


def in_pieces(content: bytes) -> bytes:
    """Signed data as streaming programs write it: lengths unknown, the string in pieces."""
    oid = bytes.fromhex("06092a864886f70d010702")
    data = bytes.fromhex("06092a864886f70d010701")
    middle = len(content) // 2
    pieces = b"".join(b"\x04" + bytes([len(p)]) + p for p in (content[:middle], content[middle:]))
    string = b"\xa0\x80\x24\x80" + pieces + b"\0\0\0\0"
    return (
        b"\x30\x80" + oid + b"\xa0\x80\x30\x80\x02\x01\x01\x31\x80\x30\x00\0\0\x30\x80"
        + data + string + b"\0\0" * 4
    )  # fmt: skip


@pytest.mark.parametrize("make", [signed, lambda: in_pieces(INSIDE)])
def test_a_signed_message_is_read_and_kept(make) -> None:
    raw = typed(
        "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m",
        base64.encodebytes(data := make()),
        "Content-Transfer-Encoding: base64",
    )
    mail = parse(raw)
    assert mail.text == "Grüße"
    assert files(mail) == [("smime.p7m", data)]


@pytest.mark.parametrize("cut", range(0, 200, 7))
def test_of_a_damaged_signed_message_what_is_there_is_read(cut: int) -> None:
    assert INSIDE.startswith(signed_content(in_pieces(INSIDE)[:cut]) or b"")


def test_several_uuencoded_files_and_one_without_its_end() -> None:
    full = "M" + "86%A" * 15 + "\n"
    body = f"One\nbegin 644 a.txt\n#86%A\n`\nend\ntwo\nbegin 644 b c.bin\n{full * 3}"
    mail = parse(typed("text/plain", body.encode()))
    assert files(mail) == [("a.txt", b"aaa"), ("b c.bin", b"aaa" * 45)]
    assert mail.text == "One\ntwo"


def test_words_that_begin_like_a_file_stay() -> None:
    body = "We\nbegin 644 times\nto hope\nand end\nthere."
    assert parse(typed("text/plain", body.encode())).text == body


INVITE = (
    "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"
    "SUMMARY:Demo\\, you\r\nDTSTART;TZID=Europe/Berlin:20260303T101200\r\n"
    "ORGANIZER:mailto:g@x.org\r\n"
    "DESCRIPTION:Hi\\nth\r\n ere\r\nEND:VEVENT\r\nEND:VCALENDAR"
)


def test_an_invitation_is_a_file_and_speaks_only_when_nothing_else_does() -> None:
    alone, beside = parse(parts(INVITE)), parse(parts("\r\nCome!", INVITE, kind="alternative"))
    assert alone.text == "Demo, you\n2026-03-03 10:12\ng@x.org\nHi\nthere"
    assert beside.text == "Come!"
    assert [a.content_type for a in (*alone.attachments, *beside.attachments)] == [
        "text/calendar"
    ] * 2


def test_enriched_text_alone_is_read() -> None:
    mail = parse(typed("text/enriched", b"<bold>Hi</bold> <<there>"))
    assert mail.text == "Hi <there>"


def test_a_mail_that_is_nothing_but_another_mail_passes_it_on() -> None:
    mail = parse(typed("message/rfc822", b"From: stan@example.net\r\n\r\nPay me."))
    assert mail.forward is not None
    assert (mail.forward.sender.email, mail.forward.text) == ("stan@example.net", "Pay me.")


def test_a_page_may_say_its_charset_itself() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1250"><p>Żółć'
    assert parse(typed("text/html", page.encode("cp1250"))).text == "Żółć"


def test_the_beginning_of_related_parts_may_stand_last() -> None:
    mail = parse(
        typed(
            'multipart/related; boundary=b; start="<page@x>"',
            b"--b\r\nContent-Type: image/png\r\nContent-ID: <shot@x>\r\n\r\nPNG\r\n"
            b"--b\r\nContent-Type: text/html\r\nContent-ID: <page@x>\r\n\r\n<p>Hi</p>\r\n--b--",
        )
    )
    assert (mail.html, mail.text, [a.content_id for a in mail.attachments]) == (
        "<p>Hi</p>",
        "Hi",
        ["shot@x"],
    )


PICTURE = "Content-Type: image/png; name=a.png\r\n\r\nPNG"


@pytest.mark.parametrize(
    "end",
    [
        "--b--\r\n",
        "",
        "--b",
        "--b-\r\n",
        "--b-- bye\r\n",
        "--b--\r\nEpilogue\r\n--b\r\n\r\nnot read",
    ],
)
def test_damaged_ends_of_containers_lose_nothing(end: str) -> None:
    mail = parse(parts("\r\nHello", PICTURE, end=end))
    assert mail.text == "Hello"
    assert [(name, content.strip()) for name, content in files(mail)][:1] == [("a.png", b"PNG")]


def test_a_boundary_that_begins_like_another_is_another() -> None:
    inner = 'Content-Type: multipart/alternative; boundary="b-2"\r\n\r\n--b-2\r\n\r\nin\r\n--b-2--'
    assert parse(parts(inner, PICTURE)).text == "in"


@pytest.mark.parametrize("field", ["multipart/mixed", "multipart/mixed;\r\nboundary=b"])
def test_a_boundary_that_was_not_said_is_seen(field: str) -> None:
    raw = typed(field, b"--b\r\n\r\nHello\r\n--b\r\n" + PICTURE.encode() + b"\r\n--b--\r\n")
    mail = parse(raw)
    assert (mail.text, files(mail)) == ("Hello", [("a.png", b"PNG")])


def test_parts_are_seen_where_no_type_was_said() -> None:
    body = "--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n--b\r\n" + PICTURE + "\r\n--b--\r\n"
    mail = parse(f"From: grace@example.com\r\n\r\n{body}".encode())
    assert (mail.text, files(mail)) == ("Hello", [("a.png", b"PNG")])


def test_a_container_of_nothing_is_text() -> None:
    assert parse(typed("multipart/mixed; boundary=zzz", b"just text")).text == "just text"


@pytest.mark.parametrize(
    ("encoding", "body", "content"),
    [
        ("base64", b"aGVs\r\nbG8", b"hello"),
        ("base64", b"aGVsbG8=\r\n-- \r\nlist footer", b"hello"),
        ("base64", b"aGVs!bG8=", b"hello"),
        ("BASE64 (remark)", b"aGVs bG8gd29y\r\nbGQ=", b"hello world"),
        ("base64", b"... the image goes here ...", b"... the image goes here ..."),
        ("base64", b"aGk=\r\naGk=", b"hihi"),
        ("quoted-printable", b"a=3D= \r\nb=zz=c3=BC=", b"a=b=zz\xc3\xbc"),
        ("quoted_printable", b"=FF", b"\xff"),
        ("8bit;", b"\xff\0", b"\xff\0"),
        ("x-nonsense", b"=3D", b"=3D"),
    ],
)  # fmt: skip
def test_the_bytes_of_a_file_come_out(encoding: str, body: bytes, content: bytes) -> None:
    raw = typed("application/x-a; name=a", body, f"Content-Transfer-Encoding: {encoding}")
    assert files(parse(raw)) == [("a", content)]


def test_every_byte_of_a_binary_file_is_kept() -> None:
    data = bytes(range(256)) * 3
    raw = typed(
        "multipart/mixed; boundary=b", b"--b\r\nContent-Type: a/b\r\n\r\n" + data + b"\r\n--b--"
    )
    assert files(parse(raw)) == [("", data)]
