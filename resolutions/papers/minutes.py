"""Minutes (biên bản): after Hướng dẫn 16-HD/VPTW of 2023, written for provinces and used by analogy."""

from django.db.models import Prefetch

from meetings.models import Attendance, IndicatorValue, Result, Session, Shortcoming, Statement
from resolutions.models import Directive, PersonnelDecision, Resolution, Review
from resolutions.papers.duties import duties
from resolutions.papers.head import (
    BLANK,
    called,
    head,
    number_in_words,
    numbered,
    person,
    readable,
    recipients,
    sentence,
    short_day,
)
from resolutions.typeset.paper import Column, Paper, Paragraph, Part, Signature, Table

INDICATORS = (
    Column("TT", 7, "center"),
    Column("Chỉ tiêu", 33),
    Column("Đơn vị tính", 12, "center"),
    Column("Kế hoạch", 12, "right"),
    Column("Thực hiện", 12, "right"),
    Column("Tỷ lệ", 26),
)

REVIEWS = (
    Column("TT", 7, "center"),
    Column("Nhiệm vụ", 40),
    Column("Kỳ họp giao", 15),
    Column("Đánh giá", 15),
    Column("Lý do, thời hạn mới", 25),
)


def minutes(session, *, full, root=""):
    """The minutes of a session. A stranger reads who was there, and what was said, in numbers only."""
    session = _whole(session, full)
    organization = session.organization
    registered = next((item for item in session.resolutions.all() if item.kind == "minutes"), None)
    parts = numbered_parts(
        ("attendance", "Thành phần", _present(session, full)),
        ("proceedings", "Diễn biến", _course(session, full)),
        ("reviews", "Đánh giá nhiệm vụ các kỳ trước", _reviews(session)),
        ("results", "Kết quả đạt được", _results(session)),
        ("shortcomings", "Hạn chế, khuyết điểm", _shortcomings(session)),
        ("directives", "Nhiệm vụ", [duties(session.directives.all())] if session.directives.all() else []),
        ("personnelDecisions", "Công tác cán bộ", _personnel(session)),
        ("votes", "Biểu quyết", _votes(session, full)),
    )
    return Paper(
        **head(
            organization,
            session.held_on,
            kind="Biên bản",
            abstract=_title(session),
            number=numbered(registered.symbol if registered else "", "BB", organization),
            name=f"Biên bản {session.name}",
            session=session,
            root=root,
        ),
        body=(*_particulars(session), *parts, *_end(session)),
        signatures=(
            Signature(title="NGƯỜI GHI BIÊN BẢN", name=session.secretary.name if session.secretary else ""),
            Signature(title="CHỦ TRÌ", name=session.chair.name if session.chair else ""),
        ),
        recipients=recipients(organization, ()),
    )


def numbered_parts(*parts):
    """The parts of a paper (name, heading, blocks) that hold something, with their numbers."""
    held = (part for part in parts if part[2])
    return [Part(name, tuple(blocks), heading, f"{n}.") for n, (name, heading, blocks) in enumerate(held, 1)]


def _whole(session, full):
    statements = Statement.objects.select_related("person") if full else Statement.objects.none()
    return (
        Session.objects.select_related("term__organization__parent", "chair", "secretary")
        .prefetch_related(
            "agenda_items__presenter",
            "attachments",
            Prefetch("attendances", Attendance.objects.select_related("person")),
            Prefetch("statements", statements),
            Prefetch("results", Result.objects.select_related("sector")),
            Prefetch("indicator_values", IndicatorValue.objects.select_related("indicator")),
            Prefetch("shortcomings", Shortcoming.objects.select_related("sector", "responsible")),
            Prefetch("resolutions", Resolution.objects.prefetch_related("reserved_opinions__person")),
            Prefetch("directives", Directive.objects.for_rows()),
            Prefetch("personnel_decisions", PersonnelDecision.objects.select_related("body", "person")),
            Prefetch(
                "reviews",
                readable(Review.objects, full).select_related("directive__session__term__organization"),
            ),
        )
        .get(pk=session.pk)
    )


def _title(session):
    body = session.organization.governing_body or session.organization.name
    return f"{session.name}, {body},\n{session.term.name}"


def _hour(moment):
    return f"{moment:%H} giờ {moment:%M}" if moment else "…… giờ ……"


def _particulars(session):
    days = f"ngày {short_day(session.held_on)}"
    if session.ends_on:
        days += f" đến ngày {short_day(session.ends_on)}"
    matters = "; ".join(item.title.rstrip(".;") for item in session.agenda_items.all())
    papers = "; ".join(str(item) for item in session.attachments.all() if item.kind != "photo")
    lines = [
        ("Thời gian:", f"khai mạc lúc {_hour(session.opens_at)}, {days}."),
        ("Địa điểm:", f"{session.place or BLANK}."),
        ("Nội dung:", f"{matters or BLANK}."),
        ("Người chủ trì:", f"{person(session.chair)}."),
        ("Người ghi biên bản:", f"{person(session.secretary)}."),
        ("Tài liệu:", papers and f"{papers}."),
    ]
    return [Paragraph(text, lead=lead) for lead, text in lines if text]


