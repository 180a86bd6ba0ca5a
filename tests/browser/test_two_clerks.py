"""Two clerks have one session open: the second sees what the first wrote beside its own, and both stay."""

import pytest
from django.contrib.auth import get_user_model

from district.models import Person, Sector
from meetings.models import Session
from tests.browser.test_clerk import add_row, choose, open_tab
from tests.desk.pages import address
from tests.desk.rows import session

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def whole():
    Sector.objects.create(code="kinh-te", name="Kinh tế")
    Person.objects.create(name="Lò Văn Mẫu", title="Bí thư")
    whole = session(place="Hội trường cũ")
    whole.shortcomings.create(text="Giải ngân chậm")
    return whole


def save(page):
    page.click("[name=_continue]")
    page.wait_for_load_state()


def test_work_of_both_is_there_at_the_end(clerk, desk, whole, tmp_path):
    lan = desk(get_user_model().objects.create_superuser("lan", first_name="Lan"))
    page = address(Session, "change", whole.pk)
    for one in (clerk, lan):
        one.goto(page)

    lan.fill("#id_place", "Hội trường của Lan")
    choose(lan, "chair", "lo van", "Lò Văn Mẫu")
    open_tab(lan, "Hạn chế")
    lan.fill("[name=shortcomings-0-text]", "Giải ngân rất chậm")
    lan.fill(f"[name={add_row(lan, 'shortcomings')}-text]", "Hạn chế của Lan")
    save(lan)

    clerk.fill("#id_place", "Hội trường của tôi")
    clerk.fill("#id_summary", "Đánh giá của tôi")
    open_tab(clerk, "Hạn chế")
    clerk.fill("[name=shortcomings-0-text]", "Giải ngân của tôi")
    choose(clerk, "shortcomings-0-sector", "kinh te", "Kinh tế")
    clerk.fill(f"[name={add_row(clerk, 'shortcomings')}-text]", "Hạn chế của tôi")
    save(clerk)

    table = clerk.locator(".clashes")
    for words in (
        "Hội trường cũ",
        "Hội trường của Lan",
        "Hội trường của tôi",
        "Lò Văn Mẫu",
        "Hạn chế của Lan",
    ):
        assert words in table.inner_text()
    assert clerk.locator(".clashes tr.both").count() == 2
    clerk.screenshot(path=tmp_path / "wide.png", full_page=True)
    clerk.set_viewport_size({"width": 390, "height": 844})
    clerk.screenshot(path=tmp_path / "narrow.png", full_page=True)
    assert clerk.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    clerk.set_viewport_size({"width": 1280, "height": 900})

    open_tab(clerk, "Thông tin chung")
    beside = clerk.locator(".field-place button.take, .form-row button.take[data-for=place]").first
    beside.focus()
    clerk.keyboard.press("Enter")
    assert clerk.input_value("#id_place") == "Hội trường của Lan"
    open_tab(clerk, "Hạn chế")
    assert clerk.input_value("[name=shortcomings-0-text]") == "Giải ngân của tôi"
    assert clerk.input_value("[name=shortcomings-1-text]") == "Hạn chế của Lan"
    assert clerk.input_value("[name=shortcomings-2-text]") == "Hạn chế của tôi"
    save(clerk)
    assert clerk.locator(".clashes").count() == 0

    stored = Session.objects.get()
    assert (stored.place, stored.chair.name) == ("Hội trường của Lan", "Lò Văn Mẫu")
    assert stored.summary == "Đánh giá của tôi"
    assert [(one.text, str(one.sector or "")) for one in stored.shortcomings.order_by("position")] == [
        ("Giải ngân của tôi", "Kinh tế"),
        ("Hạn chế của Lan", ""),
        ("Hạn chế của tôi", ""),
    ]
    for record in (stored, stored.shortcomings.order_by("position")[0]):
        writers = record.history.order_by("history_id").values_list("history_user__username", flat=True)
        assert list(writers) == [None, "lan", "admin"]
