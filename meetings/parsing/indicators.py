"""Figures: a name, a value with its unit, the percentage of plan, the change against last year.

"đạt 118,82%" is percent of plan, "vượt 10,81%" is 110,81 percent of it, "tăng 2,8% so với cùng kỳ" a change and "bằng 101,9%
so với cùng kỳ" an index; a bound (trên, dưới, gần …) is kept as such. "4/9 tiêu chí" is none of these.
"""

import re
from dataclasses import dataclass, field

from meetings.parsing.numbers import NUMBER, number

_MONEY = r"(?:nghìn |ngàn )?tỷ(?:\s+(?:đồng|usd))?|(?:nghìn |ngàn )?tỉ(?:\s+đồng)?|triệu\s+(?:đồng|usd)(?:\s?/\s?(?:người|ha|năm|hộ|tháng)){0,2}|(?:triệu\s+)?usd|nghìn\s+(?:đồng|usd)|đồng(?! chí| bào| bộ| thời| ruộng| cỏ)(?:/\w+)?"
_SCALED = r"(?:triệu|nghìn|ngàn|vạn)\s+(?:lượt(?:\s+(?:khách|người))?|tấn|ha|con|người|m2|m3|cây|kwh|lao động|hộ)"
_MEASURE = r"tạ\s?/\s?ha|tấn\s?/\s?ha|kg\s?/\s?(?:người|ha|năm)|tấn|tạ|kg|ha|héc ta|hecta|km2|m2|m3|km|lít|kwh|mw|bậc|giường(?:\s?/\s?vạn dân)?|‰"
_COUNTED = (
    r"lượt(?:\s+(?:khách|người|hộ))?|lao động|đảng viên|quần chúng|hộ|con|người|nhà|xã|thôn|bản|trường|doanh nghiệp|hợp tác xã|htx|hồ sơ|"
    r"giấy chứng nhận|giấy|mô hình|sản phẩm|công trình|dự án|cây|căn|vụ|thuê bao|học sinh|lớp|phòng học|cơ sở|khách|chi bộ|em|thanh niên"
)
_UNIT = rf"%|{_MONEY}|{_SCALED}|(?:{_MEASURE})(?![^\W\d_])|(?:{_COUNTED})\b"
_QUALIFIER = r"trên dưới|trên|hơn|gần|dưới|khoảng|ước khoảng|xấp xỉ|đạt khoảng|tối thiểu"
_QUANTITY = re.compile(
    rf"(?<![\w,./])(?:(?P<qualifier>{_QUALIFIER})\s+)?(?P<number>{NUMBER})(?P<ratio>\s?/\s?\d{{1,3}}(?![\d/%]))?,?\s?(?P<unit>{_UNIT})"
)
_BASE = re.compile(
    r"\s*(?:so\s+(?:với\s+)?)?(?:với\s+)?(?:/\s*)?(?P<base>(?:tổng\s+)?(?:kế hoạch|kh\b|dự toán|nghị quyết|nq\b|chỉ tiêu|mục tiêu|kịch bản|toàn tỉnh giao)[^,;:.()]*)"
)
_COMPARED = re.compile(
    r"\s*(?:\(?\s*so\s+(?:với\s+)?)(?P<against>(?:cùng kỳ|năm|tháng|quý|đầu năm|thực hiện|cuối năm|thời điểm|\d+ tháng|giai đoạn|nhiệm kỳ)[^,;:.()]*)|\s*(?P<same>cùng kỳ[^,;:.()]*)"
)
_TIME = (
    r"(?:trong\s+|qua\s+|sau\s+|đến\s+(?:hết\s+|nay\s*|cuối\s+)?|tính\s+đến\s+(?:hết\s+|nay\s*)?|ước\s+tính\s+(?:đến\s+)?|hết\s+|cả\s+|lũy kế\s+(?:từ đầu năm\s+)?(?:đến\s+(?:hết\s+|nay)?)?|từ\s+đầu\s+năm\s+đến\s+(?:nay|hết|ngày)?\s*|trong\s+trong\s+)?"
    r"(?:ngày\s+\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?|\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?(?=[\s,])|(?:\d{1,2}|ba|sáu|chín)\s+tháng(?:\s+(?:đầu\s+năm|cuối năm|qua|của năm))?|quý\s+(?:[ivx]+|\d)\b|tháng\s+\d{1,2}\b|năm(?=\s+20\d\d)|20\d\d|đến nay|năm qua)"
    r"(?:[\s,/-]*(?:(?:của\s+)?năm\s+)?20\d\d)?"
)
_LEADING = re.compile(
    rf"(?:[\s,:;.(\"“-]+|(?:{_TIME})(?=[\s,:]|$)|(?:trong đó|cụ thể|tiêu biểu|nổi bật|theo đó|theo báo cáo|như|là|có|đã|và|với|hiện|hiện nay|đến nay|ước tính|ước|nâng|đáng chú ý|riêng|đồng thời|bên cạnh đó|tổng kết|kết quả|toàn (?:huyện|tỉnh|xã|thị xã|thành phố|phường|đảng bộ|ngành|vùng)|trên địa bàn (?:huyện|tỉnh|xã)|huyện|xã|tỉnh|đảng bộ|gồm|nhất là|đặc biệt|mới|cũng|thêm|được|các chỉ tiêu[^:]{{0,60}}:|trên địa bàn|trong năm|trong kỳ|trong tháng|trong quý|trong|thì|còn lại|còn|đạt|hoàn thành|một số chỉ tiêu[^:]{{0,60}}:)(?=[\s,:]))"
)
_TRAILING = re.compile(
    rf"(?:[\s,:(-]+|(?:\s|^)(?:{_TIME})|(?:\s|^)(?:ước\s+(?:tính|đạt|thực hiện|khoảng|cả năm)?|ước|đạt|được|là|có|bằng|khoảng|thực hiện|thực hiện được|đã|hiện|hiện nay|tăng lên|lên|còn|giảm|giảm còn|xuống|xuống còn|chiếm|cho|trên địa bàn đạt|uớc|mới|chỉ|hoàn thành|tăng|vượt|đến nay|cả năm|bình quân đạt|với|so với|cũng|đều|và|lại|tiếp tục|trong kỳ|hằng năm|khá|cao|dự kiến|của năm|từ|nâng|cơ bản))$"
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
    r"(?:ước\s+)?(?:tổng|giá trị|sản lượng|diện tích|thu|chi|doanh thu|kim ngạch|tỷ lệ|tỉ lệ|tốc độ|năng suất|quy mô|vốn|đàn|số|lượng|grdp|chỉ số|tăng trưởng|độ che phủ|nâng|trong đó)\b"
)
_RATE = re.compile(r"\b(?:tỷ lệ|tỉ lệ|tốc độ|độ che phủ|tỷ trọng|cơ cấu|tăng trưởng|hộ nghèo|hộ cận nghèo|cận nghèo|tỷ suất|mức giảm|bao phủ|tần suất)\b")
_NOT_NAMES = re.compile(r".*\bchỉ tiêu\b|^(?:(?:các |một số |nhiều |có )?chỉ tiêu|nghị quyết|quyết định|kế hoạch số|kỳ họp|hội nghị|điều|chương|khóa|trong đó có$|thời gian|số:?$|có mặt|vắng|đại biểu|điểm|hội trường|thành phần|biên bản)")
_CHANGE = re.compile(r"(?P<sign>tăng trưởng|tăng|giảm|cao hơn|thấp hơn)(?P<to>\s+(?:lên|còn|xuống còn|xuống|từ[^,;]{0,25}?(?:lên|xuống)(?:\s+còn)?))?\s*(?:hơn|gần|khoảng|trên|bình quân|thêm|tới|đến)?\s*$")


