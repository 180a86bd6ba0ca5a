"""Who is charged with a duty, and by when."""

import re

from meetings.parsing.dates import DATED, days

_ASKED = re.compile(
    r"(?:giao(?: cho)?|yêu cầu|đề nghị|phân công|đồng thời|các đồng chí lưu ý|theo đó)\s*[,:]?\s*"
)
_BEFORE = re.compile(r"(?:trước|chậm nhất(?: là)?|đến|hết|xong trước|trong)\s+$")
_SMALL = re.compile(r"(?:cần|phải|sẽ|cùng|tiếp tục|tích cực|chủ động|khẩn trương|sớm|nghiêm túc)\b")
_NO_UNIT = re.compile(r"\b(?:là|của nhân dân|đạt|tỷ lệ|được|chưa|không)\b")
LONGEST_UNIT = 120
"""Characters after which words before a verb are no longer taken for the name of a unit."""


def unit_at(page, start, end, found=None):
    """The span of the unit that a duty begins with ("Giao Phòng Tài chính chủ trì …"), or None."""
    key = page.key
    if asked := _ASKED.match(key, start, end):
        start = asked.end()
    if found is None:
        found = page.hits(start, min(end, start + 2 * LONGEST_UNIT))
    first = next((h for h in found if h.start >= start), None)
    if first is None or first.start > start + 2 or "unit" not in first.tags:
        return None
    limit = min(end, start + LONGEST_UNIT)
    colon = key.find(":", first.start, limit)
    behind = first.end
    for hit in found:
        if colon > 0 and hit.start > colon:
            break
        if hit.start >= limit:
            return None
        if hit.start < behind or "duty" not in hit.tags:
            continue
        if _is_name_part(key, hit, first):
            behind = hit.end
            continue
        return _closed(page, first.start, hit.start)
    return _closed(page, first.start, colon) if colon > 0 else None


def begins_with_duty(page, start, end, found):
    """Whether the words begin with a verb of duty, or with a unit and then such a verb."""
    inside = [hit for hit in found if start <= hit.start < end]
    if not inside:
        return False
    if "duty" in inside[0].tags and inside[0].start - start < 4:
        return True
    start, end = page.trim(start, end)
    unit = unit_at(page, start, end, inside)
    return bool(unit and unit[1] < end)


def due_on(page, start, end):
    """The last day that a duty names behind "trước", "chậm nhất", "đến" with its span, or None."""
    for found in DATED.finditer(page.key, start, end):
        if _BEFORE.search(re.sub(r"ngày\s*$", "", page.key[max(start, found.start() - 24) : found.start()])):
            day = next(days("ngày " + found[0]), None)
            if day and day.on(None):
                return day.on(None), found.span()
    return None


def _is_name_part(key, hit, first):
    """Whether a verb stands inside the name: Ban Chỉ đạo, Ban Quản lý dự án, Ủy ban Kiểm tra, Phòng … và Đào tạo."""
    before = key[first.start : hit.start].rstrip()
    if re.search(r"(?:\bban|ủy ban|\bphòng|\bsở|và|trung tâm|hội|cục|thanh tra|phòng giáo dục và|,)$", before) and hit.phrase in (
        "chỉ đạo", "quản lý", "kiểm tra", "tổ chức", "đào tạo", "đầu tư", "xây dựng", "phát triển", "bảo vệ", "thanh tra",
        "quy hoạch", "phòng", "chống", "bồi dưỡng", "phục vụ", "giám sát",
    ):  # fmt: skip
        return True
    return hit.phrase in ("thu", "đưa", "tạo", "gắn", "nắm", "phòng", "xóa") and hit.start - first.end < 2


def _closed(page, start, end):
    start, end = page.trim(start, end)
    words = page.key[start:end]
    if tail := re.search(
        r"\s+(?:cần|phải|sẽ|cùng|đã|và|xác định|thống nhất|đề ra|trong (?:thời gian tới|tháng \d+|quý \w+))$",
        words,
    ):
        end -= len(tail[0])
        words = page.key[start:end]
    if len(words) < 2 or _NO_UNIT.search(words) or words.count("(") != words.count(")"):
        return None
    return start, end
