"""The slip of duties (phiếu giao nhiệm vụ): for each unit a page of what it leads."""

from resolutions.models import Directive
from resolutions.papers.duties import by_unit, duties
from resolutions.papers.head import called, head, numbered, recipients, signature
from resolutions.typeset.paper import Centred, PageBreak, Paper, Paragraph


def assignment(session, *, full, root=""):
    """What every unit has to do for the session, by when, with what to show for it."""
    organization = session.organization
    units = by_unit(Directive.objects.filter(session=session).for_rows())
    return Paper(
        **head(
            organization,
            session.held_on,
            kind="Phiếu giao nhiệm vụ",
            abstract=f"theo {session.name}, {session.term.name}",
            number=numbered("", "PGN", organization),
            name=f"Phiếu giao nhiệm vụ {session.name}",
            session=session,
            root=root,
        ),
        body=tuple(_pages(units)),
        signatures=(signature(session.chair, organization, session.held_on),),
        recipients=recipients(organization, {unit for unit, _items in units}),
    )


def _pages(units):
    for n, (unit, items) in enumerate(units):
        if n:
            yield PageBreak()
        yield Centred(f"Kính gửi: {called(unit) if unit else '(chưa rõ đơn vị chủ trì)'}")
        yield Paragraph("Đề nghị đơn vị tổ chức thực hiện các nhiệm vụ sau và báo cáo tiến độ:")
        yield duties(items)