@dataclass(slots=True)
class Figure:
    """One indicator as the text gives it; numbers are Decimal, and None where the text says nothing."""

    name: str
    name_span: tuple[int, int]
    span: tuple[int, int]
    value: object = None
    unit: str | None = None
    percent: object = None
    qualifier: str | None = None
    base: str | None = None
    other_percents: list = field(default_factory=list)
    change: object = None
    change_unit: str | None = None
    compared_with: str | None = None
    previous: object = None
    planned: object = None
    kind: str = "level"
    """level (a value), percent (of plan only), rate (a share in %), count (of what was done), change (against last year only)."""
    confidence: float = 0.7


def figures(page, start, end):
    """The indicators between two offsets, in order."""
    key = page.key
    if not _has_digit(key, start, end):
        return []
    found, current, last_end, name_from = [], None, start, start
    matches = list(_QUANTITY.finditer(key, start, end))
    for i, match in enumerate(matches):
        if _is_no_quantity(key, match):
            continue
        gap_start = last_end
        boundary = _boundary(key, gap_start, match.start(), current is None)
        after_end = matches[i + 1].start() if i + 1 < len(matches) else end
        role = _role(key, match, end, gap_start)
        between = key[gap_start : match.start()]
        name = _name(page, max(boundary, name_from), match.start())
        summed = key.rfind("lũy kế", gap_start, match.start())
        if summed >= 0 and current is not None:
            name = page.trim(summed, match.start())
            name = name[0], name[1] - len(re.search(r"(?:\s(?:đạt|ước|được|là|bằng))*$", key[slice(*name)])[0])
        elif current is not None and boundary == gap_start and not name or current is not None and _continues(between, name, page):
            _add(page, current, match, role)
            last_end = role["end"]
            current.span = current.span[0], max(current.span[1], last_end if role["end"] > match.end() else match.end())
            continue
        figure = _new(page, name, match, role, after_end, max(boundary, name_from))
        last_end = role["end"]
        if figure is None:
            current = None
            continue
        found.append(figure)
        current = figure
        if figure.name_span[0] >= match.end():
            last_end = max(last_end, figure.name_span[1])
    return [figure for figure in found if _stands(figure, page)]


