"""What an official paper is made of, whatever it is printed with. Plain Python that knows no table."""

import re
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from io import BytesIO

import segno

from district.text import nfc

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True)
class Heading:
    """A line in bold that opens what stands below it."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A justified paragraph, its first line indented; `lead` opens it in bold."""

    text: str
    lead: str = ""
    italic: bool = False


@dataclass(frozen=True)
class Centred:
    """A line in the middle: the address of a letter, the word that opens what is decided."""

    text: str
    bold: bool = True


@dataclass(frozen=True)
class Column:
    """A column of a table: what stands above it, its share of the width, and how its cells are set."""

    title: str
    share: int
    align: str = "left"


@dataclass(frozen=True)
class Table:
    """Rows below a heading that every page repeats."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Part:
    """What can be pointed at in a paper: a part with its heading, a numbered matter in it, one of its results.

    `name` says what it holds, as a word for programs; on paper it does not show.
    """

    name: str
    blocks: tuple
    heading: str = ""
    number: str = ""
    """As it is printed: "1.", "(2)", "Điều 3."; it opens the heading, else the first paragraph."""

    @property
    def printed(self):
        """The blocks as they stand on paper."""
        blocks = self.blocks
        if self.heading:
            yield Heading(f"{self.number} {self.heading}".strip())
        elif self.number:
            first, *others = blocks
            blocks = (replace(first, lead=self.number), *others)
        yield from printed(blocks)


def printed(blocks):
    """The blocks as they stand on paper, one after the other: a part is its heading and what it holds."""
    for block in blocks:
        if isinstance(block, Part):
            yield from block.printed
        else:
            yield block


@dataclass(frozen=True)
class Signature:
    """Who signs: on whose authority (T/M …), as what, by which name. A list is a row of signatures."""

    authority: str = ""
    title: str = ""
    name: str = ""


@dataclass(frozen=True)
class Proof:
    """The seal's digits, and the page that says whether the paper in hand is the sealed one."""

    code: str
    address: str

    @property
    def words(self):
        """The line beside the QR code."""
        return f"Mã xác thực {self.code}. Quét mã hoặc mở {self.address} để đối chiếu."

    @property
    def qr(self):
        """The address as a picture, in SVG."""
        return segno.make(self.address, error="m").svg_inline(border=0)

    @property
    def png(self):
        """The address as a picture, in PNG."""
        file = BytesIO()
        segno.make(self.address, error="m").save(file, kind="png", scale=6, border=0)
        return file.getvalue()


@dataclass(frozen=True)
class Paper:
    """An official paper: its head, its body, who signs, who receives it."""

    day: date
    """The day that the paper bears: the layout in force on it is the paper's."""
    superior: str
    issuer: str
    number: str
    place_and_date: str
    kind: str
    abstract: str
    body: tuple = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
    is_draft: bool = False
    urgency: str = ""
    proof: Proof | None = None
    name: str = ""
    """What the file is called, without its ending."""


PARTS = (Heading, Paragraph, Centred, Table, PageBreak, Part)
"""What a body may hold."""


def cleaned(part):
    """The paper, with every text in one form (NFC) and free of what neither Word nor PDF can hold."""
    if isinstance(part, str):
        return _CONTROL.sub("", nfc(part).replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(part, tuple):
        return tuple(cleaned(item) for item in part)
    if is_dataclass(part):
        return replace(part, **{f.name: cleaned(getattr(part, f.name)) for f in fields(part)})
    return part
