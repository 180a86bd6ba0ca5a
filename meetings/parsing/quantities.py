"""Numbers with their unit, and what each says: a level, a percentage of plan, a change, an index.

"đạt 118,82%" is percent of plan, "vượt 10,81%" is 110,81 percent of it, "tăng 2,8% so với cùng kỳ" a change and "bằng 101,9%
so với cùng kỳ" an index; a bound (trên, dưới, gần …) is kept as such.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from meetings.parsing.numbers import NUMBER, number

_MONEY = r"(?:nghìn |ngàn )?tỷ(?:\s+(?:đồng|usd))?|(?:nghìn |ngàn )?tỉ(?:\s+đồng)?|triệu\s+(?:đồng|usd)(?:\s?/\s?(?:người|ha|năm|hộ|tháng)){0,2}|(?:triệu\s+)?usd|nghìn\s+(?:đồng|usd)|đồng(?! chí| bào| bộ| thời| ruộng| cỏ)(?:/\w+)?"
_SCALED = (
    r"(?:triệu|nghìn|ngàn|vạn)\s+(?:lượt(?:\s+(?:khách|người))?|tấn|ha|con|người|m2|m3|cây|kwh|lao động|hộ)"
)
_MEASURE = r"tạ\s?/\s?ha|tấn\s?/\s?ha|kg\s?/\s?(?:người|ha|năm)|tấn|tạ|kg|ha|héc ta|hecta|km2|m2|m3|km|lít|kwh|mw|bậc|giường(?:\s?/\s?vạn dân)?|‰"
_COUNTED = (
    r"lượt(?:\s+(?:khách|người|hộ))?|lao động|đảng viên|quần chúng|hộ|con|người|nhà|xã|thôn|bản|trường|doanh nghiệp|hợp tác xã|htx|hồ sơ|"
    r"giấy chứng nhận|giấy|mô hình|sản phẩm|công trình|dự án|cây|căn|vụ|thuê bao|học sinh|lớp|phòng học|cơ sở|khách|chi bộ|em|thanh niên"
)
_UNIT = rf"%|(?:{_MONEY}|{_SCALED}|{_MEASURE}|{_COUNTED})(?![^\W\d_])"
_QUALIFIER = r"trên dưới|trên|hơn|gần|dưới|khoảng|ước khoảng|xấp xỉ|đạt khoảng|tối thiểu"
_QUANTITY = re.compile(
    rf"(?<![\w,./])(?:(?P<qualifier>{_QUALIFIER})\s+)?(?P<number>{NUMBER})(?:\s?/\s?(?P<of>{NUMBER})(?![\d/%]))?,?\s?(?P<unit>{_UNIT})"
)
_BASE = re.compile(
    r"\s*(?:so\s+(?:với\s+)?)?(?:với\s+)?(?:/\s*)?(?P<base>(?:kế hoạch|kh\b|dự toán|nghị quyết|nq\b|chỉ tiêu|mục tiêu|kịch bản)[^,;:.()\d]*(?:20\d\d)?)"
)
_AND_ANOTHER = re.compile(
    r"\s+và\s+(?=trên\s*$|gần\s*$|đạt|tăng|giảm|bằng|$|đàn|tổng|giá trị|thu|chi|doanh thu|sản lượng|diện tích|tỷ lệ|số)|\s+(?:đạt|tăng|giảm|bằng)(?=\s|$)"
)
_COMPARED = re.compile(
    r"\s*(?:\(?\s*so\s+(?:với\s+)?)(?P<against>(?:cùng kỳ|năm|tháng|quý|đầu năm|thực hiện|cuối năm|thời điểm|\d+ tháng|giai đoạn|nhiệm kỳ)[^,;:.()]*)|\s*(?P<same>cùng kỳ[^,;:.()]*)"
)
_CHANGE = re.compile(
    r"(?P<sign>tăng trưởng|tăng|giảm|cao hơn|thấp hơn)(?P<to>\s+(?:lên|còn|xuống còn|xuống|từ[^,;]{0,25}?(?:lên|xuống)(?:\s+còn)?))?\s*(?:hơn|gần|khoảng|trên|bình quân|thêm|tới|đến)?\s*$"
)
_BEYOND = re.compile(r"\bvượt(?:\s+(?:mức|hơn|trên))?\s*$")
_SHARE = re.compile(r"\b(?:chiếm|còn|xuống|lên)\s*(?:hơn|gần|khoảng|trên|dưới)?\s*$")
_AND = re.compile(r"\s+và\s+")
_NO_QUANTITY = re.compile(r"(?:ngày|tháng|số|khóa|thứ|điều|quý|lần|nhiệm kỳ|vụ|giai đoạn|-)\s*$")
_PRESENT = re.compile(r"\s+(?:dự|tham dự|có mặt)\b")
_ONLY_COUNTED = re.compile(_COUNTED)
PERCENT = re.compile(
    rf"(?P<qualifier>{_QUALIFIER})?\s*(?P<number>{NUMBER})\s?%(?:\s+(?:kế hoạch|dự toán|nghị quyết|chỉ tiêu)[^,;.()]*)?"
)
"""A percentage inside any sentence, with its bound and its base."""

LEVEL, PLAN, CHANGE, INDEX = "level", "percent of plan", "change", "index"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit between `start` and `end`; `until` is where the words end that complete it."""

    value: Decimal
    unit: str
    qualifier: str | None
    start: int
    at: int
    """Where the digits begin, behind the qualifier."""
    unit_start: int
    end: int
    until: int
    says: str
    against: str | None = None
    """The plan of a percentage, or what a change is measured against."""
    is_last_of_two: bool = False
    """ "giảm từ 27,3% xuống còn 22,1%": the second number replaces the first."""
    of: Decimal | None = None
    """The second number of 5/13 xã (so many of so many) or 324/320 tỷ đồng (so much of what was planned)."""

    @property
    def is_percentage(self):
        """Whether its unit is %."""
        return self.unit == "%"

    @property
    def is_counted(self):
        """Whether its unit is what is counted (đảng viên, hộ), not a measure."""
        return bool(_ONLY_COUNTED.fullmatch(self.unit.lower()))


