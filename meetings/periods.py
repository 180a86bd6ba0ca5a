"""Periods of months as offices name them: "9 tháng đầu năm 2023", "quý II năm 2024".

Plain Python that knows no table.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from district.text import roman


@dataclass(frozen=True)
class Period:
    """The days from `start` to `end`, both included."""

    start: date
    end: date

    @property
    def label(self):
        """The period in Vietnamese words."""
        year, first, last = self.start.year, self.start.month, self.end.month
        if not self._is_whole_months or self.end.year != year:
            return f"từ {self.start:%d/%m/%Y} đến {self.end:%d/%m/%Y}"
        months = last - first + 1
        if months == 12:
            return f"năm {year}"
        if months == 1:
            return f"tháng {first} năm {year}"
        if first == 1:
            return f"{months} tháng đầu năm {year}"
        if last == 12:
            return f"{months} tháng cuối năm {year}"
        if months == 3 and first % 3 == 1:
            return f"quý {roman((first + 2) // 3)} năm {year}"
        return f"từ tháng {first} đến tháng {last} năm {year}"

    @property
    def quarter(self):
        """The quarter that the period ends in, as 2023-Q4."""
        return f"{self.end.year}-Q{(self.end.month + 2) // 3}"

    @property
    def next_quarter(self):
        """The quarter that begins after the period."""
        start = self.end + timedelta(days=1)
        month = (start.month - 1) // 3 * 3 + 3
        return Period(start, date(start.year, month, monthrange(start.year, month)[1]))

    @property
    def year_to_date(self):
        """From 1 January to the end of the period: what the next session assesses."""
        return Period(date(self.end.year, 1, 1), self.end)

    @property
    def _is_whole_months(self):
        return self.start.day == 1 and (self.end + timedelta(days=1)).day == 1
