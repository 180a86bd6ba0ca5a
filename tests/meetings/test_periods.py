"""Periods are named as offices name them."""

from datetime import date

import pytest

from meetings.periods import Period


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [
        (date(2023, 1, 1), date(2023, 9, 30), "9 tháng đầu năm 2023"),
        (date(2023, 10, 1), date(2023, 12, 31), "3 tháng cuối năm 2023"),
        (date(2023, 1, 1), date(2023, 6, 30), "6 tháng đầu năm 2023"),
        (date(2023, 7, 1), date(2023, 12, 31), "6 tháng cuối năm 2023"),
        (date(2023, 1, 1), date(2023, 12, 31), "năm 2023"),
        (date(2023, 4, 1), date(2023, 6, 30), "quý II năm 2023"),
        (date(2023, 7, 1), date(2023, 9, 30), "quý III năm 2023"),
        (date(2024, 2, 1), date(2024, 2, 29), "tháng 2 năm 2024"),
        (date(2023, 2, 1), date(2023, 2, 27), "từ 01/02/2023 đến 27/02/2023"),
        (date(2023, 2, 1), date(2023, 4, 30), "từ tháng 2 đến tháng 4 năm 2023"),
        (date(2023, 1, 1), date(2023, 9, 29), "từ 01/01/2023 đến 29/09/2023"),
        (date(2022, 10, 1), date(2023, 9, 30), "từ 01/10/2022 đến 30/09/2023"),
    ],
)
def test_period_is_named_as_offices_name_it(start, end, label):
    assert Period(start, end).label == label


@pytest.mark.parametrize(
    ("end", "quarter"),
    [(date(2023, 3, 31), "2023-Q1"), (date(2023, 4, 1), "2023-Q2"), (date(2023, 12, 31), "2023-Q4")],
)
def test_period_belongs_to_the_quarter_that_it_ends_in(end, quarter):
    assert Period(date(2023, 1, 1), end).quarter == quarter


@pytest.mark.parametrize(
    ("end", "following"),
    [
        (date(2023, 9, 30), (date(2023, 10, 1), date(2023, 12, 31))),
        (date(2023, 12, 31), (date(2024, 1, 1), date(2024, 3, 31))),
        (date(2023, 11, 15), (date(2023, 11, 16), date(2023, 12, 31))),
    ],
)
def test_next_quarter_begins_the_day_after(end, following):
    following_quarter = Period(date(2023, 1, 1), end).next_quarter
    assert (following_quarter.start, following_quarter.end) == following


def test_next_session_assesses_the_year_to_date():
    assert Period(date(2023, 10, 1), date(2023, 12, 31)).year_to_date.label == "năm 2023"