def quantities(page, start, end):
    """The quantities between two offsets, in order; numbers of days, sessions and papers are none."""
    found, since = [], start
    for match in _QUANTITY.finditer(page.key, start, end):
        if _is_none(page.key, match):
            continue
        found.append(_quantity(page, match, since, end))
        since = max(since, found[-1].until)
    return found


def _is_none(key, match):
    if match["unit"] == "%":
        return False
    if match["unit"] == "người" and _PRESENT.match(key, match.end()):
        return True
    return bool(_NO_QUANTITY.search(key, max(0, match.start() - 14), match.start()))


def _quantity(page, match, since, end):
    key = page.key
    since = min(max(since, match.start() - 40), match.start())
    value, says, until, against, last = number(match["number"]), LEVEL, match.end(), None, False
    change = _CHANGE.search(key, since, match.start())
    beyond = _BEYOND.search(key, since, match.start())
    is_less = bool(change) and change["sign"] in ("giảm", "thấp hơn")
    limit = min(end, match.end() + 160)
    base, compared = _BASE.match(key, match.end(), limit), _COMPARED.match(key, match.end(), limit)
    if base:
        says, against = PLAN, base["base"]
        joined = _AND_ANOTHER.search(against)
        against = against[: joined.start()] if joined else against
        until = base.start("base") + len(against)
        if beyond or change:
            value = 100 - value if is_less else 100 + value
    elif compared:
        says = CHANGE if change and not change["to"] else INDEX
        against = compared["against"] or compared["same"]
        joined = _AND.search(against)
        until = compared.end() - (len(against) - joined.start() if joined else 0)
        against = against[: joined.start()] if joined else against
    elif change and not change["to"]:
        says = CHANGE
    elif beyond and match["unit"] == "%":
        says, value = PLAN, 100 + value
    else:
        last = bool(change) or bool(_SHARE.search(key, since, match.start()))
    if says == CHANGE and is_less:
        value = -value
    return Quantity(
        value,
        page.text[slice(*match.span("unit"))],
        match["qualifier"],
        match.start(),
        match.start("number"),
        match.start("unit"),
        match.end(),
        until,
        says,
        against and " ".join(against.split()),
        last,
        number(match["of"]) if match["of"] else None,
    )