def _has_digit(key, start, end):
    return _DIGIT.search(key, start, end) is not None


_DIGIT = re.compile(r"\d")


def _is_no_quantity(key, match):
    """Whether the number counts days, sessions or papers instead."""
    before = key[max(0, match.start() - 14) : match.start()]
    return bool(re.search(r"(?:ngày|tháng|số|khóa|thứ|điều|quý|lần|nhiệm kỳ|vụ|giai đoạn|-)\s*$", before)) and match["unit"] != "%" or (
        match["unit"] == "người" and re.match(r"\s+(?:dự|tham dự|có mặt)", key[match.end() :])
    ) is True


def _boundary(key, start, end, first):
    """Where the clause of the figure begins: behind the last of ; : . , ( between two offsets."""
    at = start
    closed = 0
    for i in range(end - 1, start - 1, -1):
        c = key[i]
        closed += c == ")"
        if c == "(" and closed:
            closed -= 1
            continue
        if c in ";:(…" or (c == "." and not key[i + 1 : i + 2].isdigit()):
            at = i + 1
            break
        if c == "," and not (key[i - 1 : i].isdigit() and key[i + 1 : i + 2].isdigit()):
            words = key[i + 1 : end].split()
            if _enough(words, key[i + 1 : end], first):
                at = i + 1
                break
    return at


def _enough(words, text, first):
    """Whether what stands behind a comma can be the name of another figure, not the rest of a list of nouns."""
    stripped = _strip(text)
    if not stripped:
        return True
    stripped = stripped.strip()
    if _HEADS.match(stripped) or _VERBS.match(stripped):
        return True
    return not first and bool(_MEASURED.match(stripped) or len(words) > 3 and _MEASURED.search(stripped))


def _strip(text):
    start, end = _stripped(text, 0, len(text))
    return text[start:end]


def _stripped(key, start, end):
    while found := _LEADING.match(key, start, end):
        if found.end() == start:
            break
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
    start, end = page.trim(start, end, " \t\r\n\u00a0,;:.…-–+•*\"“”")
    return (start, end) if end - start > 1 and any(c.isalpha() for c in page.key[start:end]) else None


