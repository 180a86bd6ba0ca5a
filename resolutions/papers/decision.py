"""Documents of the register: nghị quyết, kết luận, thông báo kết luận and the other kinds."""

import re

from django.db.models import Prefetch

from resolutions.models import Directive, Resolution
from resolutions.papers.duties import duties
from resolutions.papers.head import head, numbered, readable, recipients, short_day, signature
from resolutions.papers.minutes import items, minutes, numbered_parts
from resolutions.typeset.paper import Centred, Paper, Paragraph, Part

OPENINGS = {"resolution": "QUYẾT NGHỊ", "conclusion": "KẾT LUẬN", "decision": "QUYẾT ĐỊNH"}
"""The word between the grounds of a document and what it decides."""

_HEADING = re.compile(r"(?:Phần|Chương|Mục) |((?:[IVX]+|[A-Z])[.-] )")
_MATTER = re.compile(r"Điều \d+[.:]? ?")


def decision(resolution, *, full, root=""):
    """A numbered document of a session: its full text where it was typed, else composed of the session's records."""
    if resolution.kind == Resolution.Kind.MINUTES:
        return minutes(resolution.session, full=full, root=root)
    resolution = _whole(resolution, full)
    session = resolution.session
    organization = session.organization
    kind = Resolution.Kind(resolution.kind)
    day = resolution.adopted_on or session.held_on
    directives = directives_of(resolution)
    return Paper(
        **head(
            organization,
            day,
            kind=str(kind.label),
            abstract=_abstract(resolution, str(kind.label)),
            number=numbered(resolution.symbol, kind.symbol, organization),
            name=_file_name(resolution, str(kind.label)),
            session=session,
            root=root,
        ),
        body=(*_body(resolution, directives), *_closing(resolution, str(kind.label))),
        signatures=(signature(resolution.signer, organization, day),),
        recipients=recipients(
            organization,
            {item.lead_unit for item in directives} | _supporting(directives),
            also=_members(organization),
        ),
    )


def _whole(resolution, full):
    return (
        Resolution.objects.select_related("session__term__organization__parent", "signer")
        .prefetch_related(
            Prefetch("replaces", readable(Resolution.objects, full)),
            "session__results",
            "session__shortcomings",
            Prefetch("session__directives", Directive.objects.for_rows()),
        )
        .get(pk=resolution.pk)
    )


def _file_name(resolution, kind):
    return f"{kind} {resolution.symbol or resolution.session.name}".replace("/", "-")


def _abstract(resolution, kind):
    """The title without the kind that stands above it: "về nhiệm vụ trọng tâm quý I"."""
    title = resolution.title
    return title[len(kind) :].strip() if title.lower().startswith(f"{kind.lower()} ") else title


def directives_of(resolution):
    """Its own directives; a resolution or conclusion that has none carries those of no document."""
    every = list(resolution.session.directives.all())
    own = [item for item in every if item.resolution_id == resolution.pk]
    if own or resolution.kind not in ("resolution", "conclusion", "notice"):
        return own
    return [item for item in every if item.resolution_id is None]


def _supporting(directives):
    return {unit for item in directives for unit in item.supporting_units.all()}


def _members(organization):
    body = organization.governing_body.partition(" Đảng bộ")[0]
    return [f"Các đồng chí ủy viên {body}"] if body else []


def _body(resolution, directives):
    task = [duties(directives)] if directives else []
    if resolution.text:
        attached = [Part("directives", tuple(task), "Nhiệm vụ giao kèm theo")] if task else []
        return [*_typed(resolution.text), *attached]
    session = resolution.session
    grounds = (
        f"Căn cứ kết quả {session.name} của "
        f"{session.organization.governing_body or session.organization.name}, họp ngày {short_day(session.held_on)};"
    )
    opening = OPENINGS.get(resolution.kind)
    ahead = f" {session.period_ahead.label}" if session.period_ahead else ""
    shortcomings = items("shortcoming", (f"- {row.text}" for row in session.shortcomings.all()))
    parts = numbered_parts(
        ("results", "Kết quả đạt được", _results(session)),
        ("shortcomings", "Hạn chế, khuyết điểm", shortcomings),
        ("directives", f"Nhiệm vụ{ahead}", task),
    )
    return [
        Paragraph(grounds, italic=True),
        *([Centred(opening)] if opening else []),
        *(parts if resolution.kind in ("resolution", "conclusion", "notice", "report") else task),
    ]


def _results(session):
    summary = [Paragraph(session.summary)] if session.summary else []
    return [*summary, *items("result", (f"- {row.text}" for row in session.results.all()))]


def _typed(text):
    """The typed text, line by line: each of its headings opens a part, each Điều an article."""
    lines = filter(None, map(str.strip, text.splitlines()))
    for heading, (first, *others) in _groups(lines, _HEADING):
        if heading:
            number = heading[1] or ""
            yield Part("part", tuple(_articles(others)), first[len(number) :], number.strip())
        else:
            yield from _articles([first, *others])


def _articles(lines):
    for article, (first, *others) in _groups(lines, _MATTER):
        if article:
            blocks = Paragraph(first[article.end() :]), *map(Paragraph, others)
            yield Part("article", blocks, number=article[0].strip())
        else:
            yield from map(Paragraph, [first, *others])


def _groups(lines, mark):
    """The lines in groups, a new one wherever the mark matches: its match, or None, and its lines."""
    groups = [(None, [])]
    for line in lines:
        if found := mark.match(line):
            groups.append((found, []))
        groups[-1][1].append(line)
    return [(found, group) for found, group in groups if group]


def _closing(resolution, kind):
    lines = []
    if resolution.replaces:
        lines.append(f"{kind} này thay thế {resolution.replaces.name}.")
    if resolution.votes_for is not None and resolution.incumbents:
        lines.append(
            f"{kind} này được {resolution.votes_for}/{resolution.incumbents} ủy viên đương nhiệm tán thành."
        )
    if not resolution.text:
        lines.append(
            f"Các cơ quan, đơn vị được giao nhiệm vụ tổ chức thực hiện {kind.lower()} này và báo cáo kết quả."
        )
    return map(Paragraph, lines)
