"""A whole session, with as many rows of every noun as are asked for, and every link of a row filled."""

from datetime import date

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile

from district.models import ApiKey, Membership, Organization, Person, Role, Sector, Term
from meetings.models import (
    Addendum,
    AgendaItem,
    Attachment,
    Attendance,
    Correction,
    Draft,
    Indicator,
    IndicatorValue,
    Result,
    Seal,
    Session,
    Shortcoming,
    Source,
    Statement,
)
from resolutions.models import (
    Directive,
    Evidence,
    Layout,
    PaperTemplate,
    PersonnelDecision,
    ProgressReport,
    Remedy,
    Reminder,
    ReservedOpinion,
    Resolution,
    Review,
    SupportingUnit,
)


def organization(code="huyen-uy", **values):
    return Organization.objects.create(
        **{
            "code": code,
            "name": f"Đảng bộ {code}",
            "kind": "party_committee",
            "level": "district",
            "symbol": "HU",
            "session_word": "ky_hop",
            **values,
        }
    )


def term(**values):
    values.setdefault("organization", None)
    values["organization"] = values["organization"] or organization()
    return Term.objects.create(**{"number": 6, "start_year": 2020, "end_year": 2025, **values})


def session(**values):
    values["term"] = values.get("term") or term()
    return Session.objects.create(
        **{
            "ordinal": 15,
            "held_on": date(2023, 9, 29),
            "assessed_starts_on": date(2023, 1, 1),
            "assessed_ends_on": date(2023, 9, 30),
            "ahead_starts_on": date(2023, 10, 1),
            "ahead_ends_on": date(2023, 12, 31),
            **values,
        }
    )


def whole_district(rows):
    """Everything there is, `rows` times, on and around one session, which is returned."""
    parent, heir = organization("tinh-uy"), organization("dang-bo-moi")
    committee = organization(parent=parent)
    now = term(organization=committee)
    earlier = session(term=now, ordinal=14, held_on=date(2023, 6, 30))
    lead = Person.objects.create(name="Lò Văn Chủ", organization=committee)
    whole = session(term=now, chair=lead, secretary=lead, targets_met=22, targets_total=43)
    later = session(term=now, ordinal=16, held_on=date(2023, 12, 20))
    for row in range(rows):
        _one_of_each(row, committee, heir, now, earlier, whole, later)
    return whole


def _one_of_each(row, committee, heir, now, earlier, whole, later):
    def unit(name):
        return organization(
            f"{name}-{row}",
            name=f"Phòng Nông nghiệp và Phát triển nông thôn huyện {name} {row}",
            parent=committee,
        )

    old = organization(f"cu-{row}", dissolved_on=date(2025, 7, 1), successor=heir, parent=committee)
    Term.objects.create(organization=committee, number=10 + row, start_year=2030 + row, end_year=2031 + row)
    parent_sector = Sector.objects.create(code=f"cha-{row}", name=f"Lĩnh vực cha {row}")
    sector = Sector.objects.create(code=f"con-{row}", name=f"Lĩnh vực con {row}", parent=parent_sector)
    person = Person.objects.create(name=f"Lò Văn {row}", title="Ủy viên", organization=unit("don-vi"))
    Membership.objects.create(person=person, organization=committee, term=now)
    user = User.objects.create_user(f"user-{row}")
    Group.objects.create(name=f"Nhóm {row}")
    Role.objects.create(user=user, organization=unit("vai-tro"), kind="reporter")
    ApiKey.objects.create(organization=committee, name=f"Cổng tỉnh {row}", contact="Tổ quản trị")
    item = AgendaItem.objects.create(session=whole, title=f"Nội dung {row}", presenter=person)
    Attendance.objects.create(session=whole, person=person)
    Statement.objects.create(session=whole, person=person, agenda_item=item, text="Nhất trí")
    Result.objects.create(session=whole, sector=sector, text=f"Kết quả {row}")
    indicator = Indicator.objects.create(name=f"Chỉ tiêu {row}", unit="ha", sector=sector)
    IndicatorValue.objects.create(session=whole, indicator=indicator, planned=100, actual=50)
    first = Shortcoming.objects.create(session=earlier, text=f"Hạn chế cũ {row}")
    shortcoming = Shortcoming.objects.create(
        session=whole,
        text=f"Hạn chế {row}: " + "tiến độ giải ngân các nguồn vốn còn chậm; " * 5 + "hết",
        sector=sector,
        responsible=unit("trach-nhiem"),
        repeats=first,
    )
    Attachment.objects.create(session=whole, caption=f"Ảnh {row}")
    Source.objects.create(session=whole, title=f"Bài {row}")
    Draft.objects.create(title=f"Nháp {row}", organization=old.successor, text="…")
    resolution = Resolution.objects.create(session=whole, number=row + 1, title="Nghị quyết", signer=person)
    replaced = Resolution.objects.create(session=earlier, number=100 + row, title="Nghị quyết cũ")
    resolution.replaces = replaced
    resolution.save()
    duty = {"sector": sector, "lead_unit": unit("chu-tri"), "person_in_charge": person}
    past = Directive.objects.create(session=earlier, text=f"Nhiệm vụ cũ {row}", **duty)
    directive = Directive.objects.create(
        session=whole,
        text=f"Nhiệm vụ {row}: " + "đẩy nhanh tiến độ thi công các công trình; " * 5 + "hết",
        due_on=date(2023, 12, 31),
        resolution=resolution,
        **duty,
    )
    for helper in ("phoi-hop-1", "phoi-hop-2"):
        SupportingUnit.objects.create(directive=directive, unit=unit(helper))
    Remedy.objects.create(directive=directive, shortcoming=first)
    Remedy.objects.create(directive=directive, shortcoming=shortcoming)
    report = ProgressReport.objects.create(
        directive=directive, unit=unit("bao-cao"), reported_on=date(2023, 11, 1), percent=10, text="…"
    )
    Evidence.objects.create(report=report, file=f"x/{row}.pdf", caption="Biên bản")
    Review.objects.create(directive=past, session=whole, outcome="carried_over", reason="chưa xong")
    Review.objects.create(directive=directive, session=later, outcome="carried_over", reason="chưa xong")
    PersonnelDecision.objects.create(
        session=whole, kind="election", body=unit("co-quan"), person=person, text=f"Bầu {row}"
    )
    ReservedOpinion.objects.create(resolution=resolution, person=person, text="Cần thêm thời gian")
    addendum = Addendum.objects.create(session=whole, number=row + 1, reason="Ghi nhầm", made_by=user)
    for before in ("22/43", "23/43"):
        Correction.objects.create(
            addendum=addendum,
            record=f"meetings.session:{whole.pk}",
            record_label="Kỳ họp",
            field="summary",
            field_label="Đánh giá chung",
            before=before,
        )
    Seal.objects.create(organization=committee, number=row + 1, session=whole, occasion="approval")
    Layout.objects.create(rule=f"{row}-HD", in_force_on=date(2030, 1, row + 1))
    template = ContentFile(PaperTemplate(kind="resolution").starting(), f"mau-{row}.docx")
    PaperTemplate.objects.create(
        organization=committee, kind="resolution", file=template, in_force_on=date(2030, 1, row + 1)
    )
    Reminder.objects.create(
        organization=committee, kind="digest", sent_on=date(2023, 1, row + 1), recipients="a", subject="b"
    )