def _continues(between, name, page):
    """Whether what stands between two numbers only carries on the same figure."""
    if name is None:
        return True
    words = page.key[slice(*name)]
    return bool(re.fullmatch(r"(?:kế hoạch|dự toán|nghị quyết|chỉ tiêu|cùng kỳ|so|kh|nq|bình quân|năm|hđnd|tỉnh|huyện|trung ương)(?:\s.*)?", words)) and not _MEASURED.match(words)


def _role(key, match, end, since):
    """What the number says: a level, a percentage of plan, a change, an index; and where its complement ends."""
    before = key[max(since, match.start() - 40) : match.start()]
    after = key[match.end() : min(end, match.end() + 160)]
    change = _CHANGE.search(before)
    beyond = re.search(r"\bvượt(?:\s+(?:mức|hơn|trên))?\s*$", before)
    base, compared = _BASE.match(after), _COMPARED.match(after)
    stop = match.end()
    if base:
        stop += base.end("base")
        more = re.match(r"\s*\([^)]{0,40}\)", key[stop:end])
        against = base["base"]
        if (joined := re.search(r"\s+và\s+(?=\d|trên\s+\d|gần\s+\d|đạt|tăng|giảm|bằng)", against)) :
            stop = match.end() + base.start("base") + joined.start()
            against = against[: joined.start()]
        return {"kind": "beyond" if beyond else "short" if change and change["sign"] != "tăng" else "percent", "end": stop, "base": against.strip(), "sign": change and change["sign"]}
    if compared:
        stop += compared.end()
        against = compared["against"] or compared["same"]
        if (joined := re.search(r"\s+và\s+", against)):
            stop -= len(against) - joined.start()
            against = against[: joined.start()]
        return {"kind": "change" if change and not change["to"] else "index", "end": stop, "against": against.strip(), "sign": change and change["sign"]}
    if change and not change["to"]:
        return {"kind": "change", "end": stop, "against": None, "sign": change["sign"]}
    if beyond and match["unit"] == "%":
        return {"kind": "beyond", "end": stop, "base": None}
    return {"kind": "level", "end": stop, "to": bool(change and change["to"]), "share": bool(re.search(r"\b(?:chiếm|còn|xuống|lên)\s*(?:hơn|gần|khoảng|trên|dưới)?\s*$", before))}


def _value(match):
    return number(match["number"])


def _add(page, figure, match, role):
    """Puts a further number to a figure: its percentage of plan, its change, its last value."""
    value, unit = _value(match), match["unit"]
    if unit == "%":
        if role["kind"] == "percent":
            _percent(figure, value, role.get("base"), match)
        elif role["kind"] == "beyond":
            _percent(figure, 100 + value, role.get("base"), match)
        elif role["kind"] in ("change", "index"):
            if figure.change is None:
                figure.change = -value if (role.get("sign") or "").startswith(("giảm", "thấp")) else value
                figure.change_unit, figure.compared_with = "%", role.get("against") or "cùng kỳ"
                if role["kind"] == "index":
                    figure.change_unit = "index"
        elif figure.kind == "rate":
            figure.previous, figure.value = figure.value, value
        elif figure.percent is None and figure.value is not None:
            _percent(figure, value, None, match)
        elif figure.percent is not None:
            figure.other_percents.append((value, None))
        return
    written = page.text[slice(*match.span("unit"))]
    if role["kind"] in ("change", "index"):
        if figure.change is None:
            figure.change, figure.change_unit = value, written
            figure.compared_with = role.get("against") or "cùng kỳ"
    elif role["kind"] == "percent":
        figure.planned = value
    elif figure.value is None:
        figure.value, figure.unit, figure.qualifier = value, written, match["qualifier"]
        figure.kind = "level"
    elif role.get("to") or role.get("share"):
        figure.previous, figure.value = figure.value, value


def _percent(figure, value, base, match):
    if figure.percent is None:
        figure.percent, figure.base = value, base
        if figure.value is None:
            figure.qualifier = match["qualifier"]
    else:
        figure.other_percents.append((value, base))


