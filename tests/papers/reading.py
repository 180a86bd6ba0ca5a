"""What stands in a paper, read back out of its file."""

import re
from io import BytesIO

from docx import Document
from pypdf import PdfReader

from resolutions.papers.catalogue import printed


def paper(record, kind, ending, full=True):
    """The bytes of a paper, as the office gets it."""
    return printed(record, kind, ending, full=full, root="https://example.org")[1]


def pages(data):
    """The text of each page of a PDF."""
    return [page.extract_text() for page in PdfReader(BytesIO(data)).pages]


def places(data):
    """The pieces of text of each page of a PDF, each with its distance from the left and the lower edge, in points."""
    found = []
    for page in PdfReader(BytesIO(data)).pages:
        pieces = []
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size, pieces=pieces: (
                pieces.append((text.strip(), cm[4], cm[5])) if text.strip() else None
            )
        )
        found.append(pieces)
    return found


def solid(text):
    """The text without spaces and places to break, so that the ends of lines do not matter."""
    return re.sub(r"[\s\u200b]", "", text)


def text_of(data):
    """All text of a PDF or a Word file, solid."""
    if data.startswith(b"%PDF"):
        return solid("".join(pages(data)))
    document = Document(BytesIO(data))
    return solid("".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t")))
