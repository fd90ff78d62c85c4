"""Where links lead, and whether their words say so."""

import re
import unicodedata
from urllib.parse import unquote

from helpwell.core.markup import names

_LINK = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)
_BLANKS = re.compile(r"[\x00-\x20]+")
_AUTHORITY = re.compile(r"[^/?#]*")
_PORT = re.compile(r":\d*\Z")
_NAMED = re.compile(r"(?:[\w-]{1,63}\.)++(?:xn--[\w-]{1,59}|[^\W\d_]{2,24})(?![\w-])")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.)++[\w-]{2,63}")
_DOTS = str.maketrans("。．｡", "...")
_FILES = names(
    "asp aspx bmp csv doc docx gif htm html ics jpeg jpg js jsp json md odt pdf php png ppt pptx "
    "rtf svg txt webp xls xlsx xml"
)
LONGEST_WORDS = 2000


def followable(url: str) -> str:
    """The address as a browser follows it, if it is one of the web, of mail or a number; else "".

    Browsers take `\\` for `/`, and any number of them, and look past blanks (URL Standard, 4.4).
    """
    url = _BLANKS.sub("", url)
    match = _LINK.match(url)
    if not match:
        return ""
    scheme, rest = match[1].lower(), url[match.end() :]
    if scheme in ("mailto", "tel"):
        return f"{scheme}:{rest}"
    return f"{scheme}://{_slashed(rest).lstrip('/')}"


def undisclosed(url: str, words: str) -> str:
    """The host, address or number that a link leads to and its `words` do not tell; else "".

    Told is it where the words name it, or name nothing. A host in letters beyond ASCII, or behind
    a name and an @, may look like another: it is always told, as the network knows it.
    """
    scheme, _, rest = followable(url).partition(":")
    said = _plain(words)
    if scheme == "mailto":
        return _undisclosed_address(unquote(rest.partition("?")[0]), said)
    if scheme == "tel":
        return _undisclosed_number(unquote(rest), said)
    return _undisclosed_host(rest[2:], said) if scheme else ""


def _undisclosed_host(rest: str, said: str) -> str:
    authority = _AUTHORITY.match(rest)
    user, _at, place = (authority[0] if authority else "").rpartition("@")
    host = _ascii_host(_PORT.sub("", unquote(place)))
    others = [name for name in _hosts_in(said) if not _is_part_of(host, name)]
    may_mislead = bool(user) or ("xn--" in host and host not in said)
    return host if others or may_mislead else ""


def _undisclosed_address(address: str, said: str) -> str:
    address = address.lower()
    names_another = any(found != address for found in _ADDRESS.findall(said))
    names_a_place = bool(_hosts_in(_ADDRESS.sub("", said)))
    return address if names_another or names_a_place or not address.isascii() else ""


def _undisclosed_number(number: str, said: str) -> str:
    dialled, shown = (re.sub(r"\D", "", text) for text in (number, said))
    return number if len(shown) >= 6 and shown[-6:] != dialled[-6:] else ""


def _hosts_in(said: str) -> list[str]:
    """The hosts that words name; `report.pdf` is none."""
    found = [match[0] for match in _NAMED.finditer(said)]
    return [_ascii_host(name) for name in found if name.rpartition(".")[2] not in _FILES]


def _is_part_of(host: str, named: str) -> bool:
    named = named.removeprefix("www.")
    return host == named or host.endswith("." + named)


def _plain(words: str) -> str:
    """Words without what nobody sees, every letter in its simplest form."""
    simple = unicodedata.normalize("NFKC", words[:LONGEST_WORDS]).translate(_DOTS)
    return "".join(char for char in simple if unicodedata.category(char) != "Cf").lower()


def _ascii_host(host: str) -> str:
    """A host as the network knows it (RFC 3492), whatever letters it is written in."""
    host = _plain(host).strip(".")
    return host if host.isascii() else ".".join(_ascii_label(label) for label in host.split("."))


def _ascii_label(label: str) -> str:
    return label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")


def _slashed(rest: str) -> str:
    """Backslashes before the query as the slashes that browsers take them for."""
    place = re.match(r"[^?#]*", rest)
    cut = place.end() if place else 0
    return rest[:cut].replace("\\", "/") + rest[cut:]
