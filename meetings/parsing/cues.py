"""What a sentence of plain prose opens: a list of weaknesses ("vẫn còn một số hạn chế như:"), or one of duties ("yêu cầu …:").

Each function gives the offset where the list begins; the end of the sentence, if it follows in later ones; None, if none is opened.
"""

import re

from meetings.parsing.duties import begins_with_duty

_SIGN = re.compile(
    r"(?P<sign>:|\b(?:như sau|sau đây|đó là|như(?! nhau)|là(?! (?:rất|còn))|trong đó,?(?: cần)?|nhất là|gồm)(?!\w))\s*:?\s*"
)
_STRETCH = re.compile(
    r"[\s,]*(?:và\s+)?(?:$|(?:chính|chủ yếu|nổi bật|cụ thể|lớn|nhất định|cơ bản|trọng tâm|sau|đó|cần|trong|của|còn|để|đáng quan tâm|năm|quý"
    r"|tháng|thời gian|tập trung|phải)\b)"
)
_AND_SO = re.compile(
    r"(?:nổi bật|cụ thể|chủ yếu|tập trung vào|đáng chú ý|một số vấn đề)?\s*(?:như sau|sau đây|như|là|:)\s*:?\s*"
)
_SOFT_SIGNS = ("là", "nhất là", "gồm", "trong đó", "trong đó,")
LONGEST_STRETCH = 110
"""Characters between a noun and the sign that opens its list."""

_PUT_RIGHT = re.compile(
    r"(?:tháo gỡ|vượt qua|vượt|có hoàn cảnh|bối cảnh|điều kiện|mặc dù|gặp(?: phải)?(?: những| nhiều)?|giải quyết)\s+(?:[^.;:]{0,40}\s)?$"
)
_LIST_FOLLOWS = re.compile(r"[^.;]{0,60}?(?::|như\b)")
_POINTS_OUT = re.compile(r"[^:;]{0,90}\b(?:chỉ rõ|chỉ ra)\s*:\s*")
_TO_RIGHT = re.compile(r"(?:để|nhằm)\s")
_ORDERS = re.compile(r"yêu cầu|đề nghị|tập trung|nhiệm vụ")

_NO_ORDER = re.compile(r"(?:trên đây|thực hiện chương trình)\b")
_HEARS = re.compile(r"(?:kỳ họp|hội nghị)?[^:]{0,60}(?:nghe|thông qua|xem xét)")
_LOOKS_BACK = re.compile(r"kết quả|đánh giá")
_DECIDES = re.compile(r"đề ra|thống nhất|xác định|bàn")
_SITS = re.compile(r"hội nghị|kỳ họp|huyện ủy|đảng ủy|đại biểu")
_TO_THE_END = re.compile(r"[^.;:]{0,60}\.?$")
_NO_LIST = re.compile(r"phấn đấu thực hiện|khắc phục|thảo luận, đánh giá")
_ENUMERATES = re.compile(r"[^;]{0,80};")

_SAYS = re.compile(
    r"\b(?:yêu cầu|đề nghị|lưu ý|chỉ đạo|giao|quyết nghị)\b"
    r"(?!\s+(?:ban\b|quân|thông|lưu|dịch|đất|cấu|của|đề ra|đặt ra|phát triển|điều hành|sâu sát|quyết liệt))"
)
_NOT_SAYS = re.compile(
    r"(?:theo|đáp ứng|với|đạt|được|tỉnh|huyện|trung ương|hđnd|vốn|của|sự|công tác|xã|lãnh đạo|cấp trên|dự toán|ban|trong|so với|phố"
    r"|văn bản|cứ|đủ|ý kiến|thực hiện|tâm)[\s,]*$"
)
_TO_THE_ROOM = re.compile(r"\s*(?:các (?:vị )?)?(?:đại biểu|hội nghị|kỳ họp|ý kiến)\b")
_GIVES = re.compile(r"(?:hội nghị|kỳ họp|hđnd|huyện ủy|vụ|hành|đồng thời)[\s,]*$|[,;]\s*$")
_NAMED = re.compile(r"[^.;:]{0,120}:\s*")

