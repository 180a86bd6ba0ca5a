"""The page as the reader sees it: lines with their numbering, sentences, words; all by offset in the NFC text."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from district.text import nfc
from meetings.parsing import lexicon
from meetings.parsing.spelling import key

LONGEST_SENTENCE = 1500
"""Characters after which a sentence is cut even without a full stop, so that no rule sees an endless one."""

_MARKER = re.compile(
    r"(?:(?P<part>(?i:phần|chương)\s+(?:(?i:thứ)\s+\w+|[IVX\d]+)\b[.:]?)"
    r"|(?P<roman>[IVX]{1,5}(?:[.)]|\s?[-/])(?=\s))"
    r"|(?P<capital>[A-H][.)](?=\s))"
    r"|(?P<three>\d{1,2}\.\d{1,2}\.\d{1,2}[.)]?(?=\s))"
    r"|(?P<two>\d{1,2}\.\d{1,2}[.)]?(?=\s))"
    r"|(?P<one>\(?\d{1,2}(?:[.)](?!\d)|/(?=\s)))"
    r"|(?P<letter>\(?[a-zđ][.)](?=\s))"
    r"|(?P<star>\*+(?=\s?\w))"
    r"|(?P<bullet>[-–—•●▪◦·+✓○](?=\s?\S))"
    r"|(?P<counted>(?i:thứ\s+(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)"
    r"|(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+là)\s*[,:]?(?=\s)))\s*"
)
_STOP = re.compile(r"[.!?…]+[\"”’)]*")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(,;/-])(?:tp|tx|tt|đ/c|ths|ts|ks|gs|pgs|bs|mr|st|n|p|q|h|x)\.?$", re.IGNORECASE
)

LEVELS = {name: level for level, name in enumerate(
    ("part", "capitals", "capital", "roman", "one", "two", "three", "letter", "star", "counted", "bullet")
)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its outer blanks; `start` is where its words begin, behind any numbering."""

    mark: str | None
    begin: int
    start: int
    end: int

    @property
    def level(self):
        """How deep the numbering stands: the smaller, the higher."""
        return LEVELS[self.mark] if self.mark else len(LEVELS)

    @property
    def is_listed(self):
        """Whether it is numbered or bulleted."""
        return self.mark is not None and self.mark not in ("part", "capitals")


class Page:
    """A text in NFC, and where its lines, sentences and words are."""

    def __init__(self, raw):
        self.text = nfc(raw)
        self.key = key(self.text)

    @cached_property
    def lines(self):
        lines, offset = [], 0
        for raw in self.text.splitlines(keepends=True):
            begin, end = offset + len(raw) - len(raw.lstrip()), offset + len(raw.rstrip())
            offset += len(raw)
            if begin >= end:
                continue
            mark, start = None, begin
            if found := _MARKER.match(self.text, begin, min(end, begin + 40)):
                mark, start = found.lastgroup, found.end()
            if start >= end:
                mark, start = mark if mark == "part" else None, begin
            if mark in (None, "part") and self._is_capitals(begin, end):
                mark = mark or "capitals"
            lines.append(Line(mark, begin, start, end))
        return lines

    def sentences(self, start, end):
        """The spans of the sentences between two offsets, without outer blanks."""
        text = self.text
        since = start
        for stop in _STOP.finditer(text, start, end):
            if stop.end() >= end or self._ends_a_sentence(stop, since):
                yield from self._pieces(since, stop.end())
                since = stop.end()
        yield from self._pieces(since, end)

    def trim(self, start, end, strip=" \t\r\n\u00a0\ufeff,;:.…-–+•*/"):
        """The span without blanks and list punctuation at either end; a closing bracket keeps its opening one."""
        text = self.text
        while start < end and (text[start] in strip or text[start] in ")]"):
            start += 1
        while end > start and (text[end - 1] in strip or text[end - 1] in "(["):
            end -= 1
        return start, end

    def hits(self, start, end):
        """The phrases of the lexicon that lie between two offsets, in order."""
        starts = self._hits[1]
        first = bisect_left(starts, start)
        return [hit for hit in self._hits[0][first : bisect_left(starts, end, first)] if hit.end <= end]

    def line_at(self, offset):
        """The index of the line that holds the offset."""
        return max(0, bisect_left(self._begins, offset + 1) - 1)

    @cached_property
    def _hits(self):
        found = lexicon.hits(self.key)
        return found, [hit.start for hit in found]

    @cached_property
    def _begins(self):
        return [line.begin for line in self.lines]

    def _is_capitals(self, begin, end):
        words = self.text[begin:end]
        if len(words) > 200 or not words[:2].isupper():
            return False
        letters = sum(map(str.isalpha, words))
        return letters > 3 and sum(map(str.isupper, words)) > 0.8 * letters

    def _ends_a_sentence(self, stop, since):
        text, after = self.text, stop.end()
        following = text[after : after + 4]
        if not following[:1].isspace():
            closes = stop[0][0] == "…" or text[stop.start() - 1 : stop.start()].islower()
            return (
                closes and following[:1].isupper() and not following[1:2].isupper() and following[1:2] != "."
            )
        following = following.lstrip(' \t\u00a0"“‘(-–+•')
        if following and not (following[0].isupper() or following[0].isdigit()):
            return False
        return stop[0] != "." or not _ABBREVIATION.search(text, max(since, stop.start() - 6), stop.start())

    def _pieces(self, start, end):
        text = self.text
        while end - start > LONGEST_SENTENCE:
            cut = max(text.rfind(mark, start, start + LONGEST_SENTENCE) for mark in (";", ",", " "))
            cut = cut + 1 if cut > start else start + LONGEST_SENTENCE
            yield from self._pieces(start, cut)
            start = cut
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield start, end
