"""A unit sees what it leads or supports, reports it, and the office confirms or returns the report."""

from datetime import date

import pytest
from django.utils import timezone

from resolutions.actions import report_progress
from resolutions.models import Directive, ProgressReport
from tests.desk.pages import sent
from tests.files.samples import PDF, picture, upload

pytestmark = pytest.mark.usefixtures("before_approval")


def typed(**changes):
    return {"percent": "60", "text": "đã làm được sáu phần mười", "reported_on": "05/11/2023", **changes}


@pytest.fixture
def report_page(district):
    return f"/unit/directives/{district.duty.pk}/report/"


def test_unit_sees_only_what_it_leads_or_supports(district, reporter_of):
    Directive.objects.create(session=district.s15, text="việc của ban khác", lead_unit=district.stranger)
    lead = reporter_of(district.unit, "chu-tri").get("/unit/").content.decode()
    assert "Đẩy nhanh giải ngân vốn" in lead
    assert "việc của ban khác" not in lead
    support = reporter_of(district.helper, "phoi-hop").get("/unit/").content.decode()
    assert "Đẩy nhanh giải ngân vốn" in support


def test_unit_sees_nothing_of_a_draft(district, reporter_of):
    Directive.objects.create(session=district.s16, text="việc chưa duyệt", lead_unit=district.unit)
    assert "việc chưa duyệt" not in reporter_of(district.unit).get("/unit/").content.decode()


def test_open_directives_come_first_by_deadline(district, reporter_of):
    first = Directive.objects.create(
        session=district.s14, text="hạn sớm", lead_unit=district.unit, due_on=date(2023, 7, 1)
    )
    done = Directive.objects.create(
        session=district.s14,
        text="đã xong",
        lead_unit=district.unit,
        status="completed",
        percent=100,
        completed_on=date(2023, 7, 1),
        outcome="xong",
    )
    listed = list(reporter_of(district.unit).get("/unit/").context["directives"])
    assert listed == [first, district.duty, done]


def test_report_reaches_the_office_with_its_evidence(district, reporter_of, report_page):
    photo = upload("anh.jpg", picture())
    paper = upload("bao-cao.pdf", PDF)
    answer = reporter_of(district.unit).post(report_page, typed(evidence=[photo, paper]))
    assert answer.status_code == 302
    report = ProgressReport.objects.get()
    assert (report.unit, report.percent, report.reported_on) == (district.unit, 60, date(2023, 11, 5))
    assert (report.state, report.evidence.count()) == ("sent", 2)


def test_supporting_unit_reports_in_its_own_name(district, reporter_of, report_page):
    reporter_of(district.helper).post(report_page, typed())
    assert ProgressReport.objects.get().unit == district.helper


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"percent": "101"}, "0 đến 100"),
        ({"percent": ""}, "bắt buộc"),
        ({"text": ""}, "bắt buộc"),
        ({"reported_on": "31/02/2023"}, "ngày"),
        ({"reported_on": "01/01/2023"}, "không thể trước ngày kỳ họp"),
    ],
)
def test_wrong_report_says_why_and_keeps_what_was_typed(district, reporter_of, report_page, wrong, message):
    answer = reporter_of(district.unit).post(report_page, typed(**wrong))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert message in text
    assert "text" in wrong or "đã làm được sáu phần mười" in text
    assert not ProgressReport.objects.exists()


def test_refused_file_is_named_and_the_rest_of_the_form_stays(district, reporter_of, report_page):
    script = upload("virus.exe", b"MZ")
    text = reporter_of(district.unit).post(report_page, typed(evidence=[script])).content.decode()
    assert "virus.exe" in text
    assert "đã làm được sáu phần mười" in text
    assert not ProgressReport.objects.exists()


def test_nobody_reports_on_a_directive_of_another_unit(district, reporter_of, report_page):
    assert reporter_of(district.stranger).post(report_page, typed()).status_code == 404
    assert not ProgressReport.objects.exists()


def test_stranger_is_asked_to_sign_in(district, client, report_page):
    for page in ("/unit/", report_page, "/reports/"):
        assert client.get(page).url.startswith("/login/")


def test_office_confirms_and_the_directive_follows(district, reporter_of, report_page, admin_user):
    client = reporter_of(district.unit)
    client.post(report_page, typed())
    client.force_login(admin_user)
    assert "đã làm được sáu phần mười" in client.get("/reports/").content.decode()
    client.post("/reports/", sent(client.get("/reports/")) | {"confirm": ""})
    assert Directive.objects.get(pk=district.duty.pk).percent == 60
    assert "Không có báo cáo nào" in client.get("/reports/").content.decode()


def test_office_returns_a_report_with_a_remark_that_the_unit_reads(
    district, reporter_of, report_page, admin_user
):
    client = reporter_of(district.unit)
    client.post(report_page, typed())
    user = ProgressReport.history.latest().history_user
    client.force_login(admin_user)
    page = sent(client.get("/reports/"))
    refused = client.post("/reports/", page | {"return": "", "remark": ""})
    assert "phải ghi ý kiến" in refused.content.decode()
    client.post("/reports/", page | {"return": "", "remark": "thiếu số liệu"})
    client.force_login(user)
    assert "thiếu số liệu" in client.get("/unit/").content.decode()


def test_today_is_suggested(district, reporter_of, report_page):
    assert f"{timezone.localdate():%d/%m/%Y}" in reporter_of(district.unit).get(report_page).content.decode()


def test_unconfirmed_report_is_not_public(district, reporter_of, report_page, client):
    reporter_of(district.unit).post(report_page, typed())
    client.logout()
    assert "sáu phần mười" not in client.get(f"/directives/{district.duty.pk}/").content.decode()
    ProgressReport.objects.get().confirm()
    assert "sáu phần mười" in client.get(f"/directives/{district.duty.pk}/").content.decode()


def test_report_that_changed_since_it_was_read_is_not_confirmed_unseen(district, client, admin_user):
    report = report_progress(
        directive=district.duty,
        unit=district.unit,
        reported_on=date(2023, 10, 5),
        percent=40,
        text="bốn phần",
    )
    client.force_login(admin_user)
    page = sent(client.get("/reports/")) | {"remark": "đã gõ"}
    report.percent = 90
    report.save()
    answer = client.post("/reports/", page | {"confirm": ""}).content.decode()
    assert "Báo cáo đã thay đổi từ lúc bạn mở trang này" in answer and "90%" in answer and "đã gõ" in answer
    report.confirm()
    answer = client.post("/reports/", page | {"return": ""}).content.decode()
    assert "Đã xác nhận" in answer and "đã gõ" in answer
    assert ProgressReport.objects.get().state == "confirmed"
