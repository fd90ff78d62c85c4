"""Papers that go along: invoices, quotations and letters as one-page PDFs, written by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from helpwell.demo import cast

PAGE = "0 0 595 842"  # A4 in points
TOP, LEFT = 770, 64


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A file to attach."""

    name: str
    content: bytes


def paper(words: str, *, name_of_customer: str) -> Paper:
    """The paper that `words` of a stage direction mean, such as `invoice 2026-1182`."""
    kind, _, number = words.partition(" ")
    if kind == "letter":
        return Paper(name=f"{number}.pdf", content=pdf(_letter()))
    title = "Quotation" if kind == "quote" else "Invoice"
    return Paper(
        name=f"{title.lower()}-{number}.pdf",
        content=pdf(_priced(title, number, name_of_customer)),
    )


def _priced(title: str, number: str, customer: str) -> list[str]:
    """An invoice or a quotation: goods that follow from the number, so it is always the same."""
    products = list(cast.company()["products"].values())
    seed = sum(map(ord, number))
    product, pieces = products[seed % len(products)], 1 + seed % 4
    net = round(float(product["price"]) * pieces, 2)
    return [
        cast.company()["name"],
        cast.company()["what"],
        "",
        f"{title} {number}",
        f"For: {customer}",
        "",
        f"{pieces} x {product['name']}, {product['what']}    EUR {product['price']} each",
        f"Net    EUR {net:.2f}",
        f"VAT 21 %    EUR {net * 0.21:.2f}",
        f"Total    EUR {net * 1.21:.2f}",
        "",
        "Payable within 30 days. Thank you.",
    ]


def _letter() -> list[str]:
    return [
        "Tolletaten (specimen for this demo)",
        "",
        "Consignment 20611: duty outstanding, NOK 312.00",
        "Please pay within 14 days or present proof of earlier payment.",
    ]


def pdf(lines: Sequence[str]) -> bytes:
    """A one-page PDF of plain lines, the first one large (ISO 32000-1, chapter 7.5)."""
    stream = "\n".join(_drawn(lines)).encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{PAGE}] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    return _file(objects)


def _drawn(lines: Sequence[str]) -> Iterable[str]:
    yield "BT"
    for number, line in enumerate(lines):
        size = 20 if number == 0 else 11
        text = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        yield f"/F1 {size} Tf 1 0 0 1 {LEFT} {TOP - 22 * number} Tm ({text}) Tj"
    yield "ET"


def _file(objects: Sequence[bytes]) -> bytes:
    """Header, numbered objects, the table of where they begin, the trailer."""
    content, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        starts.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    return (
        content
        + b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
        + b"trailer\n<< /Size %d /Root 1 0 R >>\n" % size
        + b"startxref\n%d\n%%%%EOF\n" % len(content)
    )
