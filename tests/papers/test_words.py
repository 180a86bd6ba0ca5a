"""A paper says what the records say, in Word as in PDF."""

from datetime import date

import pytest

from resolutions.papers.head import day_in_words, numbered
from tests.factories import ResolutionFactory
from tests.papers.reading import paper, solid, text_of

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("ending", ["pdf", "docx"])


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2018, 4, 3), "ngày 03 tháng 4 năm 2018"),
        (date(2023, 9, 29), "ngày 29 tháng 9 năm 2023"),
        (date(2024, 2, 10), "ngày 10 tháng 02 năm 2024"),
        (date(2024, 10, 1), "ngày 01 tháng 10 năm 2024"),
    ],
)
def test_leading_zero_only_before_small_days_and_the_first_two_months(day, words):
    assert day_in_words(day) == words


def test_paper_without_a_number_leaves_room_for_it(session):
    assert numbered("", "BB", session.organization) == "Số …-BB/HU"


@both
def test_minutes_hold_every_record_of_the_session(session, ending):
    text = text_of(paper(session, "minutes", ending))
    told = [
        *(row.text for row in session.shortcomings.all()),
        *(row.text for row in session.directives.all()),
        *(row.text for row in session.results.all()),
        *(row.text for row in session.statements.all()),
        *(row.text for row in session.personnel_decisions.all()),
        *(row.indicator.name for row in session.indicator_values.all()),
        *(row.person.name for row in session.attendances.all()),
        "đi công tác xa",
        "1.146,25",
        "Tán thành 36, không tán thành 1, ý kiến khác 1 trên 38 ủy viên đương nhiệm. Được thông qua.",
    ]
    assert [words for words in told if solid(words) not in text] == []


@both
def test_resolution_has_the_head_and_the_foot_that_the_rules_ask(session, ending):
    text = text_of(paper(session.resolutions.get(), "resolution", ending))
    for words in (
        "ĐẢNG BỘ TỈNH ĐIỆN BIÊN",
        "HUYỆN ỦY ĐIỆN BIÊN ĐÔNG",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Số 15-NQ/HU",
        "Điện Biên Đông, ngày 29 tháng 9 năm 2023",
        "NGHỊ QUYẾT",
        "về nhiệm vụ 3 tháng cuối năm",
        "-----",
        "T/M BAN CHẤP HÀNH",
        "BÍ THƯ",
        "Lò Văn Chủ",
        "Nơi nhận:",
        "- Lưu Văn phòng Huyện ủy Điện Biên Đông.",
        "Ký hợp đồng liên kết với các hộ.",
    ):
        assert solid(words) in text, words


@both
def test_typed_text_stands_as_it_was_typed(session, ending):
    typed = ResolutionFactory(
        session=session, kind="conclusion", title="Về mắc ca", text="I. ĐÁNH GIÁ\nĐiều 1. Trồng mắc ca.\nHết."
    )
    assert solid("I. ĐÁNH GIÁ Điều 1. Trồng mắc ca. Hết.") in text_of(paper(typed, "conclusion", ending))


@both
def test_draft_says_so_until_the_session_is_approved(session, ending):
    assert solid("DỰ THẢO") in text_of(paper(session, "minutes", ending))
    session.approve()
    text = text_of(paper(session, "minutes", ending))
    assert solid("DỰ THẢO") not in text
    assert session.seal.code in text


def test_attendance_sheet_is_ordered_by_given_name(session):
    text = text_of(paper(session, "attendance", "docx"))
    names = ["LòVănAn", "MùaAKhách", "SùngAVắng"]
    assert sorted(names, key=text.index) == names


def test_attendance_sheet_expects_the_members_before_anybody_was_counted(session):
    session.attendances.all().delete()
    assert "LòVănChủ" in text_of(paper(session, "attendance", "docx"))


@both
def test_every_unit_has_a_slip_with_what_it_leads(session, ending):
    text = text_of(paper(session, "assignment", ending))
    assert solid("Kính gửi: Phòng Nông nghiệp") in text
    assert solid("Ký hợp đồng liên kết với các hộ.") in text and "31/12/2023" in text


@both
def test_follow_up_counts_per_unit(session, ending):
    text = text_of(paper(session, "follow_up", ending))
    assert solid("Tổng số nhiệm vụ theo dõi: 1; trong đó quá hạn 1.") in text


@both
def test_register_keeps_a_withdrawn_number_with_its_reason(session, ending):
    document = session.resolutions.get()
    document.withdraw(on=date(2023, 10, 2), reason="Sai thẩm quyền")
    text = text_of(paper(session.term, "register", ending))
    assert solid("Thu hồi ngày 02/10/2023: Sai thẩm quyền") in text and "15-NQ/HU" in text
