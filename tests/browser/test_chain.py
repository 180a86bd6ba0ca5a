"""One shortcoming followed over the sessions, by reader, unit and office, in a real browser."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.core.management import call_command

from district.models import Organization, Role
from meetings.models import Session, Shortcoming
from resolutions.models import Directive, ProgressReport

pytestmark = pytest.mark.django_db(transaction=True)

WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}


@pytest.fixture
def sample(db):
    call_command("load_sample", verbosity=0)
    return Session.objects.get(ordinal=15)


@pytest.fixture
def visit(chromium, live_server):
    """Open a browser window of a width and scheme; what its pages complain of fails the test."""
    contexts, complaints = [], []

    def open_window(width=1280, scheme="light", **options):
        context = chromium.new_context(
            base_url=live_server.url,
            locale="vi-VN",
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith((live_server.url, "data:")) else complaints.append(request.url)
            ),
        )
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page, name, password="mat-khau-dai"):
    page.goto("/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.click("main button")
    page.wait_for_url("**/unit/")


def test_one_shortcoming_is_followed_from_session_to_session(sample, visit, admin_user, tmp_path):
    unit = Organization.objects.get(code="ubnd-huyen-dien-bien-dong")
    user = get_user_model().objects.create_user("can-bo", "can-bo@vidu.vn", "mat-khau-dai")
    Role.objects.create(user=user, organization=unit, kind=Role.Kind.REPORTER)
    first = Shortcoming.objects.get(session__ordinal=14, returned_as__session__ordinal=16)
    directive = Directive.objects.get(answers=first.chain.get(session=sample), lead_unit=unit)

    # The reader sees the whole past: assessed at 14, answered at 15, reported, reviewed at 16.
    reader = visit()
    reader.goto(f"/shortcomings/{first.pk}/")
    timeline = reader.inner_text("main")
    places = [
        timeline.index("Kỳ họp thứ 14"),
        timeline.index("UBND huyện Điện Biên Đông báo cáo 70%"),
        timeline.rindex("20/12/2023"),
    ]
    assert places == sorted(places)
    reader.screenshot(path=tmp_path / "reader.png", full_page=True)

    # The unit reports from a phone.
    phone = visit(390)
    sign_in(phone, "can-bo")
    phone.goto("/unit/")
    phone.click(f"a[href='/unit/directives/{directive.pk}/report/']")
    phone.fill("[name=percent]", "95")
    phone.fill("[name=text]", "Đã giải ngân gần hết vốn")
    phone.fill("[name=reported_on]", "05/01/2024")
    phone.screenshot(path=tmp_path / "unit.png", full_page=True)
    phone.click("main form button")
    phone.wait_for_url("**/unit/")
    report = ProgressReport.objects.latest("id")
    assert (report.percent, report.reported_on, report.state) == (95, date(2024, 1, 5), "sent")

    # The office confirms it, prepares session 17 and judges.
    office = visit()
    sign_in(office, "admin", "password")
    office.goto("/reports/")
    office.screenshot(path=tmp_path / "reports.png", full_page=True)
    office.click("button[name=confirm]")
    office.wait_for_selector("text=Không có báo cáo nào đang chờ")
    session = Session.objects.create(term=sample.term, ordinal=17, held_on=date(2024, 3, 29))
    latest = first.chain.last()
    office.goto(f"/sessions/{session.pk}/prepare/")
    office.select_option(f"[name=directive-{directive.pk}-outcome]", "completed")
    office.fill(f"[name=directive-{directive.pk}-reason]", "Đã giải ngân xong")
    office.select_option(f"[name=shortcoming-{latest.pk}-verdict]", "resolved")
    office.screenshot(path=tmp_path / "preparation.png", full_page=True)
    office.click("text=Lưu đánh giá")
    office.wait_for_selector("text=Đã lưu đánh giá")

    # Nothing of it shows before the session is approved; then the reader sees the end of the chain.
    reader.goto(f"/directives/{directive.pk}/")
    assert "Đã giải ngân xong" not in reader.inner_text("main")
    session.publish()
    reader.goto(f"/directives/{directive.pk}/")
    text = reader.inner_text("main")
    assert "Hoàn thành" in text
    assert "Kỳ họp thứ 17" in text
    assert "báo cáo 95%" in text
    reader.goto(f"/shortcomings/{latest.pk}/")
    assert "Kỳ họp thứ 17: Đã khắc phục" in reader.inner_text("main").replace("\n", " ")
    reader.screenshot(path=tmp_path / "end.png", full_page=True)


def every_page(sample):
    shortcoming = sample.shortcomings.get(repeats__isnull=False, percent__isnull=False)
    directive = sample.directives.filter(reviews__isnull=False).first()
    return [
        "/",
        "/sessions/",
        f"/sessions/{sample.pk}/",
        "/directives/?overdue=true",
        f"/directives/{directive.pk}/",
        "/shortcomings/",
        f"/shortcomings/{shortcoming.pk}/",
        "/resolutions/",
        "/search/?q=giai+ngan",
        "/login/",
    ]


def test_pages_keep_wcag_22_aa_and_fit_any_screen(sample, visit):
    page = visit()
    for address in every_page(sample):
        page.goto(address)
        for width, scheme in ((390, "light"), (768, None), (1280, "dark"), (1920, None)):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)
            if scheme:
                page.emulate_media(color_scheme=scheme)
                found = Axe().run(page, options=WCAG)
                assert found.violations_count == 0, f"{address}: {found.generate_report()}"


def test_office_and_unit_pages_keep_wcag_22_aa(sample, visit, admin_user):
    unit = Organization.objects.get(code="ubnd-huyen-dien-bien-dong")
    Role.objects.create(user=admin_user, organization=unit, kind=Role.Kind.REPORTER)
    directive = Directive.objects.filter(lead_unit=unit).first()
    page = visit(390)
    sign_in(page, "admin", "password")
    for address in (
        "/unit/",
        f"/unit/directives/{directive.pk}/report/",
        "/reports/",
        f"/sessions/{Session.objects.get(ordinal=16).pk}/prepare/",
    ):
        page.goto(address)
        found = Axe().run(page, options=WCAG)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_pages_work_without_javascript(sample, visit):
    page = visit(java_script_enabled=False)
    page.goto("/directives/")
    page.select_option("[name=status]", "carried_over")
    page.click("text=Lọc >> nth=0")
    assert "status=carried_over" in page.url
    assert page.locator(".items > li").count() == Directive.objects.filter(status="carried_over").count()
    page.click("text=English")
    assert page.locator("h1").inner_text() == "Directives"
    page.fill("header [name=q]", "mac ca")
    page.press("header [name=q]", "Enter")
    assert page.locator("mark").first.inner_text().lower() in ("mắc", "mắc ca", "ca")


def test_keyboard_reaches_the_content_first(sample, visit):
    page = visit()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
