"""What each sentence of a report is about: results, shortcomings, causes, duties, personnel, or the course of the meeting.

Two signs decide. A heading (numbered, in capitals, or ending in a colon) holds until the next heading as high; in plain
prose a sentence that opens a list holds to the end of its paragraph.
"""

import re
from dataclasses import dataclass, field

from meetings.parsing import cues
from meetings.parsing.duties import begins_with_duty, unit_at
from meetings.parsing.headings import (
    CAUSES,
    DIRECTIVES,
    OTHER,
    PAPER,
    PERSONNEL,
    RESULTS,
    SHORTCOMINGS,
    SIGNED,
    TARGETS,
    subject,
)  # fmt: skip
from meetings.parsing.lexicon import sector

OPENED_BY_COLON = 9.5
"""The level of an unnumbered line that ends in a colon: below all numbering, and only for the list that follows."""

_BUT = re.compile(
    r"(?:(?P<against>tuy nhiên|tuy vậy|song|mặc dù vậy|dù vậy|nhưng)|bên cạnh đó|bện cạnh|bên cạnh|ngoài ra|đồng thời)\b[\s,]*"
    r"(?:(?:bên cạnh )?(?:những |các )?(?:kết quả|mặt)[^,;:]{0,40},\s*)?"
)
_REMARK = re.compile(
    r"(?:đây (?:là|cũng là)|trên đây là|những (?:hạn chế|tồn tại)[^.;:]{0,40} (?:trên|này|nêu trên)|(?:hội nghị|biên bản|kỳ họp|buổi họp)[^.;:]{0,20} kết thúc)\b"
)
_TELLS = re.compile(
    r"(?:(?:cũng )?tại |báo cáo |theo báo cáo |phát biểu |hội nghị|kỳ họp|ban chấp hành|ban thường vụ|đại biểu|các đại biểu)[^,:;.]{0,120}?"
    r"\b(?:đánh giá|cho biết|nêu rõ|khẳng định|cho thấy|ghi nhận)\s*[,:]\s*"
)
_TALK = re.compile(
    r"\b(?:thảo luận|chất vấn|nghe|xem xét|thông qua|tham dự|biểu quyết|tham gia ý kiến|phát biểu|báo cáo (?:tổng hợp|kết quả|công tác|hoạt động))\b"
)
_GOES_ON = re.compile(r"(?:thực hiện|trong)\b")
_MEETING = re.compile(r"(?:kỳ họp|hội nghị|tại|cũng|sau|các đại biểu|kết thúc)\b")
_DONE = re.compile(r"\b(?:đã|được) (?:thông qua|nghe|bầu|tiến hành)\b")
_CAUSE = re.compile(r"[,;(]\s*(?:mà\s+)?nguyên nhân\b")
_ELECTS = re.compile(
    r"\b(?:bầu bổ sung|bầu cử bổ sung|miễn nhiệm|bãi nhiệm|giữ chức|cho thôi|bầu (?:bà|ông|đồng chí|các đồng chí|chức danh)|chuẩn y"
    r"|chỉ định[, ]|quy trình công tác cán bộ|lấy phiếu tín nhiệm)"
)
_HAS_DONE = re.compile(
    r"\b(?:đã|tiến hành|thống nhất|thông qua|công bố|bầu|kỳ họp|hội nghị|thực hiện|miễn nhiệm)\b"
)
_YET_TO_DO = re.compile(r"(?:chuẩn bị|các huyện|tiếp tục|giao|yêu cầu)\b")
_ON_STAFF = re.compile(
    r"(?:hội nghị|kỳ họp|ban chấp hành|ban thường vụ)[^.;]{0,120}(?:tiến hành|thực hiện|xem xét|cho ý kiến|thống nhất)"
    r"[^.;]{0,80}(?:công tác cán bộ|nhân sự|kiện toàn)"
)


@dataclass(slots=True)
class Passage:
    """A sentence, or what is left of it behind its cue, and what it is about."""

    start: int
    end: int
    about: str
    line: int
    mark: str | None = None
    lead: tuple[int, int] | None = None
    """Where the unit stands that what opened the list charges with all of it."""
    strength: float = 0.5
    """How surely it is about that: a heading or an opened list says more than a tone."""
    hits: list = field(default_factory=list)
    group: int = 0
    """Passages of one opened list share a number."""
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """What the lines below a heading are about, until one as high."""

    level: float
    about: str
    sector: str | None = None
    lead: tuple[int, int] | None = None