def _new(page, name, match, role, limit, name_from):
    key = page.key
    value, unit = _value(match), match["unit"]
    written = page.text[slice(*match.span("unit"))]
    words = key[slice(*name)] if name else ""
    span_start = name[0] if name else match.start()
    if match["ratio"]:
        return _ratio(page, match, written)
    counted = re.fullmatch(_COUNTED, unit)
    verb = None if _HEADS.match(words) and not _VERBS.match(words) else _last(_VERBS, words)
    if unit == "%" and not name:
        return _leading_share(page, match, value, limit)
    if verb and role["kind"] == "level" and unit != "%" and _ends_with(words, verb):
        return _done(page, name, match, verb, value, written, role, limit)
    if not name or _NOT_NAMES.match(words):
        return None
    figure = Figure(page.text[slice(*name)], name, (span_start, role["end"]), qualifier=match["qualifier"])
    if unit == "%":
        rate = bool(_RATE.search(words))
        if role["kind"] == "percent" and not rate or role["kind"] == "level" and not rate and not role.get("share"):
            figure.percent, figure.base, figure.kind = value, role.get("base"), "percent"
        elif role["kind"] == "beyond":
            figure.percent, figure.base, figure.kind = 100 + value, role.get("base"), "percent"
        elif role["kind"] in ("change", "index", "short"):
            if rate and role["kind"] == "change" and re.search(r"tốc độ|tăng trưởng", words):
                figure.value, figure.unit, figure.kind = value, "%", "rate"
            else:
                negative = (role.get("sign") or "").startswith(("giảm", "thấp"))
                figure.change, figure.change_unit, figure.kind = (-value if negative else value), "%", "change"
                figure.compared_with = role.get("against") or "cùng kỳ"
        else:
            figure.value, figure.unit, figure.kind = value, "%", "rate"
            if role["kind"] == "percent":
                figure.base = role.get("base")
    elif role["kind"] == "change":
        figure.change, figure.change_unit, figure.kind = value, written, "change"
        figure.compared_with = role.get("against") or "cùng kỳ"
    else:
        figure.value, figure.unit = value, written
        figure.kind = "count" if counted else "level"
    if trimmed := _shorter(page, name):
        figure.name, figure.name_span = page.text[slice(*trimmed)], trimmed
        figure.span = trimmed[0], figure.span[1]
    return figure


def _shorter(page, name):
    """The last measure of a clause that says something else first: "sản xuất ổn định, ước tổng mức bán lẻ …"."""
    words = page.key[slice(*name)]
    if len(words) < 60:
        return None
    starts = [m.start() for m in re.finditer(r"\b(?:tổng (?:giá trị|thu|chi|mức|diện tích|sản lượng|đàn|vốn|số)|giá trị sản xuất|thu ngân sách|tỷ lệ|sản lượng|thu nhập bình quân|doanh thu|diện tích|năng suất)\b", words)]
    return (name[0] + starts[-1], name[1]) if starts and starts[-1] > 20 else None


def _ratio(page, match, written):
    """Units that meet a standard: 5/13 xã đạt chuẩn; anything else of that shape is no indicator."""
    behind = re.match(r"\s+((?:đã\s+)?(?:đạt chuẩn|về đích|đạt|hoàn thành)\s[^,;.()…]{3,60})", page.key[match.end() : match.end() + 90])
    if not behind or not match["unit"].startswith(("xã", "thôn", "bản", "trường")) or "tiêu chí" in behind[1]:
        return None
    span = match.start("unit"), match.end() + behind.end()
    span = page.trim(*span)
    return Figure(page.text[slice(*span)], span, (match.start(), span[1]), _value(match), written, kind="count", confidence=0.6)


