"""The follow-up report (báo cáo theo dõi): how far every directive is that a session found open or set."""

from django.utils import timezone

from resolutions.models import Directive
from resolutions.models.directive import Standing
from resolutions.papers.duties import by_unit, progress
from resolutions.papers.head import called, head, numbered, readable, recipients, signature
from resolutions.papers.minutes import numbered_parts
from resolutions.typeset.paper import Column, Paper, Paragraph, Table


def follow_up(session, *, full, root=""):
    """How far the directives are today, per unit and one by one."""
    organization, day = session.organization, timezone.localdate()
    directives = readable(Directive.objects, full)
    earlier = list(directives.waiting_for(session).for_rows().open_first())
    own = list(directives.filter(session=session).for_rows())
    every = [*earlier, *own]
    return Paper(
        **head(
            organization,
            day,
            kind="Báo cáo",
            abstract=f"theo dõi việc thực hiện nhiệm vụ,\n{session.name}, {session.term.name}",
            number=numbered("", "BC", organization),
            name=f"Báo cáo theo dõi {session.name}",
            session=session,
            root=root,
        ),
        body=(
            Paragraph(_summary(every)),
            *numbered_parts(
                ("units", "Tổng hợp theo đơn vị", [_by_unit(every)] if every else []),
                ("earlier", "Nhiệm vụ các kỳ trước", [progress(earlier)] if earlier else []),
                ("directives", f"Nhiệm vụ do {session.name} giao", [progress(own)] if own else []),
            ),
        ),
        signatures=(signature(None, organization, day),),
        recipients=recipients(organization, {item.lead_unit for item in every}),
    )


def _count(directives, standing):
    return sum(item.standing == standing for item in directives)


def _summary(directives):
    counts = ", ".join(
        f"{standing.label.lower()} {count}"
        for standing in Standing
        if (count := _count(directives, standing))
    )
    return f"Tổng số nhiệm vụ theo dõi: {len(directives)}" + (f"; trong đó {counts}." if counts else ".")


def _by_unit(directives):
    return Table(
        (
            Column("Đơn vị chủ trì", 30),
            Column("Tổng số", 10, "center"),
            *(Column(str(standing.label), 10, "center") for standing in Standing),
        ),
        tuple(
            (
                called(unit) if unit else "Chưa rõ đơn vị",
                str(len(items)),
                *(str(_count(items, standing)) for standing in Standing),
            )
            for unit, items in by_unit(directives)
        ),
    )
