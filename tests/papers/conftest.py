"""A session with something of every kind on it."""

from datetime import date

import pytest

from tests.factories import (
    AgendaItemFactory,
    AttendanceFactory,
    DirectiveFactory,
    IndicatorValueFactory,
    MembershipFactory,
    OrganizationFactory,
    PersonFactory,
    PersonnelDecisionFactory,
    ResolutionFactory,
    ResultFactory,
    SessionFactory,
    ShortcomingFactory,
    StatementFactory,
    TermFactory,
    UnitFactory,
)


@pytest.fixture
def session(db):
    """A draft of session 15, with a chair who is secretary of the committee."""
    province = OrganizationFactory(
        name="Đảng bộ tỉnh Điện Biên", short_name="Tỉnh ủy Điện Biên", level="province"
    )
    committee = OrganizationFactory(
        name="Đảng bộ huyện Điện Biên Đông",
        short_name="Huyện ủy Điện Biên Đông",
        parent=province,
        governing_body="Ban Chấp hành Đảng bộ huyện",
        seat="Điện Biên Đông",
    )
    term = TermFactory(organization=committee)
    chair, recorder = PersonFactory(name="Lò Văn Chủ"), PersonFactory(name="Vàng Thị Ghi")
    MembershipFactory(term=term, person=chair, post="secretary")
    session = SessionFactory(
        term=term, chair=chair, secretary=recorder, place="Hội trường", targets_met=22, targets_total=43
    )
    item = AgendaItemFactory(session=session, presenter=chair, conclusion="Thống nhất cao.")
    StatementFactory(session=session, agenda_item=item, person=recorder, text="Cần làm nhanh hơn nữa.")
    for name, status in (("Lò Văn An", "present"), ("Sùng A Vắng", "excused"), ("Mùa A Khách", "invited")):
        AttendanceFactory(
            session=session, person=PersonFactory(name=name), status=status, reason="đi công tác xa"
        )
    ResultFactory(session=session, text="Giáo dục được quan tâm.")
    IndicatorValueFactory(session=session, indicator__name="Thu ngân sách", planned="1000", actual="1146.25")
    ShortcomingFactory(session=session, text="Trồng mắc ca chậm tiến độ.", cause="Thiếu giống")
    unit = UnitFactory(name="Phòng Nông nghiệp")
    DirectiveFactory(
        session=session,
        text="Ký hợp đồng liên kết với các hộ.",
        lead_unit=unit,
        due_on=date(2023, 12, 31),
        expected_output="Danh sách hộ",
    )
    ResolutionFactory(
        session=session,
        number=15,
        title="Nghị quyết về nhiệm vụ 3 tháng cuối năm",
        adopted_on=date(2023, 9, 29),
        incumbents=38,
        votes_for=36,
        votes_against=1,
        votes_other=1,
        signer=chair,
    )
    PersonnelDecisionFactory(session=session, text="Kiện toàn ủy viên Ban Chấp hành.")
    return session
