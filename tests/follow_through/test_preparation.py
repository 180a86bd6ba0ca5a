"""The office prepares a session: everything open of all earlier ones, judged in one form."""

from datetime import date

import pytest

from meetings.models import Shortcoming
from resolutions.actions import judge_shortcoming, report_progress, review
from resolutions.models import Directive, Review
from tests.desk.pages import sent


@pytest.fixture
def page(district):
    return f"/sessions/{district.s16.pk}/prepare/"


def form(directive=None, shortcoming=None, **typed):
    prefix = f"directive-{directive.pk}" if directive else f"shortcoming-{shortcoming.pk}"
    return {f"{prefix}-{name}": value for name, value in typed.items()}


def test_every_open_item_is_shown_with_its_past(district, office, page):
    report_progress(
        directive=district.duty,
        unit=district.unit,
        reported_on=date(2023, 10, 5),
        percent=40,
        text="giải ngân được bốn phần mười",
    )
    text = office.get(page).content.decode()
    for expected in (
        "Đẩy nhanh giải ngân vốn",
        "Tăng cường an ninh cơ sở",
        "Giải ngân vốn còn chậm",
        "giải ngân được bốn phần mười",
        "30/11/2023",
        "Quá hạn",
    ):
        assert expected in text


def test_whole_list_is_judged_in_one_form(district, office, page):
    answer = office.post(
        page,
        {
            **form(district.duty, outcome="carried_over", reason="vốn về muộn", new_due_on="05/03/2024"),
            **form(district.open_ended, outcome="completed", reason="đã làm xong"),
            **form(shortcoming=district.weakness, verdict="repeated", text="Giải ngân vẫn chậm"),
        },
    )
    assert answer.status_code == 302
    district.s16.publish()
    duty, open_ended = (Directive.objects.get(pk=d.pk) for d in (district.duty, district.open_ended))
    assert (duty.status, duty.due_on) == ("carried_over", date(2024, 3, 5))
    assert (open_ended.status, open_ended.outcome) == ("completed", "đã làm xong")
    again = Shortcoming.objects.get(session=district.s16)
    assert (again.text, again.repeats, again.returns) == ("Giải ngân vẫn chậm", district.weakness, 1)


def test_one_wrong_row_saves_nothing_and_loses_nothing(district, office, page):
    answer = office.post(
        page,
        {
            **form(district.duty, outcome="dropped", reason=""),
            **form(district.open_ended, outcome="completed", reason="câu đã nhập"),
        },
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "phải ghi lý do" in text
    assert "câu đã nhập" in text
    assert not Review.objects.exists()


def test_reason_without_a_verdict_is_asked_about(district, office, page):
    answer = office.post(page, form(district.duty, outcome="", reason="quên chọn"))
    assert "Chọn đánh giá" in answer.content.decode()
    assert "quên chọn" in answer.content.decode()


def test_verdict_is_changed_and_taken_back_on_the_same_page(district, office, page):
    office.post(page, form(district.duty, outcome="completed", reason="xong"))
    office.post(
        page, sent(office.get(page)) | form(district.duty, outcome="carried_over", reason="chưa xong")
    )
    assert Review.objects.get().outcome == "carried_over"
    assert "chưa xong" in office.get(page).content.decode()
    office.post(page, sent(office.get(page)) | form(district.duty, outcome="", reason=""))
    assert not Review.objects.exists()


def test_resolved_shortcoming_knows_the_session_that_said_so(district, office, page):
    office.post(page, form(shortcoming=district.weakness, verdict="resolved", text=""))
    weakness = Shortcoming.objects.get(pk=district.weakness.pk)
    assert (weakness.status, weakness.resolved_in) == ("resolved", district.s16)


def test_page_is_for_the_office_only(district, client, page, reporter_of):
    assert client.get(page).status_code == 302
    assert reporter_of(district.unit).get(page).status_code == 404


def test_nothing_left_says_so(district, office):
    text = office.get(f"/sessions/{district.s14.pk}/prepare/").content.decode()
    assert "không để lại nhiệm vụ nào" in text


@pytest.mark.usefixtures("before_approval")
def test_queries_do_not_grow_with_the_list(district, office, page, django_assert_max_num_queries):
    for number in range(20):
        Directive.objects.create(session=district.s15, text=f"việc {number}", lead_unit=district.unit)
        Shortcoming.objects.create(session=district.s15, text=f"hạn chế {number}")
    with django_assert_max_num_queries(14):
        office.get(page)


def test_verdicts_of_two_people_are_shown_beside_each_other(district, office, page):
    opened = sent(office.get(page)) | form(district.duty, outcome="carried_over", reason="vốn về muộn")
    opened |= form(shortcoming=district.weakness, verdict="being_remedied")
    review(directive=district.duty, session=district.s16, outcome="dropped", reason="hết vốn")
    review(directive=district.open_ended, session=district.s16, outcome="completed")
    judge_shortcoming(shortcoming=district.weakness, session=district.s16, verdict="resolved")

    answer = office.post(page, opened)
    shown = {
        clash.record: {name: (one.theirs, one.mine, one.is_both) for name, one in clash.differences.items()}
        for clash in answer.context["preparation"].clashes
    }
    assert shown == {
        "Nhiệm vụ: Đẩy nhanh giải ngân vốn": {
            "outcome": ("Thôi thực hiện", "Chuyển kỳ sau", True),
            "reason": ("hết vốn", "vốn về muộn", True),
        },
        "Nhiệm vụ: Tăng cường an ninh cơ sở": {"outcome": ("Hoàn thành", "", False)},
        "Hạn chế: Giải ngân vốn còn chậm": {"verdict": ("Đã khắc phục", "Đang khắc phục", True)},
    }
    assert Review.objects.get(directive=district.duty).outcome == "dropped"
    assert office.post(page, sent(answer)).status_code == 302
    verdicts = Review.objects.order_by("directive_id").values_list("outcome", "reason")
    assert list(verdicts) == [("carried_over", "vốn về muộn"), ("completed", "")]
    assert Shortcoming.objects.get().status == "being_remedied"
