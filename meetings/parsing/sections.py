"""What each sentence of a report is about: results, shortcomings, causes, duties, personnel, or the course of the meeting.

Two signs decide. Headings (numbered, in capitals, or ending in a colon) hold until the next heading as high; in plain
prose a sentence that names its subject ("vẫn còn một số hạn chế như:", "yêu cầu:", "thời gian tới") holds to the end of its paragraph.
"""

import re
from dataclasses import dataclass, field

from meetings.parsing.lexicon import hits

RESULTS, SHORTCOMINGS, CAUSES, DIRECTIVES, PERSONNEL, TARGETS, OTHER = (
    "results", "shortcomings", "causes", "directives", "personnel", "targets", "other"
)  # fmt: skip

_LIST = re.compile(
    r"\s*(?:(?:chính|chủ yếu|nổi bật|cụ thể|lớn|nhất định|cơ bản|trọng tâm|sau|đó|cần[^:;.]{0,40}|trong[^:;.]{0,40}|của[^:;.]{0,40}|còn[^:;.]{0,30}|,|và|để[^:;.]{0,60}"
    r"|năm \d{4}|quý [ivx\d]+|tháng \d+|thời gian (?:tới|qua)|như|là|gồm|tập trung vào)\s*)*?(?P<sign>:|như sau|đó là|(?<!\w)như(?! nhau)|(?<!\w)là(?! (?:rất|còn))|trong đó,?(?: cần)?|nhất là|gồm)\s*:?\s*"
)
_BUT = re.compile(r"(?:tuy nhiên|tuy vậy|song|mặc dù vậy|dù vậy|bên cạnh đó|bện cạnh|bên cạnh|ngoài ra|nhưng|đồng thời)\b[\s,]*")
_PAPER = re.compile(r"(?:báo cáo|biên bản|thông báo|nghị quyết|kết luận|kế hoạch|tờ trình|chương trình)(?: (?:kết luận|hội nghị|tóm tắt|kỳ họp))?")
_SIGNED = re.compile(r"(?:nơi nhận|t/m|tm\.|k/t|kt\.|t/l)\b")
_AHEAD = re.compile(
    r"(?:trong\s+|từ nay đến\s+|về nhiệm vụ\s+)?(?:thời gian (?:tới|sau)|(?:\d{1,2}|ba|sáu|bốn|năm)\s+tháng (?:cuối|còn lại)|những tháng (?:cuối|còn lại)|các tháng (?:cuối|còn lại)|từ nay|tới đây|cuối năm"
    r"|quý (?:[ivx]+|\d)|năm 20\d\d|tháng \d{1,2})\b"
)
_REMARK = re.compile(r"(?:đây (?:là|cũng là)|trên đây là|những (?:hạn chế|tồn tại)[^.;:]{0,40} (?:trên|này|nêu trên))\b")
_TELLS = re.compile(r"(?:(?:tại |cũng tại |báo cáo |theo báo cáo |phát biểu |hội nghị|kỳ họp|ban chấp hành|ban thường vụ|đại biểu|các đại biểu)[^,:;.]{0,120}?)\b(?:đánh giá|cho biết|nêu rõ|khẳng định|cho thấy|ghi nhận)\s*[,:]\s*")
_TALK = re.compile(r"\b(?:thảo luận|chất vấn|nghe|xem xét|thông qua|tham dự|biểu quyết|tham gia ý kiến|phát biểu)\b")
_SAYS = re.compile(r"\b(?:yêu cầu|đề nghị|lưu ý|chỉ đạo|giao|quyết nghị)\b(?!\s+(?:ban\b|quân|thông|lưu|dịch|đất|cấu|của|đề ra|đặt ra|phát triển|điều hành|sâu sát|quyết liệt))")
_NOT_SAYS = re.compile(r"(?:theo|đáp ứng|với|đạt|được|tỉnh|huyện|trung ương|hđnd|vốn|của|sự|công tác|xã|lãnh đạo|cấp trên|dự toán|ban|trong|so với|phố|văn bản|cứ|đủ|ý kiến|thực hiện|tâm)[\s,]*$")
_NAMES_IT = re.compile(r"\b(?:đề ra|xác định|thống nhất|triển khai|tập trung|thực hiện|bàn|thông qua|quyết định|một số|các|những|về|\d)\b")