def _leading_share(page, match, value, limit):
    """A share that its subject follows: 100% trẻ 5 tuổi được đến trường."""
    behind = re.match(r"\s+((?:số\s+)?(?:trẻ|hộ|xã|thôn|bản|trường|dân số|cơ quan|đảng viên|chi bộ|học sinh|người dân|lao động|khu dân cư|trạm|cán bộ|gia đình|đơn vị|tổ chức|các|thôn)[^,;.()…]{6,90})", page.key[match.end() : min(limit, match.end() + 110)])
    if not behind:
        return None
    span = page.trim(match.end(), match.end() + behind.end())
    return Figure(page.text[slice(*span)], span, (match.start(), span[1]), value, "%", kind="rate", qualifier=match["qualifier"], confidence=0.5)


def _done(page, name, match, verb, value, written, role, limit):
    """A count of what was done: kết nạp 217 quần chúng, gieo trồng 3.245 ha lúa; the name is the verb and its object."""
    at = name[0] + verb.start()
    behind = re.match(r"\s*[^,;:.()…\d]{0,70}", page.key[match.end() : min(limit, match.end() + 70)])
    tail = behind[0] if behind else ""
    if cut := re.search(r"\s(?:đạt|bằng|tăng|giảm|ước|với|trong đó|và|để|năng suất|vượt|tại|so với|nâng|của|ở|theo|cho)\b", tail):
        tail = tail[: cut.start()]
    tail_span = page.trim(match.end(), match.end() + len(tail))
    counted = re.fullmatch(_COUNTED, match["unit"])
    head = page.text[at : name[1]].rstrip(" (")
    head = re.sub(r"\s+(?:được|thêm|mới được)$", "", head)
    object_ = (written if counted else re.sub(rf"^(?:{_MONEY}|{_SCALED}|{_MEASURE})\s*", "", "")) or ""
    scaled = re.match(r"(?:triệu|nghìn|ngàn|vạn)\s+(lượt.*)", written)
    if scaled:
        object_ = scaled[1]
    parts = [head, object_, page.text[slice(*tail_span)] if tail_span[0] < tail_span[1] else ""]
    figure = Figure(" ".join(filter(None, parts)), (at, name[1]), (at, max(role["end"], tail_span[1])), value, written)
    figure.kind, figure.qualifier = "count", match["qualifier"]
    figure.confidence = 0.7
    return figure


def _last(pattern, words):
    found = None
    for found in pattern.finditer(words):  # noqa: B007
        pass
    return found


def _ends_with(words, verb):
    rest = words[verb.end() :].strip()
    return rest in ("", "được", "thêm", "mới", "cho", "trên", "mới được", "thêm được", "hơn", "thành công", "gần", "đất") or len(rest.split()) < 5 and not _MEASURED.search(rest)


def _stands(figure, page):
    """Whether a figure is worth proposing, and how surely."""
    words = page.key[slice(*figure.name_span)]
    if len(words) > 140 or _NOT_NAMES.match(words):
        return False
    measured = bool(_MEASURED.search(words))
    if figure.kind == "count":
        if re.match(r"\d|có |gồm|thứ ", words):
            return False
        standard = bool(_FAMILIAR.match(words)) or bool(re.match(r"(?:tổng|số|đàn|quy mô|lượng)\b", words))
        if figure.percent is None and not standard and figure.confidence != 0.6:
            return False
        figure.confidence = 0.9 if figure.percent is not None else 0.7 if figure.confidence != 0.6 else 0.6
        return True
    if figure.percent is not None and figure.value is not None:
        figure.confidence = 0.97
        return True
    if figure.kind == "percent":
        figure.confidence = 0.93 if measured else 0.75
        return True
    if figure.kind == "rate":
        figure.confidence = max(figure.confidence, 0.9 if measured else 0.6) if figure.confidence != 0.5 else 0.5
        return True
    if figure.kind == "change":
        figure.confidence = 0.6
        return bool(_MEASURED.match(words)) and figure.change_unit == "%"
    figure.confidence = 0.9 if measured else 0.55
    return measured or figure.change is not None


PERCENT = re.compile(rf"(?P<qualifier>{_QUALIFIER})?\s*(?P<number>{NUMBER})\s?%(?:\s+(?:kế hoạch|dự toán|nghị quyết|chỉ tiêu)[^,;.()]*)?")
"""A percentage inside any sentence, with its bound and its base."""
