"""Payment card numbers in a text, told from other numbers by brand, length and check digit."""

import re
from collections.abc import Iterator
from itertools import accumulate

from helpwell.core.markup import names

SHORTEST, LONGEST = 13, 19
MOST_GROUPS = 5
LONGEST_TOKEN = 500
# What each brand's numbers begin with, and how many digits they have (ISO/IEC 7812, the brands'
# public ranges). The first that fits decides.
_BRANDS = (
    (r"4", (13, 16, 18, 19)),  # Visa, Electron, Elo
    (r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720", (16,)),  # Mastercard
    (r"3[47]", (15,)),  # American Express
    (r"30[0-5]|3095|3[689]", (14,)),  # Diners Club
    (r"35(?:2[89]|[3-8])", (16, 17, 18, 19)),  # JCB
    (r"6011|64[4-9]|65|62|81", (16, 17, 18, 19)),  # Discover, UnionPay, RuPay
    (r"220[0-4]", (16, 17, 18, 19)),  # Mir
    (r"50[1-9]|5[6-8]|6304|6390|636|67", (13, 14, 15, 16, 17, 18, 19)),  # Maestro, Elo, Verve
    (r"60|82|9792", (16,)),  # RuPay, Hipercard, Troy
)
_BRAND = tuple((re.compile(start), lengths) for start, lengths in _BRANDS)
_BLANKS = r" \t\xa0\xad\u034f\u1680\u2000-\u200f\u202a-\u202f\u205f-\u2069\u3000\ufe0e\ufe0f\ufeff"
_GAP = rf"[{_BLANKS}\u2010-\u2015\u2212\ufe58\ufe63\uff0d._·\-]"
_BREAK = r"[ \t]{0,3}\r?\n[> \t]{0,6}"
_HIDDEN_BEFORE = r"•••• \d{4}(?!\d)"  # its last digits belong to no other number
_RUN = re.compile(rf"{_HIDDEN_BEFORE}|\d(?:(?:{_BREAK}|{_GAP}{{0,3}}+)\d){{{SHORTEST - 1},}}+")
_GROUP = re.compile(r"\d+")
_IBAN_BEGINNING = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ \xa0]?[A-Za-z0-9])*[ \xa0]?\Z")
_IBANS = names(
    "15NO 16BE 18DK 18FI 18FK 18FO 18GL 18NL 18SD 19MK 19SI 20AT 20BA 20EE 20KZ 20LT 20LU 20MN "
    "20XK 21CH 21HR 21LI 21LV 22BG 22BH 22CR 22DE 22GB 22GE 22IE 22ME 22RS 22VA 23AE 23GI 23IL "
    "23IQ 23OM 23SO 23TL 24AD 24CZ 24ES 24MD 24PK 24RO 24SA 24SE 24SK 24TN 24VG 25LY 25PT 25ST "
    "26IS 26TR 27BI 27DJ 27FR 27GR 27IT 27MC 27MR 27SM 28AL 28AZ 28BY 28CY 28DO 28GT 28HU 28LB "
    "28NI 28PL 28SV 29BR 29EG 29PS 29QA 29UA 30JO 30KW 30MU 30YE 31MT 31SC 32LC 33RU"
)
_IBAN_LENGTHS = {each[2:]: int(each[:2]) for each in _IBANS}
_VALUE = bytes.maketrans(b"0123456789", bytes(range(10)))
_DOUBLED = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))

Span = tuple[int, int]


def cards_in(text: str) -> list[Span]:
    """Where card numbers stand in a text, in order and apart from each other.

    Digits may be of any script and stand in up to five groups, or one by one. No card number is
    what follows a plus (a telephone's), stands in an account number (IBAN) or in an address of the
    web, or has 13 digits with the check digit of a bar code.
    """
    found: list[Span] = []
    for run in _RUN.finditer(text):
        for start, end in _Run(text, *run.span()).cards():
            if found and start < found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
    return [span for span in found if not _is_something_else(text, *span)] if found else found


class _Run:
    """Digits in groups, with what Luhn's formula needs to judge any part of them at once."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.groups = [match.span() for match in _GROUP.finditer(text, start, end)]
        self.digits = in_ascii("".join([text[first:last] for first, last in self.groups]))
        self.sums = _sums(self.digits.encode(), odd=0), _sums(self.digits.encode(), odd=1)
        self.offsets = list(accumulate((b - a for a, b in self.groups), initial=0))

    def cards(self) -> Iterator[Span]:
        """The parts, of whole groups, that are card numbers."""
        group_at = {offset: group for group, offset in enumerate(self.offsets)}
        for first, offset in enumerate(self.offsets[:-1]):
            for length in self._lengths(offset):
                last = group_at.get(offset + length, 0) - 1
                if last >= first and self._is_card(first, last):
                    yield self.groups[first][0], self.groups[last][1]

    def _lengths(self, offset: int) -> tuple[int, ...]:
        """The lengths of the brand whose numbers begin as these digits do."""
        if self.digits[offset] in "017":
            return ()
        beginning = self.digits[offset : offset + 4]
        return next((lengths for start, lengths in _BRAND if start.match(beginning)), ())

    def _is_card(self, first: int, last: int) -> bool:
        begin, end = self.offsets[first], self.offsets[last + 1]
        sums = self.sums[end % 2]  # those in which the last digit stays as it is
        return (
            (sums[end] - sums[begin]) % 10 == 0
            and self._is_plausible(first, last)
            and not (end - begin == SHORTEST and _is_bar_code(self.digits[begin:end]))
        )

    def _is_plausible(self, first: int, last: int) -> bool:
        """Whether people write a number in such groups, over the end of one line at most."""
        written = self.text[self.groups[first][0] : self.groups[last][1]]
        is_one_by_one = self.offsets[last + 1] - self.offsets[first] == last - first + 1
        return (last - first < MOST_GROUPS or is_one_by_one) and written.count("\n") <= 1


def in_ascii(digits: str) -> str:
    """Digits of any script as 0 to 9."""
    return digits if digits.isascii() else "".join(str(int(char)) for char in digits)


def _sums(digits: bytes, *, odd: int) -> list[int]:
    """Running sums of the digits, every second one doubled as Luhn has it, from `odd` on."""
    values = bytearray(digits.translate(_VALUE))
    values[odd::2] = digits.translate(_DOUBLED)[odd::2]
    return list(accumulate(values, initial=0))


def _is_bar_code(digits: str) -> bool:
    """EAN-13: weights of one and three in turn."""
    return sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10 == 0


def _is_something_else(text: str, start: int, end: int) -> bool:
    """Whether it is a telephone's number, or part of a web address or of an account number."""
    before = text[max(0, start - LONGEST_TOKEN) : start]
    if before.endswith("+"):
        return True
    if _is_in_address(before, text[start:end]):
        return True
    account = _IBAN_BEGINNING.search(before[-45:])
    return account is not None and _is_iban(account[0] + text[start : end + 45], end - start)


def _is_in_address(before: str, number: str) -> bool:
    if not before or before[-1].isspace() or any(char.isspace() for char in number):
        return False
    return "://" in before.rsplit(None, 1)[-1]


def _is_iban(text: str, least: int) -> bool:
    """Whether the text begins with an account number (ISO 13616: the remainder by 97 is 1)."""
    length = _IBAN_LENGTHS.get(text[:2].upper(), 0)
    written = "".join(text.split())[:length]
    if length < least or len(written) < length or not (written.isascii() and written.isalnum()):
        return False
    turned = written[4:] + written[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1
