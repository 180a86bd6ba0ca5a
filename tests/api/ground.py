"""A small world to ask the API about: an organization with two sessions, and one row of everything on them."""

from dataclasses import dataclass
from datetime import date
from itertools import count

from district.models import Membership, Organization, Person, Sector, Term
from meetings.models import (
    AgendaItem,
    Attachment,
    Attendance,
    Indicator,
    IndicatorValue,
    Result,
    Session,
    Shortcoming,
    Source,
)
from resolutions.actions import report_progress, review
from resolutions.models import Directive, PersonnelDecision, Remedy, Resolution, SupportingUnit

numbers = count(1)


@dataclass
class World:
    """What `grow` made: the first session sets a directive, the second reviews it."""

    organization: Organization
    first: Session
    second: Session

    def publish(self):
        """Show both sessions to strangers."""
        self.first.publish()
        self.second.publish()
        return self


def grow(word="mẫu", breadth=1):
    """An organization with two unpublished sessions whose every text holds the word."""
    n = next(numbers)
    province = Organization.objects.create(
        code=f"tinh-{n}", name=f"Tỉnh {word} {n}", kind="party_committee", level="province"
    )
    organization = Organization.objects.create(
        code=f"huyen-{n}",
        name=f"Huyện {word} {n}",
        kind="party_committee",
        level="district",
        symbol="HU",
        session_word="ky_hop",
        parent=province,
    )
    term = Term.objects.create(organization=organization, number=6, start_year=2020, end_year=2025)
    root = Sector.objects.create(code=f"goc-{n}", name=f"Lĩnh vực gốc {word} {n}")
    sector = Sector.objects.create(code=f"nganh-{n}", name=f"Lĩnh vực {word} {n}", parent=root)
    person = Person.objects.create(name=f"Lò Văn {word} {n}", organization=province)
    Membership.objects.create(
        person=person, organization=organization, term=term, post="secretary", starts_on=date(2021, 1, 1)
    )
    first = sit(term, 1, date(2023, 6, 29), word, sector, person, breadth)
    second = sit(term, 2, date(2023, 9, 29), word, sector, person, breadth, earlier=first)
    return World(organization, first, second)


def sit(term, ordinal, held_on, word, sector, person, breadth, earlier=None):
    """A session with everything on it; what an earlier one left open is repeated and reviewed."""
    session = Session.objects.create(
        term=term,
        ordinal=ordinal,
        held_on=held_on,
        place=f"Hội trường {word}",
        chair=person,
        secretary=person,
        assessed_starts_on=date(2023, 1, 1),
        assessed_ends_on=date(2023, 9, 30),
        ahead_starts_on=date(2023, 10, 1),
        ahead_ends_on=date(2023, 12, 31),
        targets_met=22,
        targets_total=43,
        summary=f"Đánh giá {word}",
    )
    AgendaItem.objects.create(session=session, title=f"Nội dung {word}", presenter=person)
    Source.objects.create(session=session, title=f"Bài báo {word}", author="Nhật", url="https://example.org/")
    Attachment.objects.create(session=session, caption=f"Ảnh {word}", credit="Nhật")
    for status in Attendance.Status:
        guest = Person.objects.create(name=f"Khách {word} {next(numbers)}")
        Attendance.objects.create(session=session, person=guest, status=status, reason="ốm")
    for position in range(breadth):
        hang_on(session, position, word, sector, person)
    for directive in Directive.objects.filter(session=earlier) if earlier else ():
        review(directive=directive, session=session, outcome="carried_over", reason=f"Chậm {word}")
    for old, new in zip(
        Shortcoming.objects.filter(session=earlier), session.shortcomings.all(), strict=False
    ):
        new.repeats = old
        new.save()
        Remedy.objects.create(directive=session.directives.first(), shortcoming=old)
    return session


def hang_on(session, position, word, sector, person):
    """One row of each part on the session."""
    n = next(numbers)
    unit = Organization.objects.create(code=f"xa-{n}", name=f"Xã {word} {n}", kind="other", level="commune")
    help_ = Organization.objects.create(
        code=f"ban-{n}", name=f"Ban {word} {n}", kind="other", level="commune"
    )
    indicator = Indicator.objects.create(name=f"Chỉ tiêu {word} {n}", unit="ha", sector=sector)
    IndicatorValue.objects.create(
        session=session, indicator=indicator, planned=100, actual="114.62", percent_of_plan="114.62"
    )
    Result.objects.create(session=session, sector=sector, text=f"Kết quả {word} {n}", position=position)
    shortcoming = Shortcoming.objects.create(
        session=session, sector=sector, text=f"Hạn chế {word} {n}", responsible=unit, position=position
    )
    earlier = Resolution.objects.filter(term=session.term).order_by("id").last()
    resolution = Resolution.objects.create(
        session=session,
        number=n,
        title=f"Văn bản {word} {n}",
        signer=person,
        adopted_on=session.held_on,
        replaces=earlier,
    )
    directive = Directive.objects.create(
        session=session,
        resolution=resolution,
        sector=sector,
        text=f"Nhiệm vụ {word} {n}",
        lead_unit=unit,
        due_on=date(2023, 12, 31),
        position=position,
    )
    SupportingUnit.objects.create(directive=directive, unit=help_)
    Remedy.objects.create(directive=directive, shortcoming=shortcoming)
    report_progress(
        directive=directive,
        unit=unit,
        reported_on=session.held_on,
        percent=30,
        text=f"Tiến độ {word} {n}",
        confirmed=True,
    )
    PersonnelDecision.objects.create(
        session=session, kind="consolidation", body=help_, person=person, text=f"Kiện toàn {word} {n}"
    )
