"""Figures: a name, a value with its unit, the percentage of plan, the change against last year.

A name runs from the beginning of its clause to its number, without the words that only tell time or link; further numbers
behind it belong to the same figure until another name begins. "4/9 tiêu chí" is no indicator.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest

from meetings.parsing.quantities import CHANGE, INDEX, LEVEL, PLAN, quantities

_TIME = (
    r"(?:trong\s+|qua\s+|sau\s+|đến\s+(?:hết\s+|nay\s*|cuối\s+)?|tính\s+đến\s+(?:hết\s+|nay\s*)?|ước\s+tính\s+(?:đến\s+)?|hết\s+|cả\s+|lũy kế\s+(?:từ đầu năm\s+)?(?:đến\s+(?:hết\s+|nay)?)?|từ\s+đầu\s+năm\s+đến\s+(?:nay|hết|ngày)?\s*|trong\s+trong\s+)?"
    r"(?:ngày\s+\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?|\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?(?=[\s,])|(?:\d{1,2}|ba|sáu|chín)\s+tháng(?:\s+(?:đầu\s+năm|cuối năm|qua|của năm))?|quý\s+(?:[ivx]+|\d)\b|tháng\s+\d{1,2}\b|năm(?=\s+20\d\d)|20\d\d|đến nay|năm qua)"
    r"(?:[\s,/-]*(?:(?:của\s+)?năm\s+)?20\d\d)?"
)
_LEADING = re.compile(
    rf"(?:[\s,:;.(\"“-]+|(?:{_TIME})(?=[\s,:]|$)|(?:trong đó|cụ thể|tiêu biểu|nổi bật|theo đó|theo báo cáo|như|là|có|đã|và|với|hiện|hiện nay|đến nay|ước tính|ước|nâng|đưa|góp phần|đáng chú ý|riêng|đồng thời|bên cạnh đó|tổng kết|kết quả|toàn (?:huyện|tỉnh|xã|thị xã|thành phố|phường|đảng bộ|ngành|vùng)|trên địa bàn (?:huyện|tỉnh|xã)|huyện|xã|tỉnh|đảng bộ|gồm|nhất là|đặc biệt|mới|cũng|thêm|được|các chỉ tiêu[^:]{{0,60}}:|trên địa bàn|trong năm|trong kỳ|trong tháng|trong quý|trong|thì|còn lại|còn|đạt|hoàn thành|một số chỉ tiêu[^:]{{0,60}}:)(?=[\s,:]))"
)
_TRAILING = re.compile(
    rf"(?:[\s,:(-]+|(?:\s|^)(?:{_TIME})|(?:\s|^)(?:ước\s+(?:tính|đạt|thực hiện|khoảng|cả năm)?|ước|đạt|được|là|có|bằng|khoảng|thực hiện|thực hiện được|đã|hiện|hiện nay|tăng lên|lên|còn|giảm|giảm còn|xuống|xuống còn|chiếm|cho|trên địa bàn đạt|uớc|mới|chỉ|hoàn thành|tăng|vượt|đến nay|cả năm|bình quân đạt|với|so với|cũng|đều|và|lại|tiếp tục|trong kỳ|hằng năm|khá|cao|dự kiến|của năm|từ|nâng)|(?<!xây dựng)\scơ bản)$"
)
_VERBS = re.compile(
    r"\b(?:kết nạp|giải quyết việc làm|tạo việc làm|giải quyết|tạo|trồng mới|trồng|gieo trồng|gieo cấy|gieo|thu hoạch|đón|thu hút|giải ngân|huy động|xóa|xây mới|xây dựng|cấp mới|cấp|"
    r"đào tạo nghề|đào tạo|xuất khẩu|vận động|hỗ trợ|chăm sóc|khai thác|tiếp nhận|thành lập mới|tuyển|cứng hóa|làm mới|khoanh nuôi|giao|tổ chức|phát triển|thả|tái đàn|trích|quyên góp|ủng hộ|thực hiện)\b"
)
_FAMILIAR = re.compile(
    r"(?:kết nạp|giải quyết việc làm|tạo việc làm|giải quyết|trồng|gieo|thu hoạch|đón|thu hút|giải ngân|huy động|xóa|đào tạo|xuất khẩu|vận động|khai thác|cấp)\b"
)
_MEASURED = re.compile(
    r"\b(?:giá trị|tổng|sản lượng|diện tích|thu|chi|doanh thu|kim ngạch|tỷ lệ|tỉ lệ|tốc độ|năng suất|thu nhập|quy mô|vốn|đàn|số|lượng|lượt|grdp|chỉ số|khu vực|tăng trưởng|cơ cấu|độ che phủ|mức|bình quân|nguồn|dư nợ|"
    r"giải ngân|công nghiệp|nông nghiệp|dịch vụ|thương mại|thu hoạch|lũy kế|xuất khẩu|nhập khẩu|tỷ trọng|hộ nghèo|hộ cận nghèo|ngành|hệ số|khách|nợ|lĩnh vực|sản xuất|thu ngân sách|nguồn vốn|cận nghèo|tuổi thọ|mật độ|du lịch)\b"
)
_HEADS = re.compile(
    r"(?:ước\s+)?(?:tổng|giá trị|sản lượng|diện tích|thu|chi|doanh thu|kim ngạch|tỷ lệ|tỉ lệ|tốc độ|năng suất|quy mô|vốn|đàn|số|lượng|grdp|chỉ số|tăng trưởng|độ che phủ|nâng|đưa|góp phần|trong đó)\b"
)
_MEASURE_INSIDE = re.compile(
    r"(?:\b(?:với|ước|đưa|nâng|nhờ|do|trong đó|có|cho)|,)\s+(?P<head>(?:tổng (?:giá trị|thu|chi|mức|diện tích|sản lượng|đàn|vốn|số)|giá trị sản xuất"
    r"|thu ngân sách|tỷ lệ|sản lượng|thu nhập bình quân|doanh thu|diện tích|năng suất|tốc độ)\b)"
)
_STOPS = re.compile(r"[;:(…)]|(?<!\d),|,(?!\d)|\.(?!\d)|\btrong đó(?: có)?\b")
_COPULA = re.compile(r"\b(?:đạt|ước|là|bằng|ước đạt)\s+(?:hơn |gần |trên |khoảng |được )?$")
_PREDICATE = re.compile(
    r"\b(?:chuyển dịch|phát triển|ổn định|tích cực|duy trì|được|tăng cường|khá|chuyển biến|hoàn thành)\b"
)
_RATE = re.compile(
    r"\b(?:tỷ lệ|tỉ lệ|tốc độ|độ che phủ|tỷ trọng|cơ cấu|tăng trưởng|hộ nghèo|hộ cận nghèo|cận nghèo|tỷ suất|mức giảm|bao phủ|tần suất)\b"
)
_NOT_NAMES = re.compile(
    r".*\bchỉ tiêu\b|.*\s\d$|^(?:(?:các |một số |nhiều |có )?chỉ tiêu|nghị quyết|quyết định|kế hoạch số|kỳ họp|hội nghị|điều|chương|khóa|trong đó có$|thời gian|số:?$|có mặt|vắng|đại biểu|điểm|hội trường|thành phần|biên bản)"
)
_OVERALL = re.compile(r"(?:các )?chỉ tiêu (?:phát triển )?kinh tế\b(?!.*\bchỉ tiêu\b)")
_SUMMED = re.compile(r"lũy kế")
_LINKS = re.compile(r"(?:\s(?:đạt|ước|được|là|bằng))*$")
_CARRIES_ON = re.compile(
    r"(?:kế hoạch|dự toán|nghị quyết|chỉ tiêu|cùng kỳ|so|kh|nq|bình quân|năm|hđnd|tỉnh|huyện|trung ương)(?:\s.*)?"
)
_GROWTH = re.compile(r"tốc độ|tăng trưởng")
_STANDARD = re.compile(r"\s+((?:đã\s+)?(?:đạt chuẩn|về đích|đạt|hoàn thành)\s[^,;.()…]{3,60})")
_SHARED = re.compile(
    r"\s+((?:số\s+)?(?:trẻ|hộ|xã|thôn|bản|trường|dân số|cơ quan|đảng viên|chi bộ|học sinh|người dân|lao động|khu dân cư|trạm|cán bộ"
    r"|gia đình|đơn vị|tổ chức|các)[^,;.()…]{6,90})"
)
_OBJECT = re.compile(r"\s*[^,;:.()…\d]{0,70}")
_OBJECT_ENDS = re.compile(
    r"\s(?:đạt|bằng|tăng|giảm|ước|với|trong đó|và|để|năng suất|vượt|tại|so với|nâng|của|ở|theo)\b"
)
_MANAGED = re.compile(r"\s+(?:được|thêm|mới được)$")
_VISITS = re.compile(r"(?:triệu|nghìn|ngàn|vạn)\s+(lượt.*)", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:|được|thêm|mới|cho|trên|mới được|thêm được|hơn|thành công|gần|đất)")
_NO_COUNT = re.compile(r"\d|có |gồm|thứ ")
_TOTALS = re.compile(r"(?:tổng|số|đàn|quy mô|lượng)\b")
LONGEST_NAME = 140
"""Characters after which what stands before a number is a sentence, not a name."""


@dataclass(slots=True)
class Figure:
    """One indicator as the text gives it; None where the text says nothing."""

    name: str
    name_span: tuple[int, int]
    span: tuple[int, int]
    value: Decimal | None = None
    unit: str | None = None
    percent: Decimal | None = None
    """Percent of plan: 110,81 where the text says "vượt 10,81%"."""
    qualifier: str | None = None
    """trên, gần, dưới …: the number is a bound."""
    base: str | None = None
    """The plan that the percentage is of: dự toán tỉnh giao."""
    other_percents: list[tuple[Decimal, str | None]] = field(default_factory=list)
    """Percentages of further plans, each with its plan."""
    change: Decimal | None = None
    change_unit: str | None = None
    """%, a unit, or "index" where 101,9 means 1,9 % more."""
    compared_with: str | None = None
    previous: Decimal | None = None
    planned: Decimal | None = None
    kind: str = "level"
    """level (a value), percent (of plan only), rate (a share in %), count (of what was done), change (against last year only)."""
    confidence: float = 0.0


def figures(page, start, end):
    """The indicators between two offsets, in order."""
    found, current, since = [], None, start
    given = quantities(page, start, end)
    for quantity, following in zip_longest(given, given[1:]):
        limit = following.start if following else end
        name = _name(page, _boundary(page.key, since, quantity.start, current is None), quantity.start)
        if current and (summed := _SUMMED.search(page.key, since, quantity.start)):
            name = page.trim(summed.start(), quantity.start)
            name = name[0], _LINKS.search(page.key, *name).start()
        elif current and (name is None or _carries_on(page.key[slice(*name)])):
            _add(current, quantity)
            since = quantity.until
            continue
        current = _new(page, name, quantity, limit)
        since = quantity.until
        if current:
            found.append(current)
            since = max(since, current.name_span[1])
    return [figure for figure in found if _stands(figure, page.key)]


# names


def _boundary(key, start, end, first):
    """Where the clause of a figure begins between two offsets: behind ; : ( or trong đó, or a comma that parts two figures."""
    stops = list(_STOPS.finditer(key, start, end))
    hard = max((stop.end() for stop in stops if stop[0] in ";:."), default=None)
    first = first or hard is not None
    start, closed = hard or start, 0
    for stop in reversed(stops):
        at = stop.end()
        if at <= start:
            break
        if stop[0] == ")":
            closed += 1
        elif stop[0] == "(" and closed:
            closed -= 1
        elif stop[0] != "," or _is_another(key, start, at, end, first):
            return at
    return start


def _is_another(key, start, at, end, first):
    """Whether what stands behind a comma can be the name of another figure, not the rest of a list of nouns."""
    text = key[at:end].strip()
    name = key[slice(*_stripped(key, at, end))].strip()
    if not name or _HEADS.match(text) or _HEADS.match(name):
        return True
    if _VERBS.match(name) and not _COPULA.search(key, at, end):
        return True
    if first and not _PREDICATE.search(key, start, at - 1):
        return False
    return bool(_MEASURED.match(name) or (not first and text.count(" ") > 2 and _MEASURED.search(name)))


def _stripped(key, start, end):
    """The offsets without the words before and behind a name that only tell time or link."""
    while (found := _LEADING.match(key, start, end)) and found.end() > start:
        start = found.end()
    while start < end:
        found = _TRAILING.search(key[max(start, end - 60) : end])
        if not found or not found[0]:
            break
        end -= len(found[0])
    return start, max(start, end)


def _name(page, start, end):
    """The span of the name that stands before a number, or None."""
    start, end = _stripped(page.key, start, end)
    start, end = page.trim(start, end, ' \t\r\n\u00a0,;:.…-–+•*"“”')
    return (start, end) if end - start > 1 and any(c.isalpha() for c in page.key[start:end]) else None


def _carries_on(name):
    """Whether what stands between two numbers only carries on the same figure."""
    return bool(_CARRIES_ON.fullmatch(name.strip("() "))) and not _MEASURED.match(name)


def _without_preface(key, name):
    """The last measure of a clause that says something else first: "sản xuất ổn định, ước tổng mức bán lẻ …"."""
    last = _last(_MEASURE_INSIDE, key, *name)
    return (last.start("head"), name[1]) if last else name


def _last(pattern, key, start, end):
    found = None
    for found in pattern.finditer(key, start, end):  # noqa: B007
        pass
    return found


# figures


def _new(page, name, quantity, limit):
    """The figure that a number begins, or None if it measures nothing."""
    key = page.key
    if quantity.of is not None and quantity.is_counted:
        return _meeting_a_standard(page, quantity)
    if name is None:
        return _share_of_what_follows(page, quantity, limit) if quantity.is_percentage else None
    if verb := _verb_of(key, name, quantity):
        return _done(page, name, verb, quantity, limit)
    if not _may_be_a_name(key[slice(*name)], quantity.is_percentage):
        return None
    name = _without_preface(key, name)
    figure = Figure(page.text[slice(*name)], name, (name[0], quantity.until), qualifier=quantity.qualifier)
    if quantity.is_percentage:
        _begin_with_percentage(figure, quantity, key[slice(*name)])
    elif quantity.says == CHANGE:
        _compare(figure, quantity)
        figure.kind = "change"
    else:
        figure.value, figure.unit, figure.planned = quantity.value, quantity.unit, quantity.of
        figure.kind = "count" if quantity.is_counted else "level"
    return figure


def _begin_with_percentage(figure, quantity, name):
    is_rate = bool(_RATE.search(name))
    if quantity.says == CHANGE and is_rate and _GROWTH.search(name):
        figure.value, figure.unit, figure.kind = quantity.value, "%", "rate"
    elif quantity.says in (CHANGE, INDEX):
        _compare(figure, quantity)
        figure.kind = "change"
    elif is_rate or (quantity.says == LEVEL and quantity.is_last_of_two):
        figure.value, figure.unit, figure.kind, figure.base = quantity.value, "%", "rate", quantity.against
    else:
        figure.percent, figure.base, figure.kind = quantity.value, quantity.against, "percent"


def _add(figure, quantity):
    """Puts a further number to a figure: its percentage of plan, its change, its last value."""
    figure.span = figure.span[0], max(figure.span[1], quantity.until)
    if quantity.says in (CHANGE, INDEX):
        if figure.change is None:
            _compare(figure, quantity)
    elif figure.kind == "rate" and quantity.says == LEVEL and not quantity.is_last_of_two:
        figure.planned = quantity.value if figure.planned is None else figure.planned
    elif quantity.is_last_of_two and figure.value is not None:
        figure.previous, figure.value = figure.value, quantity.value
    elif quantity.is_percentage:
        if figure.percent is not None:
            figure.other_percents.append((quantity.value, quantity.against))
        elif quantity.says == PLAN or figure.value is not None:
            figure.percent, figure.base = quantity.value, quantity.against
            figure.kind = "percent" if figure.kind == "change" else figure.kind
    elif quantity.says == PLAN or figure.percent is not None:
        figure.planned = quantity.value
    elif figure.value is None:
        figure.value, figure.unit, figure.qualifier, figure.kind = (
            quantity.value,
            quantity.unit,
            quantity.qualifier,
            "level",
        )


def _compare(figure, quantity):
    figure.change, figure.change_unit = quantity.value, quantity.unit
    if quantity.says == INDEX and quantity.is_percentage:
        figure.change_unit = "index"
    figure.compared_with = quantity.against or "cùng kỳ"


def _meeting_a_standard(page, quantity):
    """Units that meet a standard: 5/13 xã đạt chuẩn; anything else of that shape is no indicator."""
    behind = _STANDARD.match(page.key, quantity.end, quantity.end + 90)
    if (
        not behind
        or not quantity.unit.lower().startswith(("xã", "thôn", "bản", "trường"))
        or "tiêu chí" in behind[1]
    ):
        return None
    span = page.trim(quantity.unit_start, behind.end())
    return Figure(
        page.text[slice(*span)],
        span,
        (quantity.start, span[1]),
        quantity.value,
        quantity.unit,
        kind="count",
        confidence=0.6,
    )


def _share_of_what_follows(page, quantity, limit):
    """A share that its subject follows: 100% trẻ 5 tuổi được đến trường."""
    behind = _SHARED.match(page.key, quantity.end, min(limit, quantity.end + 110))
    if not behind:
        return None
    span = page.trim(quantity.end, behind.end())
    return Figure(
        page.text[slice(*span)], span, (quantity.start, span[1]), quantity.value, "%",
        qualifier=quantity.qualifier, kind="rate", confidence=0.5,
    )  # fmt: skip


def _verb_of(key, name, quantity):
    """The verb of what was done so many times, if that is what the number counts: kết nạp 217 quần chúng."""
    if quantity.says != LEVEL or quantity.is_percentage or _COPULA.search(key, name[1], quantity.at):
        return None
    if _HEADS.match(key, *name) and not _VERBS.match(key, *name):
        return None
    verb = _last(_VERBS, key, *name)
    if not verb:
        return None
    rest = key[verb.end() : name[1]].strip()
    close = _BETWEEN.fullmatch(rest) or (rest.count(" ") < 4 and not _MEASURED.search(rest))
    return verb if close else None


def _done(page, name, verb, quantity, limit):
    """A count of what was done; its name is the verb with its object."""
    tail = _OBJECT.match(page.key, quantity.end, min(limit, quantity.end + 70)).end()
    if cut := _OBJECT_ENDS.search(page.key, quantity.end, tail):
        tail = cut.start()
    behind = page.trim(quantity.end, tail)
    visits = _VISITS.match(quantity.unit)
    parts = [
        _MANAGED.sub("", page.text[verb.start() : name[1]].rstrip(" (")),
        quantity.unit if quantity.is_counted else visits[1] if visits else "",
        page.text[slice(*behind)] if behind[0] < behind[1] else "",
    ]
    return Figure(
        " ".join(filter(None, parts)), (verb.start(), name[1]), (verb.start(), max(quantity.until, behind[1])),
        quantity.value, quantity.unit, qualifier=quantity.qualifier, kind="count",
    )  # fmt: skip


def _may_be_a_name(words, in_percent):
    """Whether the words can name an indicator; all of a year's together only where a percentage tells of them."""
    return not _NOT_NAMES.match(words) or bool(in_percent and _OVERALL.match(words))


def _stands(figure, key):
    """Whether a figure is worth proposing; sets how surely."""
    name = key[slice(*figure.name_span)]
    if len(name) > LONGEST_NAME or not _may_be_a_name(name, figure.percent is not None):
        return False
    measured = bool(_MEASURED.search(name))
    if figure.kind == "count" and not figure.confidence:
        standard = _FAMILIAR.match(name) or _TOTALS.match(name)
        if _NO_COUNT.match(name) or (figure.percent is None and not standard):
            return False
        figure.confidence = 0.9 if figure.percent is not None else 0.7
    elif figure.confidence:
        return True
    elif figure.percent is not None:
        figure.confidence = 0.97 if figure.value is not None else 0.93 if measured else 0.75
    elif figure.kind == "change":
        figure.confidence = 0.6
        return figure.change_unit == "%" and bool(_MEASURED.match(name))
    else:
        figure.confidence = 0.9 if measured else 0.55
        return measured or figure.kind == "rate" or figure.change is not None
    return True
