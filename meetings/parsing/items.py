"""One item each: passages cut where a new weakness, duty or result begins."""

import re

from meetings.parsing.duties import unit_at

_COUNTED = re.compile(
    r"(?:(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+là|thứ\s+(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))\s*[,:]?\s+"
)
_LINK = re.compile(
    r"(?:theo báo cáo|theo đó|đồng thời|bên cạnh đó|ngoài ra|cùng với đó|bên cạnh đó còn|và|mặt khác|trong đó|cụ thể|nhất là)\b[\s,]*(?=\S)"
)
_TOPIC = re.compile(
    r"(?:công tác|tình hình|tình trạng|tiến độ|việc|một số|nhiều|tỷ lệ|chất lượng|hoạt động|kết quả|số|các|hạ tầng|năng lực|thu|chi|"
    r"giải ngân|cơ sở|đời sống|sản xuất|kinh tế|tội phạm|tai nạn|vi phạm|môi trường|cải cách|ý thức|trình độ|cán bộ|vệ sinh|giá|quản lý|vẫn còn|còn)\b"
)
_STOP = re.compile(r"[();]|(?<!\d),|,(?!\d)")
_STRONG = frozenset(re.findall(r"[^,\n]+", """\
tập trung,tiếp tục,đẩy mạnh,đẩy nhanh,tăng cường,nâng cao,thực hiện tốt,triển khai,chỉ đạo,rà soát,tham mưu,chủ động,tổ chức,
xây dựng,hoàn thành,hoàn thiện,duy trì,phát huy,quan tâm,làm tốt,chuẩn bị,khẩn trương,theo dõi,vận động,củng cố,huy động,
quyết liệt,giữ vững,phấn đấu,đổi mới,mở rộng,chăm lo,khắc phục"""))  # fmt: skip
"""Verbs that begin a duty of its own behind a comma; weaker ones only carry on the one before."""
_AND_STILL = re.compile(r"\s+và\s+(?=(?:vẫn\s+)?còn\s+(?:tình trạng|xảy ra|có|để|nhiều)\b)")


def pieces(page, passages, about):
    """The spans of the items in the passages of one kind, each with its passage."""
    chosen = [p for p in passages if p.about == about]
    sizes = {}
    for passage in chosen:
        sizes[passage.group] = sizes.get(passage.group, 0) + 1
    for passage in chosen:
        for start, end in _semicolons(page, passage, about):
            alone = (
                sizes[passage.group] == 1
                and passage.mark is None
                and (start, end) == (passage.start, passage.end)
            )
            for span in _split(page, start, end, about, alone):
                start_, end_ = _clean(page, *span)
                if end_ - start_ > 7 and " " in page.text[start_:end_]:
                    yield start_, end_, passage


def _semicolons(page, passage, about):
    key, start, end = page.key, passage.start, passage.end
    if (
        about == "directives"
        and passage.mark
        and passage.mark != "counted"
        and not _has_units(page, start, end)
    ):
        return [(start, end)]
    trimmed = [page.trim(*span) for span in _parts(key, start, end, ";")]
    return [span for span in trimmed if span[0] < span[1]]


def _parts(key, start, end, mark):
    """The spans between marks outside brackets; a comma inside a number is none."""
    if mark not in key[start:end]:
        return [(start, end)]
    parts, since, depth = [], start, 0
    balanced = key.count("(", start, end) == key.count(")", start, end)
    for stop in _STOP.finditer(key, start, end):
        if stop[0] in "()":
            depth = max(0, depth + (1 if stop[0] == "(" else -1)) if balanced else 0
        elif stop[0] == mark and not depth:
            parts.append((since, stop.start()))
            since = stop.end()
    return [*parts, (since, end)]


def _has_units(page, start, end):
    parts = [page.trim(start + m.end(), end) for m in re.finditer(r";|\.\s", page.key[start:end])]
    return any(s < e and unit_at(page, s, e) for s, e in parts)


def _split(page, start, end, about, alone):
    key = page.key
    if about == "shortcomings":
        for found in _AND_STILL.finditer(key, start, end):
            if _lacking(page, start, found.start()):
                yield start, found.start()
                start = found.end()
        if alone:
            yield from _commas(page, start, end, _is_weakness)
            return
    elif about == "directives" and alone:
        yield from _commas(page, start, end, _is_duty)
        return
    yield start, end


def _commas(page, start, end, is_one):
    """The parts between commas if each stands by itself, with parts that do not joined to the one before."""
    parts = _parts(page.key, start, end, ",")
    joined = [parts[0]]
    for part in parts[1:]:
        if is_one(page, *page.trim(*part)) and is_one(page, *page.trim(*joined[-1]), first=len(joined) == 1):
            joined.append(part)
        else:
            joined[-1] = joined[-1][0], part[1]
    return joined


def _is_weakness(page, start, end, first=False):
    return bool(
        _lacking(page, start, end)
        and (first or _TOPIC.match(page.key, start))
        and page.key.count(" ", start, end) > 2
    )


def _is_duty(page, start, end, first=False):
    if page.key.count(" ", start, end) < 3:
        return False
    found = page.hits(start, min(end, start + 60))
    if first:
        return any("duty" in h.tags for h in found)
    strong = bool(found) and found[0].start == start and found[0].phrase in _STRONG
    return strong


def _lacking(page, start, end):
    return any("lacking" in h.tags for h in page.hits(start, end))


def _clean(page, start, end):
    """The span without "một là,", "bên cạnh đó," and blanks."""
    start, end = page.trim(start, end)
    for pattern in (_COUNTED, _LINK):
        found = pattern.match(page.key, start, end)
        if found and found.end() < end:
            start = found.end()
    return page.trim(start, end)
