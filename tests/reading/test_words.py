"""The small readers: spelling, numbers, days, periods, figures, units."""

from datetime import date
from decimal import Decimal

import pytest

from meetings.parsing.dates import days
from meetings.parsing.duties import due_on, unit_at
from meetings.parsing.headings import CAUSES, DIRECTIVES, RESULTS, SHORTCOMINGS, subject
from meetings.parsing.indicators import figures
from meetings.parsing.numbers import number, ordinal, roman
from meetings.parsing.periods import assessed_and_ahead, mentions
from meetings.parsing.prose import Page
from meetings.parsing.spelling import key


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Thuỷ Hoà", "thủy hòa"),
        ("KHOẺ", "khỏe"),
        ("Quý", "quý"),
        ("hoàn thuỳ", "hoàn thùy"),
        ("toàn", "toàn"),
        ("HUYỆN UỶ –", "huyện ủy -"),
    ],
)
def test_both_placements_of_tones_are_one_spelling(old, new):
    assert key(old) == new


def test_key_is_as_long_as_the_text():
    assert len(key("İstanbul Hoà ﬁ ẞ")) == len("İstanbul Hoà ﬁ ẞ")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.234,5", "1234.5"),
        ("114,62", "114.62"),
        ("98.560", "98560"),
        ("832.270.966.973", "832270966973"),
        ("62.5", "62.5"),
        ("015", "15"),
    ],
)
def test_numbers_are_read_in_vietnamese_writing(written, value):
    assert number(written) == Decimal(value)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("ba", 3),
        ("tư", 4),
        ("mười", 10),
        ("mười lăm", 15),
        ("hai mươi", 20),
        ("hai mươi mốt", 21),
        ("xiv", 14),
        ("22", 22),
        ("nhất trí", 1),
        ("họp", None),
    ],
)
def test_ordinals_are_read_in_words_digits_and_roman(written, value):
    assert ordinal(written) == value


def test_no_roman_numeral_is_read_where_none_is():
    assert roman("iix") is None and roman("vang") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Ngày 29/9, họp", date(2023, 9, 29)),
        ("Sáng 29-9 tại", date(2023, 9, 29)),
        ("Chiều ngày 29-9-2022", date(2022, 9, 29)),
        ("Ngày 7.10, Huyện ủy", date(2023, 10, 7)),
        ("ngày 29 tháng 9 năm 2023", date(2023, 9, 29)),
        ("ngày 02 tháng 7/2021", date(2021, 7, 2)),
        ("Sáng nay (3/10), họp", date(2023, 10, 3)),
        ("Từ ngày 10 đến ngày 12/7/2023", date(2023, 7, 10)),
        ("Trong hai ngày 18 và 19/12", date(2023, 12, 18)),
    ],
)
def test_days_are_read_in_all_their_forms(text, day):
    assert next(days(key(text))).on(2023) == day


def test_several_days_have_a_last():
    assert next(days(key("Trong 2 ngày (5 và 6/12)"))).ends_on(2024) == date(2024, 12, 6)


@pytest.mark.parametrize("text", ["đạt 4/9 tiêu chí", "ngày 31/2", "ngày 45/13", "22/43 chỉ tiêu"])
def test_a_ratio_is_no_day(text):
    assert [d for d in days(key(text)) if d.on(2023)] == []


@pytest.mark.parametrize(
    ("text", "back", "ahead"),
    [
        ("đánh giá tình hình thực hiện nhiệm vụ 9 tháng đầu năm và đề ra nhiệm vụ 3 tháng cuối năm 2023", ((1, 1), (9, 30)), ((10, 1), (12, 31))),
        ("sơ kết quý I, triển khai phương hướng, nhiệm vụ quý II năm 2023", ((1, 1), (3, 31)), ((4, 1), (6, 30))),
        ("tổng kết năm 2023, triển khai nhiệm vụ năm 2024", ((1, 1), (12, 31)), ((1, 1), (12, 31))),
        ("đánh giá kết quả tháng 5, triển khai nhiệm vụ trọng tâm tháng 6 năm 2023", ((5, 1), (5, 31)), ((6, 1), (6, 30))),
        ("sơ kết 6 tháng đầu năm, đề ra nhiệm vụ những tháng cuối năm 2023", ((1, 1), (6, 30)), ((7, 1), (12, 31))),
        ("thông qua các nghị quyết chuyên đề", None, None),
    ],
)  # fmt: skip
def test_months_behind_and_ahead_are_told_apart(text, back, ahead):
    found = mentions(key(text), len(text))
    pair, _score = assessed_and_ahead(found, None, 2023)
    read = [m and tuple((d.month, d.day) for d in m.dates(2023)) for m in pair]
    assert read == [back, ahead]


def only(text):
    page = Page(text)
    (figure,) = figures(page, 0, len(page.text))
    return figure


