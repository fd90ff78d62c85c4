"""Characters are told from bytes, whatever was declared about them."""

import pytest

from helpwell.channels.mail.charsets import decode, decode_header_bytes

RUSSIAN = "Здравствуйте, мой заказ до сих пор не пришёл."
CHINESE = "您好，我的订单还没有到，请问现在在哪里？"
JAPANESE = "注文した商品がまだ届いていません。"


@pytest.mark.parametrize(
    ("written", "declared", "text"),
    [
        ("gbk", "gb2312", "朱镕基"),
        ("gb18030", "GBK", "㐀䶵"),
        ("big5hkscs", "big5", "我喺香港"),
        ("cp932", "shift_jis", "①髙﨑"),
        ("cp949", "ks_c_5601-1987", "똠방각하"),
        ("iso2022_jp", "ISO-2022-JP", JAPANESE),
        ("iso2022_jp_2", "iso-2022-jp-2", "日本 한국"),
        ("iso2022_jp_2", "iso-2022-jp", "中国 été"),
        ("hz", "hz-gb-2312", "您好"),
        ("utf-7", "UTF-7", "Grüße — 你好"),
        ("utf-7", "unicode-1-1-utf-7", "Grüße"),
        ("cp1252", "iso-8859-1", "“Grüße” – 5 €"),
        ("cp1252", "ISO8859_1", "Grüße"),
        ("cp1250", "iso-8859-2", "„Zażółć” – gęślą"),
        ("cp1253", "iso-8859-7", "“Καλημέρα”"),
        ("cp1251", "windows1251", "Где?"),
        ("cp1251", "x-cp1251", "Где?"),
        ("iso8859-5", "cp28595", "Где?"),
        ("mac_roman", "macintosh", "Grüße"),
        ("utf-16-be", "utf-16", "Grüße"),
        ("utf-16-le", "utf-16", "Grüße"),
        ("utf-8", "utf8mb4", "Grüße"),
    ],
)  # fmt: skip
def test_a_name_means_what_programs_mean_by_it(written: str, declared: str, text: str) -> None:
    assert decode(text.encode(written), declared) == text


@pytest.mark.parametrize("declared", ["", "us-ascii", "iso-8859-1", "utf-8", "x-unknown", "8bit"])
@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("cp1251", RUSSIAN), ("koi8-r", RUSSIAN), ("gb18030", CHINESE), ("cp932", JAPANESE),
        ("euc_jp", JAPANESE), ("cp1253", "Η παραγγελία μου δεν έχει έρθει"),
        ("utf-8", RUSSIAN), ("cp1252", "Das Päckchen ist noch nicht da, können Sie prüfen?"),
    ],
)  # fmt: skip
def test_a_text_is_recognized_behind_a_lie(written: str, text: str, declared: str) -> None:
    assert decode(text.encode(written), declared) == text


@pytest.mark.parametrize("declared", ["gb2312", "windows-1251", "shift_jis", "koi8-r", "big5"])
def test_much_utf8_is_utf8_whatever_is_declared(declared: str) -> None:
    assert decode(CHINESE.encode(), declared) == CHINESE


def test_one_broken_character_does_not_make_utf8_something_else() -> None:
    assert decode("Grüße, schöne".encode() + b"\xe4\xf6", "utf-8") == "Grüße, schöne��"


def test_a_word_that_two_charsets_could_mean_is_read_as_declared() -> None:
    assert decode("联通".encode("gbk"), "gb2312") == "联通"


def test_windows_characters_and_kana_stand_in_iso_2022_jp() -> None:
    assert decode(b"\x1b$B-!\x1b(B x \x1b(I1\x1b(B\r\ny", "iso-2022-jp") == "① x ｱ\r\ny"


@pytest.mark.parametrize(
    "escape", [b"\x1b$B", b"\x1b(I", b"\x1b$A", b"\x1b$(C", b"\x1b$(D", b"\x0e"]
)
def test_any_bytes_may_follow_an_escape(escape: bytes) -> None:
    for byte in range(256):
        assert decode(escape + bytes((byte, 255 - byte, byte)), "iso-2022-jp") is not None


def test_escapes_are_seen_where_nothing_is_declared() -> None:
    assert decode(JAPANESE.encode("iso2022_jp")) == JAPANESE
    assert decode_header_bytes(JAPANESE.encode("iso2022_jp")) == JAPANESE


def test_a_raw_header_is_in_the_charset_of_its_body_or_as_it_looks() -> None:
    assert decode_header_bytes("Zażółć".encode("cp1250"), "windows-1250") == "Zażółć"
    assert decode_header_bytes(RUSSIAN.encode("koi8-r")) == RUSSIAN


@pytest.mark.parametrize("name", ["idna", "punycode", "unicode_escape", "base64", "rot13", "\0"])
def test_a_codec_that_is_no_charset_is_not_used(name: str) -> None:
    assert decode(b"abc\\n", name) == "abc\\n"
