"""Who wrote it and took the pictures, where it appeared, and the lines that are captions."""

import re
from dataclasses import dataclass, replace

_AUTHOR = re.compile(
    r"(?:(?:tin|bài|ảnh|video)(?:\s*(?:,|và|&|-|/)\s*(?:tin|bài|ảnh|video))*|tác giả|người viết|thực hiện)\s*:\s*(?P<name>\S[^|;]{1,60}?)\s*(?:$|\.?\s*(?:ngày đăng|ngày|lượt|cập nhật|\|))"
)
_SOURCE = re.compile(
    r"(?:\(?\s*nguồn(?:\s+tin)?\s*:?|\(?theo(?=\s+(?:báo|cổng|trang|đài|ttxvn|tạp chí|website)))\s*(?P<name>.+?)\)?\s*$"
)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'”)\]]+")
_PAPER = re.compile(r"\(?(?:báo|đài|cổng thông tin|trang thông tin|tạp chí)\s[^.;:]{2,60}\)?$")
_CAPTION = re.compile(
    r"(?:\(?ảnh\s*:|ảnh minh họa|quang cảnh|toàn cảnh|(?:các\s+)?đại biểu (?:dự|tham dự|thảo luận|biểu quyết|tham gia|phát biểu|hđnd)|một góc|lãnh đạo \S+ (?:trao|tặng|chụp|chúc)|đoàn chủ tịch|ban chấp hành .{0,40}chụp ảnh|các đồng chí (?:chủ trì|chủ tọa|lãnh đạo|trong)"
    r"|(?:đồng chí|đ/c|ông|bà|bí thư|chủ tịch|phó bí thư)\b[^.:;]{3,160}\b(?:phát biểu|kết luận|chủ trì|chủ tọa|chủ toạ|khai mạc|trình bày|báo cáo|trao|điều hành|bế mạc|đọc|dự|tiếp thu|giải trình))"
)
_CREDIT = re.compile(r"(?<!\w)\(?ảnh\s*:\s*(?P<credit>[^()]{2,40}?)\)?\.?\s*$")
_BRACKET = re.compile(r"\s*\([^()]*\)$")
_SIGNED = re.compile(
    r"(?:t/m|tm\.|k/t|kt\.|t/l|bí thư|chủ tịch|phó bí thư|phó chủ tịch|chánh văn phòng)(?!\w)"
)
_DASH = re.compile(r"\s+[-–]\s+")
_NO_PERSON = re.compile(r"(?:báo|bí thư|chủ tịch|nơi nhận|ủy ban|huyện ủy|đảng ủy|tỉnh ủy|văn phòng)\b")
_PERSON = re.compile(r"(?:[^\W\d_](?:[^\W\d_]|[.'’-])*)(?:\s+[^\W\d_](?:[^\W\d_]|[.'’-])*){0,3}$")


@dataclass(frozen=True, slots=True)
class Photo:
    """A caption, without the credit that may stand behind it."""

    caption: str
    credit: str | None
    span: tuple[int, int]
    confidence: float


def read(page):
    """The author, publication and address (text with span, or None), the photos, and the numbers of their lines."""
    found = {"author": None, "publication": None, "url": None}
    photos, used, photographer = [], set(), None
    lines, text, key = page.lines, page.text, page.key
    listed_tail = max(0, len(lines) - 8)
    for i, line in enumerate(lines):
        start, end = line.begin, line.end
        if end - start > 400:
            continue
        if url := _URL.search(text, start, end):
            found["url"] = found["url"] or (
                url[0].rstrip(".,;"),
                (url.start(), url.start() + len(url[0].rstrip(".,;"))),
            )
            if i >= listed_tail or url.end() - url.start() > (end - start) // 2:
                used.add(i)
                end = url.start()
        if (i < listed_tail and i > 4) or end <= start:
            continue
        head = key[start : min(end, start + 30)]
        if (
            ":" in head
            and (author := _AUTHOR.match(key, start, end))
            and not _is_caption_line(key[start:end])
        ):
            found["author"] = found["author"] or _written(page, author.span("name"))
            photographer = photographer or ("ảnh" in key[start : author.start("name")] and found["author"])
            used.add(i)
        elif head.startswith(
            ("nguồn", "(nguồn", "theo báo", "(theo báo", "theo cổng", "theo đài", "theo trang", "(theo cổng")
        ) and (source := _SOURCE.match(key, start, end)):
            at, until = page.trim(*source.span("name"))
            if at < until and end - start < 160:
                found["publication"] = found["publication"] or (text[at:until], (at, until))
                used.add(i)
        elif i >= listed_tail and _PAPER.match(key, start, end) and end - start < 60 and text[end - 1] != ".":
            at, until = page.trim(start, end)
            found["publication"] = found["publication"] or (text[at:until], (at, until))
            used.add(i)
    _signature(page, found, used)
    _captions(page, photos, used)
    if photographer:
        photos = [replace(photo, credit=photo.credit or photographer[0]) for photo in photos]
    return found, photos, used


