"""Strangers' file names deceive nobody and harm no disk."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwell.core.filenames import LONGEST, danger_of, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("invoice.pdf", "invoice.pdf"),
        ("Grüße, 日本.txt", "Grüße, 日本.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\evil.exe", "evil.exe"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("inv\u200boice.pdf", "invoice.pdf"),
        ("invoice.pdf                                 .exe", "invoice.pdf .exe"),
        ("a\r\nSet-Cookie: x", "a Set-Cookie_ x"),
        ("nul\0.txt", "_nul.txt"),
        ("CON", "_CON"),
        ("lpt1.tar.gz", "_lpt1.tar.gz"),
        ("console.log", "console.log"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        ("x" * 500 + ".docx", "x" * 115 + ".docx"),
        (".htaccess", "htaccess"),
        ("name. . .", "name"),
        ("", "file"),
        ("///", "file"),
    ],
)
def test_a_name_is_made_safe(name, safe):
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_any_name_is_short_seen_and_without_a_path(name):
    safe = safe_name(name)
    assert 0 < len(safe) <= LONGEST
    assert not set(safe) & set('/\\<>:"|?*')
    assert all(unicodedata.category(char)[0] != "C" for char in safe)
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("name", "content_type", "is_dangerous"),
    [
        ("invoice.pdf.exe", "application/pdf", True),
        ("report.DOCM", "", True),
        ("photo.jpg", "application/x-msdownload", True),
        ("page.html", "text/html", True),
        ("drawing.svg", "image/svg+xml", True),
        ("shortcut.lnk", "", True),
        ("photo.jpg", "image/jpeg", False),
        ("report.docx", "application/octet-stream", False),
        ("letter", "", False),
    ],
)
def test_what_may_do_harm_is_told(name, content_type, is_dangerous):
    assert bool(danger_of(name, content_type)) == is_dangerous
