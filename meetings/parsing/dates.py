"""Days as reports write them: 29/9, 29-9-2023, 7.10, ngày 29 tháng 9 năm 2023, sáng 29/9, hai ngày 24 và 25/7.

Numbers are a date only behind a word that says so (ngày, sáng, chiều, tối, trưa): 4/9 alone may be four of nine criteria.
"""

import re
from dataclasses import dataclass
from datetime import date

_NUMERIC = r"(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})(?:\s?[/.-]\s?(?P<year>\d{4}))?(?![\d%])"
_WORDED = r"(?P<wday>\d{1,2})\s+tháng\s+(?P<wmonth>\d{1,2})(?:(?:\s+năm\s+|\s?/\s?)(?P<wyear>\d{4}))?"
_DAY = re.compile(
    r"\b(?:ngày|sáng|chiều|tối|trưa|hôm nay|nay)[\s,:(]*(?:ngày\s+)?[(]?"
    r"(?:(?P<first>\d{1,2})(?:\s?[/.-]\s?(?P<fmonth>\d{1,2}))?\s*(?:-|và|,|đến(?:\s+ngày)?)\s*(?:ngày\s+)?)?"
    rf"(?:{_WORDED}|{_NUMERIC})"
)
DATED = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or the first and last of several; `year` is None where the text gives none."""

    day: int
    month: int
    year: int | None
    span: tuple[int, int]
    last: tuple[int, int] | None = None

    def on(self, year):
        """The date in that year (or its own), or None where no such day exists."""
        return _date(self.year or year, self.month, self.day)

    def ends_on(self, year):
        """The last day of several, or None."""
        return self.last and _date(self.year or year, *reversed(self.last))


def days(key, start=0, end=None):
    """The days that a key names between two offsets, in order."""
    for found in _DAY.finditer(key, start, len(key) if end is None else end):
        day = int(found["wday"] or found["day"])
        month = int(found["wmonth"] or found["month"])
        year = found["wyear"] or found["year"]
        last = None
        if found["first"] and int(found["first"]) != day:
            last = day, month
            day, month = int(found["first"]), int(found["fmonth"] or month)
        if 1 <= day <= 31 and 1 <= month <= 12 and (not year or 1930 < int(year) < 2100):
            yield Day(day, month, int(year) if year else None, found.span(), last)


def _date(year, month, day):
    try:
        return date(year, month, day)
    except (TypeError, ValueError):
        return None