def _present(session, full):
    by_status = {status: [] for status in Attendance.Status}
    for row in session.attendances.all():
        by_status[row.status].append(row)
    if not session.attendances.all():
        return [Paragraph(f"Có mặt {BLANK}, vắng {BLANK}.", lead="1.1.")]
    away = [*by_status["excused"], *by_status["absent"]]
    present, invited = by_status["present"], by_status["invited"]
    text = (
        f"Ủy viên: có mặt {len(present)}, vắng có lý do {len(by_status['excused'])}, "
        f"vắng không lý do {len(by_status['absent'])}."
    )
    blocks = [Paragraph(text)]
    if full:
        blocks += [Paragraph(f"Có mặt: {'; '.join(row.person.name for row in present)}.")] if present else []
        blocks += [Paragraph(f"- Vắng: {_absence(row)}.") for row in away]
    if (quorum := session.quorum) is not None:
        met = "đủ" if quorum.is_met else "chưa đủ"
        blocks.append(
            Paragraph(
                f"Số ủy viên có mặt là {quorum.present}/{quorum.incumbents}, cần {quorum.needed}: {met} túc số."
            )
        )
    if invited:
        names = f": {'; '.join(person(row.person) for row in invited)}" if full else ""
        blocks.append(Paragraph(f"Khách mời: {len(invited)}{names}."))
    return blocks


def _absence(row):
    return f"{person(row.person)} ({row.reason or 'không có lý do'})"


def _course(session, full):
    blocks, by_item = [], {}
    for statement in session.statements.all():
        by_item.setdefault(statement.agenda_item_id, []).append(statement)
    for n, item in enumerate(session.agenda_items.all(), 1):
        presenter = f" ({person(item.presenter)} trình bày)" if item.presenter else ""
        matter = [Paragraph(f"{item.title.rstrip('.')}{presenter}."), *map(_said, by_item.get(item.pk, ()))]
        if item.conclusion:
            matter.append(Paragraph(item.conclusion, lead="Kết luận:"))
        blocks.append(Part("agendaItem", tuple(matter), number=f"({n})"))
    if others := by_item.get(None):
        blocks += [Paragraph("Ý kiến khác:"), *map(_said, others)]
    return blocks


def _said(statement):
    speaker = person(statement.person) if statement.person else statement.speaker
    return Paragraph(f"- {speaker[:1].upper()}{speaker[1:]}: {statement.text}")


def _reviews(session):
    rows = tuple(
        (
            str(n),
            row.directive.text,
            row.directive.session.name,
            str(row.get_outcome_display()),
            "\n".join(
                filter(None, [row.reason, row.new_due_on and f"Thời hạn mới: {short_day(row.new_due_on)}"])
            ),
        )
        for n, row in enumerate(session.reviews.all(), 1)
    )
    return [Table(REVIEWS, rows)] if rows else []


def _results(session):
    blocks = [Paragraph(session.summary)] if session.summary else []
    if session.targets_total is not None:
        blocks.append(Paragraph(f"Chỉ tiêu đạt và vượt: {session.targets_met}/{session.targets_total}."))
    blocks += items("result", (f"- {row.text}" for row in session.results.all()))
    if values := session.indicator_values.all():
        rows = tuple(_indicator(n, value) for n, value in enumerate(values, 1))
        blocks.append(Part("indicators", (Table(INDICATORS, rows),)))
    return blocks


def items(name, texts):
    """Each text as a part by itself."""
    return [Part(name, (Paragraph(text),)) for text in texts]


def _indicator(n, value):
    rate = ""
    if value.percent is not None:
        rate = f"{value.get_qualifier_display()} {number_in_words(value.percent)}% {value.get_base_display()}".strip()
    return (
        str(n),
        value.indicator.name,
        value.indicator.unit,
        number_in_words(value.planned),
        number_in_words(value.actual),
        "\n".join(filter(None, [rate, value.note])),
    )


def _shortcomings(session):
    return [
        Part(
            "shortcoming",
            (Paragraph(" ".join([sentence(row.text), *_particulars_of(row)])),),
            number=f"({n})",
        )
        for n, row in enumerate(session.shortcomings.all(), 1)
    ]


def _particulars_of(row):
    told = [
        (row.measure, "Số liệu"),
        (row.cause, "Nguyên nhân"),
        (row.responsible and called(row.responsible), "Đơn vị chịu trách nhiệm"),
    ]
    return [sentence(f"{label}: {text}") for text, label in told if text]


def _personnel(session):
    return items(
        "personnelDecision",
        (" ".join([f"- {sentence(row.text)}", *_counts(row)]) for row in session.personnel_decisions.all()),
    )


def _votes(session, full):
    blocks = []
    for row in session.resolutions.all():
        counts = _counts(row)
        if counts:
            blocks += items("vote", [f"- {row.name}, {row.title}: {' '.join(counts)}"])
        if full:
            blocks += [
                Paragraph(f"Ý kiến bảo lưu của {person(opinion.person)}: {opinion.text}")
                for opinion in row.reserved_opinions.all()
            ]
    return blocks


def _counts(ballot):
    told = [
        (ballot.ballots_issued, "phiếu phát ra"),
        (ballot.ballots_collected, "phiếu thu về"),
        (ballot.ballots_valid, "phiếu hợp lệ"),
        (ballot.votes_for, "tán thành"),
        (ballot.votes_against, "không tán thành"),
        (ballot.votes_other, "ý kiến khác"),
    ]
    counts = ", ".join(f"{label} {count}" for count, label in told if count is not None)
    if not counts:
        return []
    of = f" trên {ballot.incumbents} ủy viên đương nhiệm" if ballot.incumbents is not None else ""
    verdict = {True: " Được thông qua.", False: " Không được thông qua.", None: ""}[ballot.carried]
    return [f"{counts[0].upper()}{counts[1:]}{of}.{verdict}"]


def _end(session):
    return [
        Paragraph(
            f"{session.name} bế mạc lúc {_hour(session.closes_at)}, ngày {short_day(session.ends_on or session.held_on)}."
        )
    ]
