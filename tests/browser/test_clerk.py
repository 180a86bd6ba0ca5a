"""What a clerk does at the desk, in a real browser."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib import admin

from district.models import Organization, Person, Sector
from meetings.models import Indicator, Session, Shortcoming
from tests.desk.pages import address
from tests.desk.rows import session, whole_district

pytestmark = pytest.mark.django_db(transaction=True)

SHORTCOMINGS = [
    "Tiến độ trồng mắc ca chậm",
    "Cấp giấy chứng nhận đất lâm nghiệp chậm",
    "Giải ngân vốn sự nghiệp chậm",
    "Tội phạm ma túy còn phức tạp",
    "Còn chi bộ sinh hoạt ghép",
]
DIRECTIVES = [
    ("Thu hoạch lúa mùa", "05/03/2024", date(2024, 3, 5)),
    ("Giữ đà tăng đàn gia súc", "31/03/2024", date(2024, 3, 31)),
    ("Đẩy nhanh công trình trọng điểm", "12/02/2024", date(2024, 2, 12)),
    ("Đẩy nhanh giải ngân", "13/02/2024", date(2024, 2, 13)),
    ("Nâng chất lượng giáo dục", None, date(2024, 3, 31)),
    ("Giữ an ninh cơ sở", "01/12/2024", date(2024, 12, 1)),
]


@pytest.fixture
def first_session():
    unit = {"level": "district", "kind": "peoples_committee"}
    Organization.objects.create(code="ubnd", name="UBND huyện Điện Biên Đông", **unit)
    Organization.objects.create(code="cong-an", name="Công an huyện", **unit)
    Sector.objects.create(code="kinh-te", name="Kinh tế")
    Person.objects.create(name="Lò Văn Mẫu", title="Bí thư")
    Indicator.objects.create(name="Giá trị sản xuất công nghiệp")
    whole = session()
    Shortcoming.objects.create(session=whole, text="Giải ngân vốn sự nghiệp chậm")
    return whole


def open_tab(page, name):
    page.click(f"#tabs-items a:has-text('{name}')")


def add_row(page, prefix):
    """Open a new row of an inline, and return where its fields are."""
    count = page.locator(f"[name={prefix}-TOTAL_FORMS]")
    index = int(count.input_value())
    page.click(f"#{prefix}-group .add-row")
    return f"{prefix}-{index}"


def choose(page, name, words, label):
    """Find a record by typing into an autocomplete."""
    box = page.locator(f"[name='{name}'] + .select2-container")
    box.click()
    inside = box.locator(".select2-search__field")
    (inside if inside.count() else page.locator(".select2-dropdown .select2-search__field")).fill(words)
    page.click(f".select2-results__option:has-text('{label}')")


def test_clerk_enters_a_second_session_from_nothing_and_publishes_it(clerk, first_session):
    clerk.click("text=Nhập kỳ họp mới")
    assert clerk.input_value("#id_ordinal") == "16"
    assert clerk.input_value("#id_ahead_ends_on") == "31/03/2024"
    clerk.fill("#id_held_on", "05/12/2023")
    clerk.fill("#id_ends_on", "13/12/2023")
    choose(clerk, "chair", "lo van", "Lò Văn Mẫu")
    clerk.fill("#id_targets_met", "22")
    clerk.fill("#id_targets_total", "43")

    open_tab(clerk, "Chỉ tiêu")
    row = add_row(clerk, "indicator_values")
    choose(clerk, f"{row}-indicator", "gia tri san xuat", "Giá trị sản xuất công nghiệp")
    clerk.fill(f"[name={row}-percent_of_plan]", "114,62")

    open_tab(clerk, "Hạn chế")
    for text in SHORTCOMINGS:
        row = add_row(clerk, "shortcomings")
        clerk.fill(f"[name={row}-text]", text)
    choose(clerk, "shortcomings-2-repeats", "giai ngan", "(Kỳ họp thứ 15)")
    choose(clerk, "shortcomings-2-sector", "kinh te", "Kinh tế")

    open_tab(clerk, "Nhiệm vụ")
    for text, typed, _stored in DIRECTIVES:
        row = add_row(clerk, "directives")
        assert clerk.input_value(f"[name={row}-due_on]") == "31/03/2024"
        clerk.fill(f"[name={row}-text]", text)
        if typed:
            clerk.fill(f"[name={row}-due_on]", typed)
    choose(clerk, "directives-3-lead_unit", "dien bien dong", "UBND huyện Điện Biên Đông")
    choose(clerk, "directives-3-supporting_units", "cong an", "Công an huyện")
    choose(clerk, "directives-3-answers", "giai ngan", "(Kỳ họp thứ 15)")

    open_tab(clerk, "Thông tin chung")
    clerk.select_option("#id_state", "published")
    clerk.press("#id_place", "Control+s")
    clerk.wait_for_url("**/change/**")

    new = Session.objects.published().get(ordinal=16)
    assert (new.held_on, new.ends_on) == (date(2023, 12, 5), date(2023, 12, 13))
    assert new.chair.name == "Lò Văn Mẫu"
    assert new.indicator_values.get().percent_of_plan == Decimal("114.62")
    assert [shortcoming.text for shortcoming in new.shortcomings.all()] == SHORTCOMINGS
    assert new.shortcomings.all()[2].repeats.session == first_session
    directives = list(new.directives.all())
    assert [(one.text, one.due_on) for one in directives] == [(text, day) for text, _, day in DIRECTIVES]
    assert directives[3].lead_unit.name == "UBND huyện Điện Biên Đông"
    assert [unit.name for unit in directives[3].supporting_units.all()] == ["Công an huyện"]
    assert [answered.session for answered in directives[3].answers.all()] == [first_session]

    answer = clerk.request.get(f"/api/v1/sessions/?ordinal=16&term={new.term_id}").json()
    (row,) = answer["results"]
    assert len(row["shortcomings"]) == 5
    assert len(row["directives"]) == 6


def test_mistake_opens_the_tab_that_holds_it_and_keeps_what_was_typed(clerk, first_session):
    clerk.goto(address(Session, "add"))
    clerk.fill("#id_held_on", "20/12/2023")
    open_tab(clerk, "Nhiệm vụ")
    row = add_row(clerk, "directives")
    clerk.fill(f"[name={row}-text]", "Đẩy nhanh giải ngân")
    clerk.fill(f"[name={row}-due_on]", "31/02/2024")
    open_tab(clerk, "Thông tin chung")
    clerk.fill("#id_place", "Hội trường huyện")
    clerk.click("[name=_save]")
    clerk.wait_for_selector(f"[name={row}-due_on]:visible")
    assert clerk.input_value(f"[name={row}-due_on]") == "31/02/2024"
    assert clerk.input_value(f"[name={row}-text]") == "Đẩy nhanh giải ngân"
    assert clerk.input_value("#id_place") == "Hội trường huyện"
    assert clerk.input_value("#id_held_on") == "20/12/2023"
    assert not Session.objects.filter(ordinal=16).exists()


def test_rows_are_ordered_by_dragging(clerk, first_session):
    for position, title in enumerate(["Một", "Hai", "Ba"], 1):
        first_session.agenda_items.create(title=title, position=position)
    clerk.goto(address(Session, "change", first_session.pk) + "#agenda_items")
    handles = clerk.locator("#agenda_items-group .form-group.original [x-sort\\:handle]")
    handles.nth(2).drag_to(handles.nth(0))
    clerk.click("[name=_continue]")
    clerk.wait_for_load_state()
    titles = list(first_session.agenda_items.values_list("title", "position"))
    assert titles == [("Ba", 1), ("Một", 2), ("Hai", 3)]


def test_new_organization_gets_its_code_from_its_name(clerk, first_session):
    clerk.goto(address(Organization, "add"))
    clerk.locator("#id_name").press_sequentially("Đảng bộ huyện Điện Biên")
    assert clerk.input_value("#id_code") == "dang-bo-huyen-dien-bien"


def test_language_is_switched_at_the_desk(clerk, first_session):
    clerk.locator("form:has([name=language][value=en]) button").evaluate("button => button.click()")
    clerk.wait_for_selector("html[lang=en]")


def test_no_page_is_wider_than_a_phone(clerk):
    whole = whole_district(1)
    clerk.set_viewport_size({"width": 390, "height": 844})
    desks = admin.site._registry
    widest = sorted(desks, key=lambda model: len(desks[model].list_display), reverse=True)[:10]
    pages = ["/admin/", address(Session, "add"), *(address(model, "changelist") for model in widest)]
    for model in desks:
        record = whole if model is Session else model.objects.last()
        pages.append(address(model, "change", record.pk))
    assert [page for page in pages if is_too_wide(clerk, page)] == []


def is_too_wide(clerk, page):
    """Whether the page, or what one of its tabs opens, is wider than the screen."""
    clerk.goto(page)
    tabs = clerk.locator("#tabs-items a").all()
    return any(
        clerk.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        for tab in [None, *tabs]
        if tab is None or tab.click() is None
    )