@pytest.mark.parametrize(
    ("text", "name", "value", "unit", "percent"),
    [
        ("Giá trị sản xuất công nghiệp đạt 114,62%", "Giá trị sản xuất công nghiệp", None, None, "114.62"),
        ("thu ngân sách đạt 12,4 tỷ đồng, vượt 10,81% dự toán", "thu ngân sách", "12.4", "tỷ đồng", "110.81"),
        ("Sản lượng chè đạt 1.234 tấn (bằng 98,5% kế hoạch)", "Sản lượng chè", "1234", "tấn", "98.5"),
        ("Tỷ lệ hộ nghèo giảm từ 27,3% xuống còn 22,1%", "Tỷ lệ hộ nghèo", "22.1", "%", None),
        ("Năng suất lúa bình quân ước đạt 62,5 tạ/ha", "Năng suất lúa bình quân", "62.5", "tạ/ha", None),
        ("toàn Đảng bộ kết nạp được 217 quần chúng ưu tú vào Đảng", "kết nạp quần chúng ưu tú vào Đảng", "217", "quần chúng", None),
        ("Huyện có 5/13 xã đạt chuẩn nông thôn mới", "xã đạt chuẩn nông thôn mới", "5", "xã", None),
    ],
)  # fmt: skip
def test_figures_are_read_with_name_value_unit_and_percent(text, name, value, unit, percent):
    figure = only(text)
    read = (figure.name, figure.value, figure.unit, figure.percent)
    assert read == (name, value and Decimal(value), unit, percent and Decimal(percent))


def test_a_change_is_no_percentage_of_plan():
    figure = only("Tổng đàn gia súc 64.210 con, tăng 2,8% so với cùng kỳ")
    assert (figure.percent, figure.change, figure.compared_with) == (None, Decimal("2.8"), "cùng kỳ")


def test_an_index_is_no_percentage_of_plan():
    figure = only("thu ngân sách đạt 60,8% dự toán, bằng 116,06% so với cùng kỳ")
    assert (figure.percent, figure.change, figure.change_unit) == (
        Decimal("60.8"),
        Decimal("116.06"),
        "index",
    )


def test_what_was_planned_may_stand_behind_a_stroke():
    figure = only("giá trị sản xuất công nghiệp ước đạt 324/320 tỷ đồng")
    assert (figure.value, figure.planned, figure.unit) == (Decimal("324"), Decimal("320"), "tỷ đồng")


def test_a_bound_is_kept():
    assert only("Doanh thu du lịch đạt trên 41 tỷ đồng").qualifier == "trên"


def test_two_plans_give_two_percentages():
    figure = only("Thu ngân sách 71 tỷ đồng, đạt 43,5% dự toán tỉnh giao, 39,8% dự toán HĐND huyện giao")
    assert (figure.percent, figure.base) == (Decimal("43.5"), "dự toán tỉnh giao")
    assert figure.other_percents == [(Decimal("39.8"), "dự toán hđnd huyện giao")]


@pytest.mark.parametrize(
    "text",
    [
        "Huyện đã đạt 4/9 tiêu chí",
        "22/43 chỉ tiêu đã đạt và vượt kế hoạch",
        "Ngày 29/9, kỳ họp thứ 15",
        "Nghị quyết số 15-NQ/HU năm 2023",
        "11 sản phẩm của 9 cơ sở",
    ],
)
def test_what_measures_nothing_is_no_figure(text):
    page = Page(text)
    assert figures(page, 0, len(text)) == []


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Các xã, thị trấn tập trung thu hoạch lúa", "Các xã, thị trấn"),
        ("Giao UBND huyện: lập phương án", "UBND huyện"),
        ("Giao Phòng Giáo dục và Đào tạo rà soát trường lớp", "Phòng Giáo dục và Đào tạo"),
        ("Ủy ban Kiểm tra Huyện ủy theo dõi, đôn đốc", "Ủy ban Kiểm tra Huyện ủy"),
        ("Nâng cao hiệu quả công tác xây dựng Đảng", None),
        ("Triển khai kế hoạch của UBND huyện", None),
    ],
)
def test_the_unit_charged_is_named_before_the_verb(text, unit):
    span = unit_at(Page(text), 0, len(text))
    assert (span and text[slice(*span)]) == unit


def test_a_deadline_is_a_day_behind_before():
    text = "sửa chữa công trình thủy lợi, hoàn thành trước ngày 30/11/2022"
    assert due_on(Page(text), 0, len(text))[0] == date(2022, 11, 30)
    assert due_on(Page("theo Quyết định ngày 30/11/2022"), 0, 31) is None


@pytest.mark.parametrize(
    ("heading", "about"),
    [
        ("i. kết quả đạt được", RESULTS),
        ("ii. tồn tại, hạn chế và nguyên nhân", SHORTCOMINGS),
        ("2. nguyên nhân", CAUSES),
        ("iii. phương hướng, nhiệm vụ trọng tâm", DIRECTIVES),
        ("tình hình thực hiện nhiệm vụ năm 2022", RESULTS),
        ("1. về kinh tế", None),
    ],
)
def test_headings_say_what_follows(heading, about):
    assert subject(heading) == about