_TO_COME = re.compile(
    r"(?:[^,;:.]{0,60},\s*)?(?P<words>(?:trong\s+|từ nay đến\s+|về nhiệm vụ\s+)?(?:thời gian (?:tới|sau)|(?:\d{1,2}|ba|sáu|bốn|năm)\s+tháng (?:cuối|còn lại)"
    r"|(?:những|các) tháng (?:cuối|còn lại)|từ nay|tới đây|cuối năm|quý (?:[ivx]+|\d)|năm 20\d\d|tháng \d{1,2})\b)"
)
_SURELY_AHEAD = re.compile(r"tới|sau\b|còn lại|cuối|từ nay")
_WILL = re.compile(
    r"[^.;:]{0,90}?\b(?:sẽ|tập trung|cần|phải|tiếp tục|phấn đấu|xác định|đẩy mạnh|tăng cường|đẩy nhanh|chỉ đạo|triển khai|thực hiện|hoàn thành)\b"
)
_WAS = re.compile(r"[^.;:]{0,90}?\b(?:đã|được|đạt)\b")
_REST_OF_TIME = re.compile(r"(?:\s*(?:của năm|năm(?: 20\d\d)?|20\d\d|này|của|/20\d\d))*[\s,:]*")
_AIM = re.compile(r"(?:để|nhằm|với mục tiêu)\s[^;:]{0,180}?,\s*")
_AIMED = re.compile(r"nhiệm vụ|mục tiêu|chỉ tiêu|kế hoạch|khắc phục|nghị quyết")
_CALLS = re.compile(r"\b(?:cần|tập trung|sẽ|yêu cầu|đề nghị|xác định)\b")
_SPEAKS = re.compile(
    r"[^:]{0,120}\b(?:đồng chí|ông|bà|bí thư|chủ tịch|chủ trì|ban chấp hành|ban thường vụ)\b[^:]{0,90}\b"
    r"(?:nhấn mạnh|chỉ đạo|kết luận|nêu rõ|giao nhiệm vụ|phát biểu)\s*(?P<sign>[:,])\s*"
)
_RESOLVES = re.compile(
    r"[^.;:,]{0,70}\b(?:xác định|đề ra|thống nhất|chủ trương)\s+(?=tập trung|đẩy|tiếp tục|tăng cường|thực hiện|phải|cần)"
)
_SMALL = re.compile(
    r"\s*(?:trong đó|cụ thể|sau đây|như sau|một số|sau|cần|thời gian tới|từ nay đến cuối năm|trong thời gian tới|[,:])(?=[\s,:])[\s,:]*"
)
_BY_WHEN = re.compile(
    r"\s*(?:trong\s+|từ nay đến\s+)?(?:thời gian (?:tới|sau)|(?:\d{1,2}|ba|sáu|những|các) tháng (?:cuối năm|còn lại|tới)|quý (?:[ivx]+|\d)|tháng \d{1,2}|năm 20\d\d)"
    r"[^,;:.]{0,20},\s*"
)
_NESTED = re.compile(
    r"[^.;:]{0,140}?\b(?:nhiệm vụ|giải pháp)\b[^.;:]{0,60}?(?:như sau|sau đây|như|sau|:)[\s:]+(?=\S)"
)


def weaknesses(page, start, end, found):
    """Where the weaknesses begin that the sentence opens."""
    key = page.key
    for hit in found:
        if "weakness" not in hit.tags:
            continue
        if _PUT_RIGHT.search(key, max(start, hit.start - 60), hit.start) and not _LIST_FOLLOWS.match(
            key, hit.end, end
        ):
            continue
        at, opened = None, _list(key, hit.end, end)
        if opened and opened[0] in _SOFT_SIGNS and not _is_lacking(found, opened[1]):
            continue
        if opened:
            at = opened[1]
        elif (colon := key.find(":", hit.end, min(end, hit.end + 70))) > 0 and ";" not in key[
            hit.end : colon
        ]:
            at = colon + 1
        if at and not (_TO_RIGHT.match(key, start, at) and _ORDERS.search(key, start, at)):
            return at
    named = _POINTS_OUT.match(key, start, end)
    if named and _is_lacking(found, named.end()):
        return named.end()
    if key[end - 1 : end] == ":" and any("weakness" in hit.tags for hit in found):
        return end
    return None


def _is_lacking(found, start):
    """Whether anything behind the offset is said to be lacking, beyond the nouns for weakness themselves."""
    return any("lacking" in hit.tags and "weakness" not in hit.tags for hit in found if hit.start >= start)


def orders(page, start, end, found, lead_end, ahead):
    """Where the duties begin that the sentence opens; `ahead` is the span of the period ahead in the head, or None."""
    if _NO_ORDER.match(page.key, start):
        return None
    for opened in (_tasks, _said, _to_come, _aimed, _spoken):
        if (at := opened(page, start, end, found, lead_end, ahead)) is not None:
            return _past_small_words(page, at, end) if at < end else end
    return None


