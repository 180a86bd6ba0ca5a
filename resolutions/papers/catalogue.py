"""Which papers there are of a session, a document and a term, in which formats, and how each is made."""

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from district.models import Term
from meetings.models import Session
from resolutions.models import Layout, PaperTemplate, Resolution
from resolutions.models.paper_template import KINDS
from resolutions.papers.assignment import assignment
from resolutions.papers.attendance import attendance
from resolutions.papers.book import book
from resolutions.papers.decision import decision
from resolutions.papers.follow_up import follow_up
from resolutions.papers.minutes import minutes
from resolutions.papers.register import register
from resolutions.typeset.pdf import pdf
from resolutions.typeset.template import filled
from resolutions.typeset.word import word

OF_SESSION = {
    "minutes": minutes,
    "follow_up": follow_up,
    "assignment": assignment,
    "attendance": attendance,
}
"""The words of each paper of a session."""

FOR_THE_OFFICE = {"attendance"}
"""The papers that a stranger does not get: they name who was there."""

DOORS = {Session: "session-paper", Resolution: "resolution-paper", Term: "term-paper"}
"""Where the papers of each noun are fetched."""

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Link(NamedTuple):
    """Where a paper is fetched: its kind, the format, the path, and the kind in words."""

    kind: str
    format: str
    path: str
    label: str


NAMES = {**KINDS, "book": _("Toàn bộ kỳ họp")}
"""Every kind in words."""


def words_of(record):
    """The papers that there are of the record: for each kind, what makes its words."""
    if isinstance(record, Session):
        return OF_SESSION
    return {"register": register} if isinstance(record, Term) else {record.kind: decision}


def links(record, *, full=False):
    """The papers of a session, a document or a term that the reader may fetch."""
    kinds = [(kind, ("docx", "pdf")) for kind in words_of(record) if full or kind not in FOR_THE_OFFICE]
    if isinstance(record, Session):
        kinds.append(("book", ("xlsx",)))
    return [
        Link(kind, ending, reverse(DOORS[type(record)], args=[record.pk, kind, ending]), NAMES[kind])
        for kind, endings in kinds
        for ending in endings
    ]


def printed(record, kind, ending, *, full, root):
    """The name, without its ending, and the bytes of a paper that `links` lists; `root` is the site's address."""
    if kind == "book":
        return f"Toàn bộ {record.name}", book(record, full=full)
    with translation.override(settings.LANGUAGE_CODE):
        paper = words_of(record)[kind](record, full=full, root=root)
    layout = Layout.objects.for_day(paper.day)
    if ending == "pdf":
        return paper.name, pdf(paper, layout)
    organization = getattr(record, "term", record).organization
    template = PaperTemplate.objects.for_paper(organization, kind, paper.day)
    return paper.name, filled(template.content, paper, layout) if template else word(paper, layout)