class Sections:
    """Walks over the lines of a page; `read` gives the passages."""

    def __init__(self, page, skipped, lead_line, ahead):
        self.page, self.key = page, page.key
        self.lead_line = lead_line
        self.lead_end = page.lines[lead_line].end if 0 <= lead_line < len(page.lines) else 0
        self.ahead = ahead
        self.lines = [line for i, line in enumerate(page.lines) if i not in skipped]
        self.numbers = [i for i in range(len(page.lines)) if i not in skipped]
        self.headings = []
        self.passages = []
        self.about, self.strength, self.opened, self.charged = OTHER, 0.3, False, None
        self.group, self.listed, self.signed = 0, False, False

    def read(self):
        """The passages of the page, in order."""
        for i, (number, line) in enumerate(zip(self.numbers, self.lines, strict=True)):
            if SIGNED.match(self.key, line.start):
                self.signed, self.headings, self.about, self.opened = True, [], OTHER, False
            elif self.signed and line.is_listed:
                continue
            else:
                self.signed = False
                following = self.lines[i + 1] if i + 1 < len(self.lines) else None
                if self._is_heading(line, following):
                    self._enter(line, number)
                else:
                    self._paragraph(line, number)
        return self.passages

    # headings

    def _is_heading(self, line, following):
        if line.mark in ("part", "capitals"):
            return True
        length, last = line.end - line.start, self.page.text[line.end - 1]
        if length > 180 or last in ".;…!?,":
            return False
        if last == ":" and length < 130 and (line.mark or self._subject(line) is not None):
            return line.mark != "bullet" or length < 70 or self._subject(line) is not None
        if not line.mark or line.mark in ("bullet", "counted"):
            shortly = length < 70 and not line.mark and following is not None and following.is_listed
            return shortly and self._subject(line) is not None
        if length < 130 and self._subject(line) is not None and not self._is_item(line, following):
            return True
        return following is not None and following.level > line.level and length < 110

    def _is_item(self, line, following):
        """Whether a numbered line without an end is one of a list of duties, not the head of one."""
        first = next(iter(self.page.hits(line.start, min(line.end, line.start + 40))), None)
        is_duty = first is not None and first.start == line.start and "duty" in first.tags
        return is_duty and (following is None or following.level <= line.level)

    def _subject(self, line):
        return subject(self.key[line.start : line.end])

    def _enter(self, line, number):
        level = line.level if line.mark else OPENED_BY_COLON
        while self.headings and self.headings[-1].level >= level:
            self.headings.pop()
        above = self.headings[-1] if self.headings else Heading(-1, OTHER)
        about, found = self._subject(line), self.page.hits(line.start, line.end)
        if (number <= self.lead_line < 15 and line.mark in (None, "capitals")) or PAPER.fullmatch(
            self.key, line.start, line.end
        ):
            about, self.headings = OTHER, []
        elif about is None and line.mark == "capitals" and not self.headings and not sector(found):
            about = OTHER
        held = about or above.about
        lead = unit_at(self.page, line.start, line.end, found) if held == DIRECTIVES else None
        self.headings.append(Heading(level, held, sector(found) if about in (None, RESULTS) else None, lead))
        self.about, self.strength, self.opened = held, 0.9, about is not None
        self.listed = False
        self.group += 1

    def _heading(self, line):
        """The heading that a line stands under, or None; what only a colon opened ends with its list."""
        while self.headings:
            top = self.headings[-1]
            if top.level != OPENED_BY_COLON or line.is_listed or not self.listed:
                self.listed = self.listed or top.level == OPENED_BY_COLON
                return top if any(heading.about != OTHER for heading in self.headings) else None
            self.headings.pop()
            self.about = OTHER
        return None

    # paragraphs

    def _paragraph(self, line, number):
        heading = self._heading(line)
        named = None
        if heading:
            self.about, named, self.charged, self.opened = heading.about, heading.sector, heading.lead, True
            self.strength = 0.8 if heading.level == OPENED_BY_COLON and not line.is_listed else 0.9
        elif not (self.about == RESULTS or (line.is_listed and self.about in (DIRECTIVES, SHORTCOMINGS))):
            weakly = self.about in (SHORTCOMINGS, DIRECTIVES)
            self.about, self.strength, self.opened = (
                self.about if weakly else OTHER,
                0.4 if weakly else 0.3,
                False,
            )
        if not line.is_listed:
            self.charged = self.charged if heading else None
            self.group += 1
        start = line.start
        if line.mark and (label := self._label(line)):
            about = subject(self.key[start:label])
            found = self.page.hits(start, label)
            if about is not None and not (about == OTHER and heading):
                self.about, self.opened, self.strength, self.charged, named = about, True, 0.9, None, None
                start = label
            elif not unit_at(self.page, start, label, found):
                named = sector(found) or named
                start = label
        for begin, end in self.page.sentences(start, line.end):
            if not _REMARK.match(self.key, begin):
                _Sentence(self, begin, end, number, line, named, heading is not None).place()

    def _label(self, line):
        """Where the words behind a short label and its colon begin, or None."""
        colon = self.key.find(":", line.start, min(line.start + 80, line.end))
        return colon + 1 if 0 < colon < line.end - 1 else None


