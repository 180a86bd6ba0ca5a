"""The forms of the office and of the units: whatever comes back is written as a whole or not at all."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given

from district.models import Role
from meetings.models import Draft, Session
from resolutions.models import Directive, ProgressReport, Resolution
from tests.desk.rows import whole_district
from tests.factories import UserFactory
from tests.hostile.forms import controls_of, file_controls, spoilt
from tests.hostile.ground import case, stored_files, trials, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]

TEXT = """Ngày 29/9/2023, Ban Chấp hành Đảng bộ huyện-uy khóa VI, nhiệm kỳ 2020 - 2025 tổ chức kỳ họp lần thứ 17.
9 tháng đầu năm, thu ngân sách đạt 114,62% kế hoạch; có 22/43 chỉ tiêu đạt và vượt.
Tuy nhiên, giải ngân vốn đầu tư công còn chậm, mới đạt 45%.
Kỳ họp yêu cầu Phòng Nông nghiệp đẩy nhanh tiến độ trước ngày 31/12/2023.
Ban Chấp hành đã bầu bổ sung đồng chí Lò Văn An.
"""
"""A report, from which one row of each kind is read."""


@pytest.fixture(scope="module")
def standing(shared):
    """A district with a session to prepare, to approve, a document to register, a report to confirm, a text to read."""
    whole = whole_district(1)
    organization = whole.organization
    Draft.objects.create(title="Bài báo", organization=organization, text=TEXT)
    Resolution.objects.create(session=whole, title="Chưa có số")
    later = Session.objects.order_by("-held_on").first()
    unit = Directive.objects.filter(session=whole).first().lead_unit
    Role.objects.create(user=UserFactory(username="don-vi"), organization=unit, kind="reporter")
    past = Session.objects.order_by("held_on").first()
    past.publish()
    duty = Directive.objects.filter(session=past).first()
    Role.objects.create(user=UserFactory(username="don-vi-cu"), organization=duty.lead_unit, kind="reporter")
    return later


def page_of(name):
    """The address of a page of the office that has a form."""
    waiting = Draft.objects.filter(status="waiting", title="Bài báo").first()
    records = {
        "preparation": Session.objects.filter(state="draft").order_by("-held_on").first(),
        "approval": Session.objects.filter(state="draft").order_by("-held_on").first(),
        "registration": Resolution.objects.filter(number=None).first(),
        "draft": waiting,
        "report": Directive.objects.filter(session__state="published").first(),
    }
    return reverse(name, args=[records[name].pk] if name in records else [])


@pytest.mark.parametrize("name", ["preparation", "approval", "registration", "draft", "reports", "report"])
def test_no_page_of_the_office_breaks_or_writes_half(name, admin_client):
    client = admin_client
    if name == "report":
        client = Client()
        client.force_login(Role.objects.get(user__username="don-vi-cu").user)
    page = page_of(name)
    opened = client.get(page)
    form = {name: value for name, value in controls_of(opened).items() if name != "language"}
    form |= {"state": "submitted", "remark": ""} if name in ("approval", "reports") else {}
    form |= {"report": str(ProgressReport.objects.first().pk), "return": "1"} if name == "reports" else {}

    @trials("pages", among=14, few=12 if name != "draft" else 4)
    @given(spoilt(form, [*file_controls(opened)], most=4))
    def send(sent):
        _changed, data = sent
        with case("pages"):
            before, kept = written(), stored_files()
            answer = client.post(page, data)
            assert answer.status_code in (200, 302, 400, 404)
            if answer.status_code != 302:
                assert written() == before
                assert stored_files() == kept

    send()
