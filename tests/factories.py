"""One factory per noun: valid by default, and everything it needs made along with it.

`SessionFactory()` is a session of an organization of its own; `SessionFactory.build()` saves nothing.
"""

from contextlib import contextmanager
from datetime import date, timedelta

import factory
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

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
from meetings.models.session_record import ADDENDUM
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
from tests.files.samples import PDF


class _WhileOpen:
    """Stands in for an addendum of every session at once, and notes nothing."""

    session_id = type("Any", (), {"__eq__": lambda *_: True, "__ne__": lambda *_: False, "__hash__": None})()

    def note(self, before, after):
        pass


@contextmanager
def while_open():
    """Within this, rows are written as if their session had not been approved yet."""
    token = ADDENDUM.set(_WhileOpen())
    try:
        yield
    finally:
        ADDENDUM.reset(token)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = get_user_model()

    username = factory.Sequence("user-{}".format)


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = Organization

    code = factory.Sequence("huyen-{}".format)
    name = factory.Sequence("Đảng bộ huyện {}".format)
    kind = "party_committee"
    level = "district"
    symbol = "HU"
    session_word = "ky_hop"


class UnitFactory(OrganizationFactory):
    code = factory.Sequence("phong-{}".format)
    name = factory.Sequence("Phòng {}".format)
    kind = "department"
    symbol = ""


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence("Lò Văn {}".format)


class SectorFactory(DjangoModelFactory):
    class Meta:
        model = Sector

    code = factory.Sequence("linh-vuc-{}".format)
    name = factory.Sequence("Lĩnh vực {}".format)


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term

    organization = factory.SubFactory(OrganizationFactory)
    number = 6
    start_year = 2020
    end_year = 2025


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    term = factory.SubFactory(TermFactory)
    organization = factory.SelfAttribute("term.organization")
    person = factory.SubFactory(PersonFactory)


class RoleFactory(DjangoModelFactory):
    class Meta:
        model = Role

    user = factory.SubFactory(UserFactory)
    organization = factory.SubFactory(OrganizationFactory)
    kind = "clerk"


class ApiKeyFactory(DjangoModelFactory):
    """A key, whose `secret` its client would send."""

    class Meta:
        model = ApiKey

    organization = factory.SubFactory(OrganizationFactory)
    name = factory.Sequence("Cổng thông tin {}".format)
    contact = "Tổ quản trị cổng"


class SessionFactory(DjangoModelFactory):
    """Session 15 of 29/9/2023, unless told otherwise."""

    class Meta:
        model = Session

    term = factory.SubFactory(TermFactory)
    ordinal = 15
    held_on = date(2023, 9, 29)
    assessed_starts_on = date(2023, 1, 1)
    assessed_ends_on = date(2023, 9, 30)
    ahead_starts_on = date(2023, 10, 1)
    ahead_ends_on = date(2023, 12, 31)

    class Params:
        earlier = factory.Trait(
            ordinal=14, held_on=date(2023, 6, 28), ahead_starts_on=None, ahead_ends_on=None
        )
        later = factory.Trait(
            ordinal=16, held_on=date(2023, 12, 20), ahead_starts_on=None, ahead_ends_on=None
        )