def last_order(page, start, end):
    """Where the last word that orders something ends between two offsets, or None."""
    said = None
    for said in _SAYS.finditer(page.key, start, end):  # noqa: B007
        pass
    return said and said.end()


def _list(key, at, end):
    """The sign that opens a list behind a noun ("hạn chế trong thời gian qua như:"), and where the list begins; or None."""
    sign = _SIGN.search(key, at, min(end, at + LONGEST_STRETCH))
    if not sign:
        return None
    stretch = key[at : sign.start()]
    if ";" in stretch or "." in stretch or not _STRETCH.match(stretch):
        return None
    begins = sign.end()
    while (more := _AND_SO.match(key, begins, end)) and more.end() > begins:
        begins = more.end()
    return sign["sign"], begins


def _tasks(page, start, end, found, lead_end, _ahead):
    key = page.key
    for hit in found:
        if "task" not in hit.tags or hit.start - start > 320:
            continue
        opened = _list(key, hit.end, end)
        if opened and opened[0] == "là" and not _ENUMERATES.match(key, opened[1], end):
            opened = opened if begins_with_duty(page, opened[1], end, found) else None
        if opened:
            if _HEARS.match(key, start, end) and "đề ra" not in key[start:end]:
                continue
            return opened[1]
        colon = key.find(":", hit.end, min(end, hit.end + 110))
        if colon > 0 and ";" not in key[hit.end : colon] and not _LOOKS_BACK.search(key, start, colon):
            return colon + 1
        decided = _DECIDES.search(key, start, hit.start) and _SITS.search(key, start, hit.start)
        if (
            decided
            and start > lead_end
            and _TO_THE_END.match(key, hit.end, end)
            and not _NO_LIST.search(key, start, end)
        ):
            return end
    return None


def _said(page, start, end, found, _lead_end, _ahead):
    key = page.key
    for said in _SAYS.finditer(key, start, end):
        before = key[start : said.start()]
        if _NOT_SAYS.search(before[-22:]) or (
            said[0] == "giao" and before.strip() and not _GIVES.search(before)
        ):
            continue
        if said[0] == "chỉ đạo" and not key[said.end() : end].lstrip().startswith(":"):
            continue
        if len(before) > 260 or ";" in before or _TO_THE_ROOM.match(key, said.end(), end):
            continue
        named = _NAMED.match(key, said.end(), end)
        if named and not begins_with_duty(page, said.end(), named.end() - 1, found):
            return named.end()
        return said.end()
    return None


def _to_come(page, start, end, _found, _lead_end, ahead):
    key = page.key
    time = _TO_COME.match(key, start, end)
    if not time or not _lies_ahead(page, time.start("words"), time.end(), time["words"], ahead):
        return None
    rest = time.end()
    if _WILL.match(key, rest, end) and not _WAS.match(key, rest, end):
        rest = _REST_OF_TIME.match(key, rest, end).end()
        resolves = _RESOLVES.match(key, rest, end)
        return resolves.end() if resolves else rest
    return end if end - rest < 4 else None


def _aimed(page, start, end, _found, _lead_end, _ahead):
    aim = _AIM.match(page.key, start, end)
    if aim and _CALLS.search(page.key, aim.end(), min(end, aim.end() + 100)) and _AIMED.search(aim[0]):
        resolves = _RESOLVES.match(page.key, aim.end(), end)
        return resolves.end() if resolves else aim.end()
    return None


def _spoken(page, start, end, found, _lead_end, _ahead):
    said = _SPEAKS.match(page.key, start, end)
    if not said:
        return None
    if begins_with_duty(page, said.end(), end, found):
        return said.end()
    time = _TO_COME.match(page.key, said.end(), end)
    return time.end() if time and said["sign"] == ":" else None


def _lies_ahead(page, start, end, words, ahead):
    if _SURELY_AHEAD.search(words):
        return True
    if not ahead:
        return False
    if ahead[0] <= end and start <= ahead[1]:
        return True
    named = " ".join(page.key[slice(*ahead)].split())
    plain = re.sub(r"[\s/,]*(?:năm )?20\d\d$", "", named)
    return any(name and " ".join(words.split()).endswith(name) for name in (named, plain))


def _past_small_words(page, at, end):
    """Behind "cần", "trong đó,", "như sau:" and the like that belong to the opening, not to the first duty."""
    while (
        small := _SMALL.match(page.key, at, end) or _BY_WHEN.match(page.key, at, end)
    ) and small.end() > at:
        at = small.end()
    nested = _NESTED.match(page.key, at, end)
    return nested.end() if nested and nested.end() < end - 8 else at