def _signature(page, found, used):
    """A name alone on the last line is the author's; below "T/M" or a post it is the signer's, and no author."""
    last = next((i for i in range(len(page.lines) - 1, -1, -1) if i not in used), None)
    if found["author"] or last is None:
        return
    line = page.lines[last]
    text = page.text[line.begin : line.end]
    name = _BRACKET.sub("", text).strip(" ./")
    words = name.split()
    signed = any(_SIGNED.match(page.key, other.begin) for other in page.lines[max(0, last - 4) : last])
    if line.is_listed or signed or text[-1] in ":;," or not 1 < len(words) <= 7 or len(name) > 50:
        return
    named = all(word[0].isupper() or word in "-–" for word in words) and not _NO_PERSON.match(
        page.key, line.begin
    )
    if named and _PERSON.match(_DASH.split(name)[0]):
        at = page.text.index(name, line.begin)
        found["author"] = name, (at, at + len(name))
        used.add(last)


def _captions(page, photos, used):
    seen = {}
    lines, key = page.lines, page.key
    repeated = {}
    for line in lines:
        if line.end - line.begin < 220:
            repeated.setdefault(key[line.begin : line.end], []).append(line)
    for i, line in enumerate(lines):
        if i in used or line.end - line.begin > 260 or line.is_listed:
            continue
        words = key[line.begin : line.end]
        twice = len(repeated.get(words, ())) > 1 and i > 0 and len(words) > 20
        if not twice and not (i > 0 or len(lines) > 1):
            continue
        if not (twice or _is_caption(page, i, words)):
            continue
        used.add(i)
        caption = words.strip(" .")
        if caption in seen:
            continue
        seen[caption] = True
        sure = twice or words.startswith(("ảnh", "toàn cảnh", "quang cảnh"))
        photo = _photo(page, line, 0.9 if sure else 0.75)
        if photo.caption:
            photos.append(photo)


def _is_caption_line(words):
    return bool(re.match(r"ảnh\s*:\s*(?:toàn|quang|đại biểu|các|đồng chí|đ/c|lãnh đạo|một|ông|bà)", words))


def _is_caption(page, i, words):
    if re.match(r"ảnh\s*:", words):
        return True
    if not _CAPTION.match(words):
        return False
    text = page.text[page.lines[i].begin : page.lines[i].end].rstrip()
    inner = re.split(
        r"[.!?]\s+(?=\S)", re.sub(r"\s*\(?ảnh\s*:.*$", "", text, flags=re.IGNORECASE).rstrip(" .")
    )
    if (
        len(inner) > 1
        or words.endswith((":", ";"))
        or re.search(r"\d%|nhấn mạnh|yêu cầu|đề nghị|cho biết|cho rằng|;", words)
    ):
        return False
    if re.match(r"(?:đồng chí|ông|bà|đ/c|các đồng chí|bí thư|chủ tịch)", words):
        previous = page.lines[i - 1] if i else None
        return (
            len(words) < 260
            and previous is not None
            and not words.startswith("đồng chí bí thư đảng ủy chỉ đạo")
        )
    return len(words) < 160


def _photo(page, line, confidence):
    start, end = line.begin, line.end
    credit = None
    if re.match(r"\(?ảnh\s*:", page.key[start:end]):
        start = page.text.index(":", start) + 1
    elif found := _CREDIT.search(page.key, start + 5, end):
        credit = page.text[slice(*found.span("credit"))]
        end = found.start()
    while start < end and page.text[start] in " \t\u00a0":
        start += 1
    while end > start and page.text[end - 1] in " \t\u00a0(":
        end -= 1
    return Photo(page.text[start:end], credit, (start, end), confidence)


def _written(page, span):
    start, end = page.trim(*span, " \t\u00a0,;:-")
    text = page.text[start:end]
    if (bracket := re.search(r"\s*\([^)]*\)$", text)) and bracket.start() > 2:
        end = start + bracket.start()
    return page.text[start:end], (start, end)