class SessionRecordFactory(DjangoModelFactory):
    """A row of a session, written before its approval, whatever the session is by now."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        with while_open():
            return super()._create(model_class, *args, **kwargs)


class PartFactory(SessionRecordFactory):
    class Meta:
        abstract = True

    session = factory.SubFactory(SessionFactory)


class AgendaItemFactory(PartFactory):
    class Meta:
        model = AgendaItem

    title = "Đánh giá 9 tháng đầu năm"


class AttendanceFactory(PartFactory):
    class Meta:
        model = Attendance

    person = factory.SubFactory(PersonFactory)


class StatementFactory(PartFactory):
    class Meta:
        model = Statement

    person = factory.SubFactory(PersonFactory)
    text = "Nhất trí với báo cáo."


class ResultFactory(PartFactory):
    class Meta:
        model = Result

    text = "Hoàn thành kế hoạch năm."


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    name = factory.Sequence("Chỉ tiêu {}".format)
    unit = "ha"


class IndicatorValueFactory(PartFactory):
    class Meta:
        model = IndicatorValue

    indicator = factory.SubFactory(IndicatorFactory)
    planned = 100
    actual = 50


class ShortcomingFactory(PartFactory):
    class Meta:
        model = Shortcoming

    text = "Giải ngân vốn còn chậm."


class AttachmentFactory(PartFactory):
    class Meta:
        model = Attachment

    caption = "Đại biểu dự kỳ họp"


class SourceFactory(PartFactory):
    class Meta:
        model = Source

    title = "Bài báo về kỳ họp"


class DraftFactory(DjangoModelFactory):
    class Meta:
        model = Draft

    title = "Bản nháp"
    text = "Ngày 29/9, Ban Chấp hành họp."
    organization = factory.SubFactory(OrganizationFactory)


class ResolutionFactory(PartFactory):
    class Meta:
        model = Resolution

    number = factory.Sequence(lambda n: n + 1)
    title = "Nghị quyết về nhiệm vụ trọng tâm"


class DirectiveFactory(PartFactory):
    class Meta:
        model = Directive

    text = "Đẩy nhanh giải ngân vốn đầu tư công."


class SupportingUnitFactory(SessionRecordFactory):
    class Meta:
        model = SupportingUnit

    directive = factory.SubFactory(DirectiveFactory)
    unit = factory.SubFactory(UnitFactory)


class RemedyFactory(SessionRecordFactory):
    class Meta:
        model = Remedy

    directive = factory.SubFactory(DirectiveFactory)
    shortcoming = factory.SubFactory(ShortcomingFactory, session=factory.SelfAttribute("..directive.session"))


class ProgressReportFactory(DjangoModelFactory):
    class Meta:
        model = ProgressReport

    directive = factory.SubFactory(DirectiveFactory)
    unit = factory.SubFactory(UnitFactory)
    reported_on = date(2023, 11, 1)
    percent = 40
    text = "Đã giải ngân được bốn phần mười."


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    report = factory.SubFactory(ProgressReportFactory)
    file = factory.django.FileField(filename="bien-ban.pdf", data=PDF)


class ReviewFactory(SessionRecordFactory):
    class Meta:
        model = Review

    directive = factory.SubFactory(DirectiveFactory)
    session = factory.SubFactory(
        SessionFactory, later=True, term=factory.SelfAttribute("..directive.session.term")
    )
    outcome = "carried_over"
    reason = "Chưa xong."


class PersonnelDecisionFactory(PartFactory):
    class Meta:
        model = PersonnelDecision

    kind = "consolidation"
    text = "Kiện toàn Ban Chấp hành."


class ReservedOpinionFactory(SessionRecordFactory):
    class Meta:
        model = ReservedOpinion

    resolution = factory.SubFactory(ResolutionFactory)
    person = factory.SubFactory(PersonFactory)
    text = "Cần thêm thời gian chuẩn bị."


class AddendumFactory(SessionRecordFactory):
    class Meta:
        model = Addendum

    session = factory.SubFactory(SessionFactory, state="approved")
    number = factory.Sequence(lambda n: n + 1)
    reason = "Ghi nhầm số liệu."


class CorrectionFactory(SessionRecordFactory):
    class Meta:
        model = Correction

    addendum = factory.SubFactory(AddendumFactory)
    record = "meetings.result:1"
    record_label = "Kết quả: 22/43 chỉ tiêu"
    field = "text"
    field_label = "Nội dung"
    before = "22/43 chỉ tiêu"
    after = "23/43 chỉ tiêu"


class SealFactory(DjangoModelFactory):
    class Meta:
        model = Seal

    session = factory.SubFactory(SessionFactory, state="draft")
    organization = factory.SelfAttribute("session.organization")
    number = factory.Sequence(lambda n: n + 1)
    occasion = "approval"


class LayoutFactory(DjangoModelFactory):
    class Meta:
        model = Layout

    rule = factory.Sequence("{}-HD/VPTW".format)
    in_force_on = factory.Sequence(lambda n: date(2027, 1, 1) + timedelta(days=n))


class PaperTemplateFactory(DjangoModelFactory):
    class Meta:
        model = PaperTemplate

    organization = factory.SubFactory(OrganizationFactory)
    kind = "resolution"
    file = factory.LazyAttribute(lambda row: ContentFile(PaperTemplate(kind=row.kind).starting(), "mau.docx"))
    in_force_on = date(2020, 1, 1)


class ReminderFactory(DjangoModelFactory):
    class Meta:
        model = Reminder

    organization = factory.SubFactory(OrganizationFactory)
    kind = "digest"
    sent_on = date(2023, 11, 1)
    recipients = "van-phong@example.org"
    subject = "Nhắc việc"


FACTORIES = {
    made._meta.model: made
    for made in list(vars().values())
    if isinstance(made, type)
    and issubclass(made, DjangoModelFactory)
    and not made._meta.abstract
    and made not in (UserFactory, UnitFactory)
}
"""The factory of each noun."""
