"""The months that a session looks back on and ahead to: 9 tháng đầu năm, quý IV, năm 2024, tháng 6, những tháng cuối năm."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from meetings.parsing.numbers import ordinal

_COUNT = r"(?P<count>\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười(?:\s+một)?)"
_YEAR = r"(?:[\s,]*(?:của\s+)?(?:năm\s+|/\s?|-\s?)?(?P<{}>20\d\d)(?!\s?-\s?20\d\d))?"
_MENTION = re.compile(
    rf"\b{_COUNT}\s+tháng(?:\s+(?P<side>đầu\s+năm|cuối\s+năm|còn\s+lại(?:\s+(?:của\s+)?năm)?|qua|năm(?=\s+20)))?"
    + _YEAR.format("myear")
    + r"|\b(?P<rest>(?:những|các)\s+tháng\s+(?:cuối\s+năm|còn\s+lại)(?:\s+(?:của\s+)?năm)?)"
    + _YEAR.format("ryear")
    + r"|\bquý\s+(?P<quarter>iv|i{1,3}|[1-4])\b"
    + _YEAR.format("qyear")
    + r"|\btháng\s+(?P<month>\d{1,2})\b(?!\s?/\s?\d{1,2}\b)"
    + _YEAR.format("oyear")
    + r"|(?<!học )\bnăm\s+(?P<year>20\d\d)\b(?!\s?-\s?20\d\d)"
)
_LOOKS_BACK = (
    ("đánh giá", 1.5), ("sơ kết", 2), ("tổng kết", 2), ("kiểm điểm", 1.5), ("kết quả", 1.5), ("tình hình", 1),
    ("thực hiện nhiệm vụ", 1), ("nghị quyết", 0.3), ("trong", 0.3),
)  # fmt: skip
_LOOKS_AHEAD = (
    ("phương hướng", 2), ("triển khai", 1.5), ("đề ra", 1.5), ("nhiệm vụ", 1), ("trọng tâm", 1), ("bàn", 0.7),
    ("giải pháp", 1), ("mục tiêu", 0.7), ("quyết định", 0.7), ("kế hoạch", 0.2),
)  # fmt: skip
_WILL = re.compile(
    r"[^.;:]{0,30}?\b(?:sẽ|tập trung|phấn đấu|cần|xác định|đề ra|yêu cầu|tiếp tục tập trung)\b"
)
_WAS = re.compile(r"[^.;:]{0,40}?\b(?:đạt|đã|tăng|hoàn thành|phần lớn|duy trì|phát triển|được|ổn định|qua)\b")
_ASIDE = re.compile(
    r"(?:so với|cùng kỳ|kế hoạch|quyết toán|dự toán|chương trình|từ|học|đến|giai đoạn|hết|số)\s*(?:của\s+)?$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Months that the text names; without a year of its own the mention takes that of its neighbours."""

    first: int | None
    last: int
    year: int | None
    span: tuple[int, int]
    back: float
    ahead: float

    def dates(self, year):
        """The first and last day, in the mention's own year or else the one given; None if there is no year."""
        year = self.year or year
        if not year:
            return None
        return date(year, self.first, 1), date(year, self.last, monthrange(year, self.last)[1])


def mentions(key, end):
    """The months named up to the offset, each with how much speaks for looking back and for looking ahead."""
    found = []
    since = 0
    for match in _MENTION.finditer(key, 0, end):
        months = _months(match)
        if months is None or (
            match["month"] and re.search(r"\d\s+$", key[max(0, match.start() - 3) : match.start()])
        ):
            continue
        year = next((int(match[g]) for g in ("myear", "ryear", "qyear", "oyear", "year") if match[g]), None)
        back, ahead = _roles(key, since, match)
        found.append(Mention(*months, year, match.span(), back, ahead))
        since = match.end()
    return _with_years(found, key)


def assessed_and_ahead(found, held, year):
    """The mentions that the session looks back on and ahead to, either or both None; `held` is a date or None."""
    best, best_score = (None, None), 0.0
    told = {m.dates(year) for m in found if m.back > 0 and m.back > m.ahead}
    for back in [None, *found]:
        past = back and back.dates(year)
        if back and (back.back <= 0 or not past):
            continue
        for ahead in [None, *found]:
            future = ahead and ahead.dates(year)
            if ahead and (ahead.ahead <= 0 or ahead is back or not future or future in told):
                continue
            score = _score(back, past, ahead, future, held)
            if score > best_score + 1e-6:
                best, best_score = (back, ahead), score
    return best, best_score


def _score(back, past, ahead, future, held):
    score = 0.0
    if back:
        score += back.back
        if held:
            score -= min(abs((held - past[1]).days) / 40, 3)
    if ahead:
        score += ahead.ahead
        if held and future[1] < held:
            score -= 4
    if back and ahead:
        gap = (future[0] - past[1]).days
        score += 2 if gap == 1 else -3 if gap < 1 else -gap / 100
    return score


def _months(match):
    if match["count"]:
        count = ordinal(match["count"]) or 0
        if not 1 < count < 12:
            return None
        side = match["side"] or ""
        return (13 - count, 12) if side.startswith(("cuối", "còn")) else (1, count)
    if match["rest"]:
        return None, 12
    if match["quarter"]:
        quarter = ordinal(match["quarter"])
        return 3 * quarter - 2, 3 * quarter
    if match["month"]:
        month = int(match["month"])
        return (month, month) if 1 <= month <= 12 else None
    return 1, 12


def _roles(key, since, match):
    stop = max(key.rfind(mark, since, match.start()) for mark in ".\n")
    before = key[max(since, stop + 1, match.start() - 160) : match.start()]
    clause = before.rsplit(";", 1)[-1]
    after = key[match.end() : match.end() + 60]
    words = match[0]
    back = sum(weight for cue, weight in _LOOKS_BACK if cue in clause)
    ahead = sum(weight for cue, weight in _LOOKS_AHEAD if cue in clause)
    if "thực hiện nhiệm vụ" in clause and "phương hướng" not in clause:
        ahead -= 1
    if "cuối năm" in words or "còn lại" in words:
        back, ahead = back - 2, ahead + 2
    elif "đầu năm" in words or " qua" in words:
        back, ahead = back + 1.5, ahead - 0.5
    if _WILL.match(after):
        ahead += 1.2
    elif _WAS.match(after):
        back += 1
    if _ASIDE.search(before):
        back, ahead = back - 2, ahead - 2
    if match["year"] or match["month"]:
        back, ahead = back - 0.5, ahead - 0.5
    return back, ahead


def _with_years(found, key):
    """Each mention with its year, "9 tháng đầu năm và … 3 tháng cuối năm 2023" sharing one in a sentence, and a start."""
    resolved = []
    for i, mention in enumerate(found):
        year = mention.year
        if not year:
            sentence_end = min(
                (p for p in (key.find("\n", mention.span[1]), key.find(". ", mention.span[1])) if p > 0),
                default=len(key),
            )
            year = next((m.year for m in found[i + 1 :] if m.year and m.span[0] < sentence_end), None)
        first = mention.first
        if first is None:
            past = [m for m in found if m.first == 1 and m.last < 12 and m.back > 0]
            if not past:
                continue
            first = past[0].last + 1
        resolved.append(Mention(first, mention.last, year, mention.span, mention.back, mention.ahead))
    return resolved