class _Sentence:
    """One sentence on its way to its place."""

    def __init__(self, sections, start, end, number, line, named, under_heading):
        self.sections, self.page, self.key = sections, sections.page, sections.key
        self.start, self.end, self.number, self.line = start, end, number, line
        self.named, self.under_heading = named, under_heading
        self.found = self.page.hits(start, end)
        but = _BUT.match(self.key, start, end)
        self.body = but.end() if but else start
        self.is_against = bool(but and but["against"])
        cause = _CAUSE.search(self.key, start + 20, end)
        self.before_cause = cause.start() if cause else end

    def place(self):
        """Adds what the sentence says to the passages, and sets what the next one is taken for."""
        at = self.sections
        settled = self.under_heading and at.about in (SHORTCOMINGS, DIRECTIVES, CAUSES, TARGETS, PERSONNEL)
        (
            self._is_cause()
            or (settled and self._settled())
            or self._personnel()
            or self._opens_weaknesses()
            or self._opens_orders()
            or self._is_but()
            or self._is_meeting()
            or self._goes_on()
            or self._is_result()
        )

    def _add(self, start, about, strength, lead=None, end=None):
        start, end = self.page.trim(start, end or self.end)
        if start < end:
            found = [hit for hit in self.found if hit.start >= start and hit.end <= end]
            self.sections.passages.append(
                Passage(
                    start,
                    end,
                    about,
                    self.number,
                    self.line.mark,
                    lead,
                    strength,
                    found,
                    self.sections.group,
                    self.named,
                )
            )
        return True

    def _turn(self, about, strength, opened):
        at = self.sections
        at.about, at.strength, at.opened = about, strength, opened
        at.group += 1

    def _is_cause(self):
        at = self.sections
        if self.key.find("nguyên nhân", self.start, self.start + 25) >= 0:
            if not self.under_heading:
                at.about = CAUSES
            return self._add(self.start, CAUSES, 0.9)
        if at.about == CAUSES and not self.under_heading:
            at.about = OTHER
        return False

    def _settled(self):
        """Under a heading that says what all this is about, sentences only open lists of the same."""
        at = self.sections
        opened = None
        if self.line.is_listed:
            pass
        elif at.about == DIRECTIVES:
            opened = cues.orders(self.page, self.start, self.end, self.found, at.lead_end, at.ahead)
            if opened is not None and opened >= self.end - 3:
                return True
        elif at.about == SHORTCOMINGS:
            opened = cues.weaknesses(self.page, self.start, self.end, self.found)
        if opened and opened < self.end - 3:
            lead = self._charged(opened) if at.about == DIRECTIVES else None
            return self._add(opened, at.about, 0.9, lead, self.before_cause)
        return self._add(self.start, at.about, at.strength, at.charged, self.before_cause)

    def _personnel(self):
        if "personnel" not in self._tags():
            return False
        if _ELECTS.search(self.key, self.start, self.end) and _HAS_DONE.search(
            self.key, self.start, self.end
        ):
            return not _YET_TO_DO.match(self.key, self.start) and self._add(self.start, PERSONNEL, 0.8)
        on_staff = (
            _ON_STAFF.search(self.key, self.start, self.end)
            and "dự thảo" not in self.key[self.start : self.end]
        )
        return bool(on_staff) and self._add(self.start, PERSONNEL, 0.8)

    def _opens_weaknesses(self):
        at = self.sections
        if at.about == DIRECTIVES and at.opened:
            return False
        opened = cues.weaknesses(self.page, self.start, self.end, self.found)
        if opened is None:
            return False
        self._turn(SHORTCOMINGS, 0.9, True)
        return opened >= self.end - 3 or self._add(opened, SHORTCOMINGS, 0.9, None, self.before_cause)

    def _opens_orders(self):
        at = self.sections
        opened = cues.orders(self.page, self.start, self.end, self.found, at.lead_end, at.ahead)
        if opened is None:
            return False
        self._turn(DIRECTIVES, 0.85, True)
        lead = self._charged(opened)
        if opened >= self.end - 3:
            at.charged = lead
            return True
        at.charged = None
        return self._add(opened, DIRECTIVES, 0.85, lead)

    def _is_but(self):
        if not self.is_against or not self._is_lacking():
            return False
        self._turn(SHORTCOMINGS, 0.75, False)
        return self._add(self.body, SHORTCOMINGS, 0.75, None, self.before_cause)

    def _is_meeting(self):
        at = self.sections
        first = self.found[0] if self.found and self.found[0].start - self.body < 3 else None
        if (
            not first
            or "meeting" not in first.tags
            or (at.about == SHORTCOMINGS and at.opened and self._is_lacking())
        ):
            return False
        tells = _TELLS.match(self.key, self.start, self.end)
        if tells and self._is_good() and self.number > at.lead_line:
            at.about = RESULTS
            return self._add(tells.end(), RESULTS, 0.6)
        if (
            at.about == RESULTS
            and self._is_good()
            and _GOES_ON.match(self.key, self.start)
            and not self._is_talk()
        ):
            return self._add(self.start, RESULTS, 0.5)
        if not (at.about == SHORTCOMINGS and at.opened):
            at.about, at.opened = at.about if at.about == RESULTS else OTHER, False
        return self._add(self.start, OTHER, 0.5)

    def _goes_on(self):
        """Whether it carries on the list of weaknesses or duties that an earlier sentence opened."""
        at = self.sections
        if at.about == SHORTCOMINGS and (at.opened or self._is_lacking()):
            return self._add(
                self.body, SHORTCOMINGS, at.strength if at.opened else 0.6, None, self.before_cause
            )
        if at.about == DIRECTIVES:
            is_duty = begins_with_duty(self.page, self.body, self.end, self.found)
            is_done = _MEETING.match(self.key, self.start) or _DONE.search(self.key, self.start, self.end)
            if is_duty or (at.opened and not is_done):
                return self._add(self.body, DIRECTIVES, at.strength if at.opened else 0.6, at.charged)
        if at.about in (SHORTCOMINGS, DIRECTIVES):
            at.about = OTHER
        return False

    def _is_result(self):
        at = self.sections
        if self.number <= at.lead_line or (self._is_talk() and not self._has_figure()):
            return self._add(self.start, OTHER, 0.5)
        if at.about == RESULTS or self._is_good():
            at.about = RESULTS
            return self._add(self.start, RESULTS, 0.9 if self.under_heading else 0.6)
        return self._add(self.start, OTHER, 0.4)

    def _charged(self, until):
        """The unit named between what orders and the list: "đề nghị Ban Thường vụ … thực hiện các nhiệm vụ như:"."""
        since = cues.last_order(self.page, self.start, until)
        if since is None:
            return None
        return unit_at(
            self.page,
            self.page.trim(since, until)[0],
            until,
            [hit for hit in self.found if hit.start >= since],
        )

    def _tags(self):
        return frozenset().union(*(hit.tags for hit in self.found))

    def _is_lacking(self):
        return any("lacking" in hit.tags for hit in self.found if hit.start >= self.body)

    def _is_good(self):
        return any("good" in hit.tags for hit in self.found)

    def _is_talk(self):
        return bool(_TALK.search(self.key, self.start, self.end))

    def _has_figure(self):
        return "%" in self.key[self.start : self.end]
