"""The head of a report: which body of which organization sat, in which term, for the how manieth time, when."""

import re
from collections import Counter
from dataclasses import dataclass

from meetings.parsing.dates import DATED, days
from meetings.parsing.numbers import ordinal, roman
from meetings.parsing.periods import assessed_and_ahead, mentions

HEAD = 6000
"""Characters within which a report names its session; names of places are looked for here too."""

_LEVELS = {
    "huyện ủy": "huyện", "tỉnh ủy": "tỉnh", "thành ủy": "thành phố", "thị ủy": "thị xã", "quận ủy": "quận",
}  # fmt: skip
_LEVEL = r"tỉnh|thành phố|thị xã|thị trấn|huyện|quận|xã|phường|đặc khu|khối"
_PARTY = r"huyện ủy|tỉnh ủy|thành ủy|thị ủy|quận ủy|đảng ủy"
_SESSION = re.compile(
    r"\b(?P<noun>hội nghị|kỳ họp|phiên họp|họp phiên|phiên)\b(?P<inside>[^.;\n]{0,110}?)\b(?:(?:lần\s+)?thứ|lần)\s+"
    r"(?P<ordinal>\d{1,3}\b|[ivx]+\b|(?:[^\W\d_]+)(?:\s+(?:mươi|mười|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín))*)"
)
_BODY = re.compile(
    rf"\b(?:(?P<organ>ban chấp hành|bch|ban thường vụ|btv|thường trực)\s+(?:(?P<of>đảng bộ|{_PARTY})\b(?:\s+(?P<level>{_LEVEL})\b)?"
    rf"|(?P<bare>(?=lần|mở rộng|tháng|quý|đánh giá|phiên)))"
    rf"|(?P<committee>{_PARTY})(?:\s+(?P<clevel>{_LEVEL})\b)?"
    rf"|(?P<state>hội đồng nhân dân|hđnd|ủy ban nhân dân|ubnd)\s+(?P<slevel>{_LEVEL})\b"
    rf"|(?P<partyorg>đảng bộ)\s+(?P<plevel>{_LEVEL})\b)"
)
_TERM = re.compile(r"\bkhóa\s+(?P<number>[ivxl]+|\d{1,3})\b")
_YEARS = re.compile(r"\b(?:nhiệm kỳ|nk)\s+(?P<start>(?:19|20)\d\d)\s?-\s?(?P<end>(?:19|20)\d\d)")
_MET = re.compile(
    r"(?P<met>\d{1,3})\s?(?:/|trên(?: tổng số)?|trong(?: tổng số)?)\s?(?P<total>\d{1,3})\s+(?:nhóm\s+)?(?:chỉ tiêu|chi tiêu)\b"
    r"|(?P<met2>\d{1,3})\s+chỉ tiêu\s+[^.;]{0,40}?(?:trên|trong)\s+tổng số\s+(?P<total2>\d{1,3})"
)
_VERB = re.compile(r"\b(?:tổ chức|khai mạc|họp|tiến hành|diễn ra|bế mạc|chủ trì|triệu tập)\b")
_STOP = re.compile(
    r"(?:khóa|kỳ họp|lần|tổ chức|họp|khai mạc|tiến hành|hội nghị|nhiệm kỳ|mở rộng|thông qua|đánh giá|sơ kết|tổng kết|tại|ngày|đã|triển khai"
    r"|bế mạc|tập trung|xem xét|phiên|quyết nghị|thống nhất|số|báo cáo|chủ trì|(?:năm|quý|tháng)(?= [ivx\d])|về|và|với|của|đạt|ban hành)\b"
)
_NAME = re.compile(r"[^\S\n]+((?:[^\W\d_]+(?:[-'’][^\W\d_]+)*)(?:[^\S\n]+[^\W\d_]+(?:[-'’][^\W\d_]+)*){0,4})")
_SITTING = re.compile(r"hội nghị|kỳ họp|\bhọp\b")
_BETWEEN = re.compile(r"[\s,(-]*")
_OF_SESSION = re.compile(r"\b(?:hội nghị|kỳ họp|họp)\s+$")
_POST = re.compile(
    r"(?:bí thư|chủ tịch|thường trực|ủy viên|viên|trưởng|phó|hội trường|trụ sở|vụ)\s+(?:thường trực\s+)?$"
)
_CITED = re.compile(r"(?:trình|trước|chuẩn bị|cử tri|kết quả|chương trình|nghị quyết|tại)\s+$")
_OTHER_TERM = re.compile(r"đại hội|quốc hội|trung ương|quy hoạch|nhân sự|cử tri")
_WHEN = re.compile(r"(?:thời gian|hôm nay|vào hồi)\b")
_PAPER_OF = re.compile(r"\bsố:?\s[^,;\s]{1,24},?\s*$")
_NOT_MET = re.compile(r"\s*(?:còn\s+|ước\s+)?(?:chưa|không|đạt (?:trên|hơn|từ|gần|dưới) )")
_TO_BE_MET = re.compile(r"phấn đấu|mục tiêu là")
_IS_MET = re.compile(r"đạt|vượt|hoàn thành")
_OTHER_BODY = re.compile(r"ban chấp hành trung ương|đại hội|hội nghị trung ương|quốc hội")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing read, the characters that it came from, and how sure that is (0 to 1)."""

    value: object
    span: tuple[int, int]
    confidence: float


class Head:
    """Reads the facts about the sitting itself; each attribute is a `Fact` or None."""

    def __init__(self, page):
        self.page = page
        self.key = page.key[:HEAD]
        self.session = self._session()
        self.sentence = self._sentence()
        self.ordinal = self.session and Fact(
            ordinal(self.session["ordinal"]),
            self.session.span("ordinal"),
            0.97 if self._is_leading() else 0.8,
        )
        self.kind = self._kind()
        self.body = self.organization = None
        self._read_body()
        self.term_number = self._near(_TERM, lambda m: roman(m["number"]) or _small(m["number"]), "number")
        self.term_years = self._near(_YEARS, lambda m: (int(m["start"]), int(m["end"])))
        self.held_on = self.ends_on = self.assessed = self.ahead = None
        self._read_dates()
        self.targets = self._targets()

    def _session(self):
        best, best_score = None, 0
        for found in _SESSION.finditer(self.key):
            if ordinal(found["ordinal"]) is None or not ordinal(found["ordinal"]):
                continue
            around = found["inside"] + self.key[found.end() : found.end() + 40]
            if _OTHER_BODY.search(around.replace("đại hội đảng bộ", "")) and "đảng bộ" not in found["inside"]:
                continue
            before = self.key[max(0, found.start() - 60) : found.start()]
            line = self.page.line_at(found.start())
            score = 5 - min(line, 20) * 0.15
            sentence = self.key[self._from(found.start()) : self._to(found.end())]
            score += 2 if _VERB.search(sentence) else 0
            score += 1 if next(days(sentence), None) else 0
            score -= 1.5 if _CITED.search(before) else 0
            if score > best_score:
                best, best_score = found, score
        return best

    def _kind(self):
        if not self.session:
            return None
        near = self.key[self._from(self.session.start()) : self._to(self.session.end())]
        for words, kind in (
            ("bất thường", "extraordinary"),
            ("chuyên đề", "thematic"),
            ("thường lệ", "regular"),
            ("thường kỳ", "regular"),
        ):
            if (at := near.find(words)) >= 0:
                start = self._from(self.session.start()) + at
                return Fact(kind, (start, start + len(words)), 0.9)
        return None

    def _sentence(self):
        """The span of the sentence that says who met: that of the session, or the one that most looks like it."""
        if self.session:
            around = self._from(self.session.start()), self._to(self.session.end())
            if _VERB.search(self.key, *around):
                return around
        best, best_score = (around, 4.5) if self.session else (None, 1.5)
        for found in _VERB.finditer(self.key):
            start, end = self._from(found.start()), self._to(found.end())
            bodies = [body for body in _BODY.finditer(self.key, start, end) if not self._is_guest(body)]
            score = 2 * any(not body["partyorg"] for body in bodies) + bool(bodies)
            score += 2 * (next(days(self.key, start, end), None) is not None)
            score += bool(_SITTING.search(self.key, start, end)) - 0.01 * self.page.line_at(start)
            if bodies and score > best_score:
                best, best_score = (start, end), score
        return best

    # who

    def _read_body(self):
        found = self._convening()
        if not found:
            return
        level, name, name_span = self._place(found)
        span = found.start(), found.end()
        if name_span and 0 <= name_span[0] - found.end() < 3:
            span = found.start(), name_span[1]
        confidence = 0.95 if name else 0.6
        if not found["partyorg"]:
            title = " ".join(filter(None, (self._title_of(found, level), name)))
            self.body = Fact(title, span, confidence)
            if found["state"] and name:
                self.organization = Fact(title, span, confidence)
        if name and level and not found["state"]:
            self.organization = Fact(f"Đảng bộ {level} {name}", name_span, confidence)

    def _title_of(self, found, level):
        """What the body is called without its place: the long form of BCH and BTV, else as the text has it."""
        if found["state"]:
            return f"{self._written(found, 'state')} {level}"
        if found["committee"]:
            return self._committee(self._written(found, "committee"), level)
        if found["organ"] in ("bch", "ban chấp hành"):
            return " ".join(filter(None, ("Ban Chấp hành Đảng bộ", level)))
        committee = found["of"] or next((title for title, of in _LEVELS.items() if of == level), "đảng ủy")
        if committee == "đảng bộ":
            return " ".join(filter(None, ("Ban Thường vụ Đảng bộ", level)))
        return f"Ban Thường vụ {self._committee(committee[:1].upper() + committee[1:], level)}"

    @staticmethod
    def _committee(title, level):
        return f"{title} {level or ''}".strip() if title.lower() == "đảng ủy" else title

    def _convening(self):
        """The body that sat: the one inside the name of the session, or else whoever called it, or whose letterhead it is."""
        if self.session:
            start, end = self.session.span()
            inside = [
                m for m in _BODY.finditer(self.key, start, min(self._to(end), end + 60)) if not m["partyorg"]
            ]
            near = [m for m in inside if m.end() <= end or _BETWEEN.fullmatch(self.key, end, m.start())]
            if near:
                return near[0]
        if not self.sentence:
            return self._letterhead()
        start, end = self.sentence
        bodies = [m for m in _BODY.finditer(self.key, start, end) if not self._is_guest(m)]
        if self.session and start <= self.session.start() < end:
            anchor = self.session.start()
        else:
            verb = _VERB.search(self.key, start, end)
            anchor = verb.start() if verb else end
        for m in bodies:
            if (
                m.start() >= anchor
                and m["organ"]
                and _OF_SESSION.search(self.key, max(start, m.start() - 12), m.start())
            ):
                return m
        before = [m for m in bodies if m.end() <= anchor]
        choice = (before[-1:] or [m for m in bodies if m.start() >= anchor][:1] or [self._letterhead()])[0]
        if choice and choice["partyorg"]:
            return next((m for m in bodies if not m["partyorg"]), choice)
        return choice

    def _letterhead(self):
        """The body in the letterhead, or in a headline about its sitting."""
        for line in self.page.lines[:6]:
            found = _BODY.search(self.key, line.start, min(line.end, HEAD))
            if not found or found["partyorg"] or self._is_guest(found):
                continue
            if line.mark == "capitals" or (
                line is self.page.lines[0] and _SITTING.search(self.key, line.start, line.end)
            ):
                return found
        return None

    def _is_guest(self, body):
        """Whether the body only gives a person's post: Bí thư Huyện ủy, Chủ tịch HĐND huyện, Ủy viên Ban Thường vụ."""
        return bool(_POST.search(self.key, max(0, body.start() - 26), body.start()))

    def _place(self, body):
        """The level, the name and the name's span, from the body itself or from whatever else in the head names the place."""
        level = body["level"] or body["clevel"] or body["slevel"]
        level = _LEVELS.get(body["committee"] or body["of"] or "", level)
        if level and (own := self._name_after(body.end(), level)):
            return level, *own
        names, spans, levels = Counter(), {}, {}
        for m in _BODY.finditer(self.key):
            other = _LEVELS.get(
                m["committee"] or m["of"] or "", m["level"] or m["clevel"] or m["slevel"] or m["plevel"]
            )
            self._count(names, spans, levels, level, other, m.end())
        for m in re.finditer(rf"\b({_LEVEL})\b", self.key):
            self._count(names, spans, levels, level, m[1], m.end())
        if names:
            name = names.most_common(1)[0][0]
            return level or levels[name], name, spans[name]
        title = re.match(r"\s*([^:\n]{2,30}):", self.page.text)
        if level and title and all(w[0].isupper() for w in title[1].split()) and not title[1].isupper():
            return level, title[1].strip(), title.span(1)
        return level, None, None

    def _count(self, names, spans, levels, wanted, level, at):
        if level and (wanted in (None, level)) and (found := self._name_after(at, level)):
            name, span = found
            names[name] += 1
            spans.setdefault(name, span)
            levels.setdefault(name, level)

    def _name_after(self, at, level):
        """The capitalised words that follow, without what belongs to the sentence again."""
        found = _NAME.match(self.page.text, at)
        if not found:
            return None
        in_capitals = self.page.text[max(0, at - 8) : at].isupper()
        words, end = [], found.start(1)
        for word in re.finditer(r"\S+", found[1]):
            plain = word[0]
            if not plain[0].isupper() or _STOP.match(self.page.key, found.start(1) + word.start()):
                break
            if plain.isupper() and len(plain) > 1 and not in_capitals:
                break
            words.append(plain.title() if in_capitals and plain.isupper() else plain)
            end = found.start(1) + word.end()
        if not words or (in_capitals and len(words) > 4):
            return None
        return " ".join(words), (found.start(1), end)

    def _written(self, found, group):
        written = self.page.text[slice(*found.span(group))]
        return (
            written.capitalize()
            if written.isupper() and " " in written
            else written[:1].upper() + written[1:]
        )

    # which term

    def _near(self, pattern, value, group=0):
        """The fact in the sentence of the session, or else the first in the head that is not about another body."""
        places = []
        if self.session:
            places.append((self._from(self.session.start()), self._to(self.session.end())))
        if self.sentence:
            places.append(self.sentence)
        places.append((0, len(self.key)))
        for start, end in places:
            for found in pattern.finditer(self.key, start, end):
                before = self.key[max(0, found.start() - 70) : found.start()]
                before = re.split(r"[.;\n]", before)[-1]
                if _OTHER_TERM.search(before):
                    continue
                if (read := value(found)) is not None:
                    return Fact(read, found.span(group), 0.95 if (start, end) != places[-1] else 0.75)
        return None

    # when

    def _read_dates(self):
        day = self._day()
        found = mentions(self.key, len(self.key))
        years = [m.year for m in found if m.year]
        if day and day.year:
            candidates = [day.year]
        else:
            candidates = list(
                dict.fromkeys(
                    [*years, *(int(m[3]) for m in DATED.finditer(self.key)), *(y + 1 for y in years)]
                )
            )
        best = None
        for year in candidates:
            held = day and day.on(year)
            pair, score = assessed_and_ahead(found, held, year)
            if best is None or score > best[0] + 1e-6:
                best = score, year, pair
        if best is None:
            return
        score, year, (back, ahead) = best
        if day and day.on(year):
            self.held_on = Fact(day.on(year), day.span, 0.95 if day.year else 0.9 if back or ahead else 0.6)
            if day.ends_on(year):
                self.ends_on = Fact(day.ends_on(year), day.span, 0.9)
        confidence = 0.95 if score > 4 else 0.8 if score > 2 else 0.6
        if back:
            self.assessed = Fact(back.dates(year), back.span, confidence)
        if ahead:
            self.ahead = Fact(ahead.dates(year), ahead.span, confidence)

    def _day(self):
        """The day of the sitting: in its sentence, else behind "Thời gian" of minutes, else beside the session."""
        if self.sentence and (found := next(self._days(*self.sentence), None)):
            return found
        for line in self.page.lines[:40]:
            if line.begin < HEAD and _WHEN.match(self.key, line.start):
                return next(self._days(line.start, line.end), None)
        for found in self._days(0, len(self.key)):
            if _SITTING.search(self.key, self._from(found.span[0]), self._to(found.span[1])):
                return found
        return None

    def _days(self, start, end):
        """The days between two offsets that do not date a paper: Nghị quyết số 03-NQ/TU, ngày 31/5/2021."""
        for found in days(self.key, start, end):
            if not _PAPER_OF.search(self.key, max(start, found.span[0] - 34), found.span[0]):
                yield found

    # targets

    def _targets(self):
        for match in _MET.finditer(self.page.key):
            met, total = (int(match[g] or match[g + "2"]) for g in ("met", "total"))
            near = self.page.key[max(0, match.start() - 40) : match.end() + 40].split("\n")[0]
            after = self.page.key[match.end() : match.end() + 30]
            if not 0 < total < 200 or met > total or _NOT_MET.match(after) or _TO_BE_MET.search(near[:40]):
                continue
            return Fact((met, total), match.span(), 0.95 if _IS_MET.search(near) else 0.8)
        return None

    # the sentence around an offset

    def _from(self, at):
        start = max(self.key.rfind(mark, 0, at) for mark in ("\n", ". ", "! ", "? "))
        return max(start + 1, at - 700)

    def _to(self, at):
        ends = [self.key.find(mark, at) for mark in ("\n", ". ", "! ", "? ")]
        return min([at + 700, len(self.key), *(end for end in ends if end >= 0)])

    def _is_leading(self):
        return self.page.line_at(self.session.start()) < 8


def _small(digits):
    return int(digits) if digits.isdecimal() and 0 < int(digits) < 100 else None
