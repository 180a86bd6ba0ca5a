"""The register (sổ đăng ký văn bản) of a term: every number that was given, kind by kind."""

from itertools import groupby

from django.utils import timezone

from resolutions.models import Resolution
from resolutions.papers.head import head, numbered, readable, short_day, signature
from resolutions.typeset.paper import Column, Heading, Paper, Table

COLUMNS = (
    Column("Số", 8, "center"),
    Column("Ký hiệu", 16),
    Column("Ngày", 14, "center"),
    Column("Trích yếu", 38),
    Column("Người ký", 14),
    Column("Ghi chú", 16),
)


def register(term, *, full, root=""):
    """The numbers of a term as the reader may see them; a withdrawn one stays, with its reason."""
    organization, day = term.organization, timezone.localdate()
    documents = readable(Resolution.objects, full).filter(term=term, number__isnull=False)
    documents = documents.select_related("signer").order_by("kind", "number")
    return Paper(
        **head(
            organization,
            day,
            kind="Sổ đăng ký văn bản",
            abstract=term.name,
            number=numbered("", "SĐK", organization),
            name=f"Sổ đăng ký văn bản {term.name}",
        ),
        body=tuple(_body(documents)),
        signatures=(signature(None, organization, day),),
    )


def _body(documents):
    for kind, group in groupby(documents, key=lambda document: document.kind):
        yield Heading(str(Resolution.Kind(kind).label))
        yield Table(COLUMNS, tuple(map(_row, group)))


def _row(document):
    withdrawn = document.withdrawn_on
    return (
        f"{document.number:02d}",
        document.symbol,
        short_day(document.adopted_on),
        document.title,
        document.signer.name if document.signer else "",
        f"Thu hồi ngày {short_day(withdrawn)}: {document.withdrawal_reason}" if withdrawn else "",
    )