@dataclass(slots=True)
class Passage:
    """A sentence, or what is left of it behind its cue, and what it is about."""

    start: int
    end: int
    about: str
    line: int
    mark: str | None = None
    lead: tuple[int, int] | None = None
    """Where the unit stands that a cue before the list charges with all of it."""
    strength: float = 0.5
    """How surely it is about that: a heading or an opened list says more than a tone."""
    hits: list = field(default_factory=list)
    group: int = 0
    """Passages of one opened list share a number."""
    sector: str | None = None


class Sections:
    """Walks over the lines of a page and says what each passage is about."""

    def __init__(self, page, skipped, lead_line, ahead=None, back=None):
        self.page = page
        self.skipped = skipped
        self.lead_line = lead_line
        self.ahead, self.back = ahead, back
        self.stack = []
        self.passages = []
        self.mode, self.strength, self.opened = OTHER, 0.3, False
        self.charged = None
        self.group = 0

    def read(self):
        lines = self.page.lines
        for i, line in enumerate(lines):
            if i in self.skipped:
                continue
            if _SIGNED.match(self.page.key, line.start):
                self.stack, self.mode, self.opened = [], OTHER, False
                self.signed = True
                continue
            if getattr(self, "signed", False) and not line.is_listed:
                self.signed = False
            elif getattr(self, "signed", False):
                continue
            following = next((lines[j] for j in range(i + 1, len(lines)) if j not in self.skipped), None)
            if self._is_heading(line, following):
                self._enter(line, i)
            else:
                self._paragraph(line, i)
        return self.passages

    # headings

    def _is_heading(self, line, following):
        text, key = self.page.text, self.page.key
        length = line.end - line.start
        if line.mark in ("part", "capitals"):
            return True
        if length > 180 or text[line.end - 1] in ".;…!?,":
            return False
        ends_open = text[line.end - 1] == ":"
        if ends_open and length < 130:
            if line.mark and line.mark != "bullet":
                return True
            return self._subject(key[line.start : line.end]) is not None or (line.mark == "bullet" and length < 70)
        if not line.mark or line.mark in ("bullet", "counted"):
            short = length < 70 and not line.mark and following is not None and following.is_listed
            return short and self._subject(key[line.start : line.end]) is not None
        if self._subject(key[line.start : line.end]) is not None and length < 130 and not self._is_item(line, following):
            return True
        return following is not None and (following.level > line.level) and length < 110

    def _is_item(self, line, following):
        """Whether a numbered line without an end is one of a list of duties, not the head of one."""
        first = next(iter(hits(self.page, line.start, min(line.end, line.start + 40))), None)
        starts_with_duty = first is not None and first.start == line.start and "duty" in first
        return starts_with_duty and (following is None or following.level <= line.level)

    def _enter(self, line, number):
        key = self.page.key[line.start : line.end]
        level = line.level if line.mark else 9.5
        while self.stack and self.stack[-1][0] >= level:
            self.stack.pop()
        about = self._subject(key)
        found = hits(self.page, line.start, line.end)
        sector = _sector(found)
        inherited = self.stack[-1] if self.stack else (None, OTHER, None, None)
        if about is None and line.mark == "capitals" and not sector:
            about = OTHER if not self.stack else inherited[1]
        if number <= self.lead_line < 15 and line.mark in (None, "capitals") or _PAPER.fullmatch(key.strip(" :*")):
            about, self.stack, inherited = OTHER, [], (None, OTHER, None, None)
        lead = None
        if (about or inherited[1]) == DIRECTIVES:
            lead = self._unit(line.start, line.end, found)
        self.stack.append((level, about or inherited[1], sector if about in (None, RESULTS) else None, lead))
        self.mode, self.strength, self.opened = self.stack[-1][1], 0.9, about is not None
        self.listed = False
        self.group += 1

    def _subject(self, key):
        """What a heading says the lines below are about, or None."""
        key = key[:160]
        weak = re.search(r"tồn tại|hạn chế|khuyết điểm|yếu kém|khó khăn|vướng mắc|bất cập|thiếu sót", key)
        if re.match(r"(?:thời gian|địa điểm|thành phần|chủ trì|thư ký|nội dung|diễn biến|ý kiến|thảo luận|chương trình|khai mạc|số\b)", key):
            return OTHER
        if re.search(r"công tác cán bộ|công tác nhân sự|về nhân sự", key) and len(key) < 60:
            return PERSONNEL
        if "nguyên nhân" in key and not weak:
            return CAUSES
        if re.match(r"(?:về\s+|kết quả|đánh giá|tình hình|ưu điểm)", key) and "hạn chế" not in key and "tồn tại" not in key and "nhiệm vụ" not in key and weak is None and re.search(r"kết quả|ưu điểm|tình hình", key):
            return RESULTS
        ahead = re.search(r"phương hướng|nhiệm vụ|giải pháp|yêu cầu|kết luận|tổ chức thực hiện|đề nghị|chỉ đạo|kiến nghị", key)
        past = re.search(r"kết quả|đánh giá|tình hình thực hiện|đạt được|thực hiện nhiệm vụ", key)
        if weak and not (past and past.start() < weak.start() and ahead):
            if past and past.start() < weak.start() and "nguyên nhân" not in key and "bên cạnh" not in key and "ngoài" not in key:
                return None if "và" in key else SHORTCOMINGS
            return SHORTCOMINGS
        if re.search(r"mục tiêu|chỉ tiêu", key) and not re.search(r"nhiệm vụ|giải pháp|kết quả|đạt", key):
            return TARGETS
        if ahead and not past:
            return DIRECTIVES
        if past or re.search(r"ưu điểm|tình hình|nổi bật", key):
            return RESULTS
        return None

    # paragraphs

    def _paragraph(self, line, number):
        context = self._context(line)
        if context:
            _level, self.mode, sector, lead = context
            self.strength, self.opened, self.charged = 0.9, True, lead
            if not line.is_listed and context[0] == 9.5:
                self.strength = 0.8
        else:
            sector = None
            kept = self.mode in (RESULTS,) or (line.is_listed and self.mode in (DIRECTIVES, SHORTCOMINGS, RESULTS))
            weak_kept = self.mode if self.mode in (SHORTCOMINGS, DIRECTIVES) and not kept else None
            if not kept:
                self.mode, self.opened = (weak_kept or OTHER), False
                self.strength = 0.4 if weak_kept else 0.3
            self.charged = self.charged if line.is_listed else None
        self.group += 0 if line.is_listed else 1
        start = line.start
        if line.mark and (label := self._label(line)):
            about = self._subject(self.page.key[line.start : label])
            if about is not None and not (about == OTHER and context):
                self.mode, self.opened, self.strength, self.charged, sector = about, True, 0.9, None, None
                start = label
            elif not self._unit(line.start, label, hits(self.page, line.start, label)):
                sector = _sector(hits(self.page, line.start, label)) or sector
                start = label
        in_heading = context is not None
        for begin, end in self.page.sentences(start, line.end):
            if _REMARK.match(self.page.key, begin):
                continue
            self._sentence(begin, end, number, line, sector, in_heading)

    def _context(self, line):
        """The heading that the line stands under, if one does; what a colon opened ends with its list."""
        if not self.stack:
            return None
        top = self.stack[-1]
        if top[0] == 9.5:
            if line.is_listed:
                self.listed = True
            elif self.listed:
                self.stack.pop()
                self.mode = OTHER
                return self._context(line)
            else:
                self.listed = True
        return top if top[1] != OTHER or any(entry[1] != OTHER for entry in self.stack) else None

    def _label(self, line):
        """Where the words behind a short label and its colon begin, or None."""
        colon = self.page.key.find(":", line.start, min(line.start + 80, line.end))
        return colon + 1 if colon > 0 and colon + 1 < line.end else None

    def _sentence(self, start, end, number, line, sector, in_heading):
        page, key = self.page, self.page.key
        found = hits(page, start, end)
        begin = _BUT.match(key, start, end)
        but = begin.end() if begin else start

        def add(at, about, strength, lead=None, until=end):
            at, until = page.trim(at, until)
            if at < until:
                tags = [h for h in found if h.start >= at and h.end <= until]
                self.passages.append(Passage(at, until, about, number, line.mark, lead, strength, tags, self.group, sector))

        if "nguyên nhân" in key[start : start + 60] and key.find("nguyên nhân", start, start + 60) - start < 14:
            self.mode_before_cause = self.mode
            if not in_heading or self.mode != CAUSES:
                self.mode = CAUSES if not in_heading else self.mode
            add(start, CAUSES, 0.9)
            return
        if self.mode == CAUSES and not in_heading and number != self.passages[-1].line:
            self.mode = OTHER
        cut = end
        if (cause := re.search(r"[,;(]\s*(?:mà\s+)?nguyên nhân\b", key[start:end])) and cause.start() > 20:
            cut = start + cause.start()
        settled = in_heading and self.mode in (SHORTCOMINGS, DIRECTIVES, CAUSES, TARGETS, PERSONNEL)
        if not settled and self._is_personnel(start, end, found):
            add(start, PERSONNEL, 0.8)
            return
        if settled:
            opens = self._opened_list(start, end, found) if self.mode == DIRECTIVES and not line.is_listed else None
            if self.mode == SHORTCOMINGS and not line.is_listed:
                opens = self._weakness(start, end, found, but)
                opens = opens if opens and opens < end - 3 else None
            if opens:
                if opens >= end - 3:
                    return
                lead = self._charged_before(start, opens, found) if self.mode == DIRECTIVES else None
                add(opens, self.mode, 0.9, lead, cut)
            else:
                add(start, self.mode, self.strength, self.charged, cut)
            return
        if self.mode != DIRECTIVES or not self.opened:
            at = self._weakness(start, end, found, but)
            if at is not None and not self._resolves(start, at):
                self.mode, self.opened, self.strength = SHORTCOMINGS, True, 0.9
                self.group += 1
                if at < end - 3:
                    add(at, SHORTCOMINGS, 0.9, None, cut)
                return
        at = self._opened_list(start, end, found)
        if at is not None:
            self.group += 1
            lead = self._charged_before(start, at, found)
            self.mode, self.opened, self.strength = DIRECTIVES, True, 0.85
            self.charged = lead if at >= end - 3 else None
            if at < end - 3:
                add(at, DIRECTIVES, 0.85, lead)
            return
        negative = self._is_negative(but, end, found)
        if begin and key.startswith(("tuy nhiên", "tuy vậy", "song", "mặc dù vậy", "dù vậy", "nhưng"), start) and negative:
            self.mode, self.opened, self.strength = SHORTCOMINGS, False, 0.75
            self.group += 1
            add(but, SHORTCOMINGS, 0.75, None, cut)
            return
        starts = found[0] if found and found[0].start - but < 3 else None
        if starts and "meeting" in starts and not (self.mode == SHORTCOMINGS and negative and self.opened):
            tells = _TELLS.match(key, start, end)
            if tells and self._is_positive(found) and number > self.lead_line:
                self.mode = RESULTS
                add(tells.end(), RESULTS, 0.6)
                return
            if self.mode == RESULTS and self._is_positive(found) and not _TALK.search(key, start, end) and re.match(r"(?:thực hiện|trong)", key[start:end]):
                add(start, RESULTS, 0.5)
                return
            if self.mode not in (SHORTCOMINGS,) or not self.opened:
                self.mode, self.opened = (self.mode if self.mode == RESULTS else OTHER), False
            add(start, OTHER, 0.5)
            return
        if self.mode == SHORTCOMINGS:
            if self.opened or negative:
                add(but, SHORTCOMINGS, self.strength if self.opened else 0.6, None, cut)
                return
            self.mode = OTHER
        if self.mode == DIRECTIVES:
            duty = self._begins_with_duty(but, end, found)
            if self.opened or duty:
                if duty or self.opened and not self._is_result_like(found, start, end):
                    add(but, DIRECTIVES, self.strength if self.opened else 0.6, self.charged)
                    return
            self.mode = OTHER
        if number <= self.lead_line:
            add(start, OTHER, 0.5)
            return
        if self.mode == RESULTS or self._is_positive(found):
            self.mode = RESULTS
            add(start, RESULTS, 0.6 if not in_heading else 0.9)
            return
        add(start, OTHER, 0.4)

    # cues in prose

    def _weakness(self, start, end, found, but):
        """Where the list begins that "vẫn còn những hạn chế như" opens; the end, if it follows in later sentences; else None."""
        key = self.page.key
        for hit in found:
            if "weakness" not in hit.tags:
                continue
            if re.search(r"(?:tháo gỡ|vượt qua|vượt|có hoàn cảnh|bối cảnh|điều kiện|mặc dù|gặp(?: phải)?(?: những| nhiều)?|kịp thời|giải quyết)\s+(?:[^,.;:]{0,30}\s)?$", key[max(start, hit.start - 45) : hit.start]) and not re.match(r"[^.;]{0,60}?(?::|như\b)", key[hit.end : end]):
                continue
            opens = _LIST.match(key, hit.end, end)
            if opens:
                return opens.end()
            colon = key.find(":", hit.end, min(end, hit.end + 70))
            if colon > 0 and ";" not in key[hit.end : colon]:
                return colon + 1
        named = re.match(r"[^:;]{0,90}\b(?:chỉ rõ|chỉ ra|nêu rõ|nhìn nhận)\s*:\s*", key[start:end])
        if named and self._is_negative(start + named.end(), end, found):
            return start + named.end()
        if found and any("weakness" in h.tags for h in found) and key[end - 1 : end] == ":":
            return end
        return None

    def _resolves(self, start, at):
        """Whether the weaknesses are only named as what the duties behind should put right."""
        head = self.page.key[start:at]
        return bool(re.match(r"(?:để|nhằm)\s", head)) and bool(re.search(r"yêu cầu|đề nghị|tập trung|nhiệm vụ", head))

    def _opened_list(self, start, end, found):
        """Where the duties begin that the sentence opens; the end, if they follow in later sentences; else None."""
        key = self.page.key
        sentence = key[start:end]
        if re.match(r"(?:trên đây|thực hiện chương trình)", sentence):
            return None
        for hit in found:
            if "task" in hit.tags and hit.start - start < 320:
                opens = _LIST.match(key, hit.end, end)
                if opens and opens["sign"] in ("là",) and not re.match(r"[^;]{0,80};", key[opens.end() : end]) and not self._begins_with_duty(opens.end(), end, found):
                    opens = None
                if opens:
                    if re.match(r"(?:kỳ họp|hội nghị)?[^:]{0,60}(?:nghe|thông qua|xem xét)", sentence) and "đề ra" not in sentence:
                        continue
                    return self._past_small_words(opens.end(), end)
                colon = key.find(":", hit.end, min(end, hit.end + 110))
                if colon > 0 and ";" not in key[hit.end : colon] and not re.search(r"kết quả|đánh giá", key[start:colon]):
                    return self._past_small_words(colon + 1, end)
                tail = re.match(r"[^.;:]{0,60}\.?$", key[hit.end : end])
                if tail and re.search(r"đề ra|thống nhất|xác định|bàn", key[start : hit.start]) and re.search(r"hội nghị|kỳ họp|huyện ủy|đảng ủy|đại biểu", key[start : hit.start]) and start > self._lead_end():
                    if not re.search(r"phấn đấu thực hiện|khắc phục|thảo luận, đánh giá", sentence):
                        return end
        for said in _SAYS.finditer(sentence):
            before = sentence[: said.start()]
            if _NOT_SAYS.search(before[-22:]) or (said[0] == "giao" and before.strip() and not re.search(r"(?:hội nghị|kỳ họp|hđnd|huyện ủy|vụ|hành|đồng thời)[\s,]*$|[,;]\s*$", before)):
                continue
            if said[0] == "chỉ đạo" and not re.match(r"\s*:", sentence[said.end() :]):
                continue
            if len(before) > 260 or before.count(";"):
                continue
            at = start + said.end()
            colon = re.match(r"[^.;:]{0,120}:\s*", key[at:end])
            if colon and not self._begins_with_duty(at, at + colon.end() - 1, found):
                return self._past_small_words(at + colon.end(), end)
            return self._past_small_words(at, end)
        ahead = _AHEAD.match(sentence)
        if ahead and self._lies_ahead(start, start + ahead.end(), ahead[0]):
            rest = start + ahead.end()
            tail = key[rest:end]
            if re.match(r"[^.;:]{0,90}?\b(?:sẽ|tập trung|cần|phải|tiếp tục|phấn đấu|xác định|đẩy mạnh|tăng cường|đẩy nhanh|chỉ đạo|triển khai|thực hiện|hoàn thành)\b", tail) and not re.match(r"[^.;:]{0,90}?\b(?:đã|được|đạt)\b", tail):
                comma = re.match(r"(?:\s*(?:của năm|năm(?: 20\d\d)?|20\d\d|này|của|/20\d\d))*[\s,:]*", tail)
                return rest + comma.end()
            if end - rest < 4:
                return end
        aim = re.match(r"(?:để|nhằm|với mục tiêu)\s[^;:]{0,180}?,\s*", sentence)
        if aim and re.search(r"\b(?:cần|tập trung|sẽ|yêu cầu|đề nghị|xác định)\b", sentence[aim.end() : aim.end() + 100]) and re.search(r"nhiệm vụ|mục tiêu|chỉ tiêu|kế hoạch|khắc phục|nghị quyết", aim[0]):
            return start + aim.end()
        said = re.match(r"[^:]{0,120}\b(?:bí thư|chủ tịch|chủ trì|ban chấp hành|ban thường vụ)\b[^:]{0,90}\b(?:nhấn mạnh|chỉ đạo|kết luận|nêu rõ|giao nhiệm vụ|phát biểu)\s*:\s*", sentence)
        if said and self._begins_with_duty(start + said.end(), end, found):
            return start + said.end()
        if said and _AHEAD.match(sentence, said.end()):
            return start + _AHEAD.match(sentence, said.end()).end()
        return None

    def _lies_ahead(self, start, end, words):
        if re.search(r"tới|sau\b|còn lại|cuối|từ nay", words):
            return True
        if self.ahead and self.ahead[0] <= end and start <= self.ahead[1]:
            return True
        return any(re.sub(r"\s+", " ", words).endswith(named) for named in self._ahead_words())

    def _ahead_words(self):
        if not self.ahead:
            return []
        words = re.sub(r"\s+", " ", self.page.key[slice(*self.ahead)])
        plain = re.sub(r"[\s/,]*(?:năm )?20\d\d$", "", words)
        return [w for w in {words, plain} if w and w not in ("năm",)]

    def _past_small_words(self, at, end):
        """Behind "tập trung vào:", "cần", "trong đó," and the like that belong to the opening, not to the first duty."""
        key = self.page.key
        while found := re.compile(r"\s*(?:trong đó|cụ thể|sau đây|như sau|một số|sau|cần|thời gian tới|từ nay đến cuối năm|trong thời gian tới|[,:])(?=[\s,:])[\s,:]*").match(key, at, end):
            if found.end() == at:
                break
            at = found.end()
        nested = re.match(r"[^.;:]{0,140}?\b(?:nhiệm vụ|giải pháp)\b[^.;:]{0,60}?(?:như sau|sau đây|như|sau|:)[\s:]+(?=\S)", key[at:end])
        if nested and nested.end() < end - at - 8:
            return at + nested.end()
        return at

    def _charged_before(self, start, at, found):
        """The unit named between what orders and the list: "đề nghị Ban Thường vụ … thực hiện các nhiệm vụ như:"."""
        said = list(_SAYS.finditer(self.page.key, start, at))
        if not said:
            return None
        return self._unit(said[-1].end(), at, [h for h in found if h.start >= said[-1].end()])

    def _unit(self, start, end, found):
        from meetings.parsing.duties import unit_at

        return unit_at(self.page, self.page.trim(start, end)[0], end, found)

    def _begins_with_duty(self, start, end, found):
        inside = [h for h in found if start <= h.start < end]
        if not inside:
            return False
        if "duty" in inside[0].tags and inside[0].start - start < 4:
            return True
        from meetings.parsing.duties import unit_at

        at, until = self.page.trim(start, end)
        unit = unit_at(self.page, at, until, inside)
        return bool(unit and unit[1] < until)

    def _is_negative(self, start, end, found):
        return any("lacking" in h.tags for h in found if start <= h.start < end)

    def _is_positive(self, found):
        return any("good" in h.tags for h in found)

    def _is_result_like(self, found, start, end):
        key = self.page.key[start:end]
        return bool(re.match(r"(?:kỳ họp|hội nghị|tại|cũng|sau|các đại biểu|kết thúc)\b", key)) or bool(re.search(r"\b(?:đã|được) (?:thông qua|nghe|bầu|tiến hành)\b", key))

    def _is_personnel(self, start, end, found):
        key = self.page.key[start:end]
        if "personnel" not in _tags(found):
            return False
        if re.search(r"\b(?:bầu bổ sung|bầu cử bổ sung|miễn nhiệm|bãi nhiệm|giữ chức|cho thôi|bầu (?:bà|ông|đồng chí|các đồng chí|chức danh)|chuẩn y|chỉ định[, ]|quy trình công tác cán bộ|lấy phiếu tín nhiệm)", key) and re.search(
            r"\b(?:đã|tiến hành|thống nhất|thông qua|công bố|bầu|kỳ họp|hội nghị|thực hiện|miễn nhiệm)\b", key
        ):
            return not re.match(r"(?:chuẩn bị|các huyện|tiếp tục)", key)
        return bool(re.search(r"(?:hội nghị|kỳ họp|ban chấp hành|ban thường vụ)[^.;]{0,120}(?:tiến hành|thực hiện|xem xét|cho ý kiến|thống nhất)[^.;]{0,80}(?:công tác cán bộ|nhân sự|kiện toàn)", key)) and "dự thảo" not in key

    def _lead_end(self):
        lines = self.page.lines
        return lines[self.lead_line].end if 0 <= self.lead_line < len(lines) else 0


def _tags(found):
    return set().union(*(h.tags for h in found)) if found else set()


def _sector(found):
    from meetings.parsing.lexicon import sector

    return sector(found)
