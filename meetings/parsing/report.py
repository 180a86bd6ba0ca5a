"""The one door: a report's text in, a `Report` out; nothing is stored, nothing guessed."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from meetings.parsing import credits, duties, lexicon, sections
from meetings.parsing.head import Fact, Head
from meetings.parsing.indicators import Figure, figures
from meetings.parsing.items import pieces
from meetings.parsing.numbers import number
from meetings.parsing.prose import Page
from meetings.parsing.quantities import PERCENT

LONGEST = 2_000_000
"""Characters of the longest text that is read: some 500 pages."""


class TooLong(ValueError):
    """The text is longer than any report; the message is for the clerk."""


_BRACKET = re.compile(r"\(([^()]{1,200})\)")


@dataclass(slots=True)
class Item:
    """A result, shortcoming, directive or decision on personnel: its words, their place, how sure (0 to 1)."""

    text: str
    span: tuple[int, int]
    confidence: float
    sector: str | None = None
    percent: Decimal | None = None
    qualifier: str | None = None
    measure: str | None = None
    """The bracketed or measured part of a shortcoming, as it stands: đạt dưới 50% kế hoạch vốn giao."""
    lead_unit: str | None = None
    lead_span: tuple[int, int] | None = None
    due_on: date | None = None
    due_span: tuple[int, int] | None = None


@dataclass(slots=True)
class Report:
    """What was read out of a report; every span is [start, end) in `text`, the NFC text."""

    text: str
    head: dict[str, Fact | None]
    """organization, body, term_number, term_years (start, end), ordinal, kind, held_on, ends_on, period_assessed and
    period_ahead (first and last day), targets (met, total); None where the text does not say."""
    indicators: list[Figure] = field(default_factory=list)
    results: list[Item] = field(default_factory=list)
    shortcomings: list[Item] = field(default_factory=list)
    directives: list[Item] = field(default_factory=list)
    personnel: list[Item] = field(default_factory=list)
    photos: list[credits.Photo] = field(default_factory=list)
    source: dict[str, Fact | None] = field(default_factory=dict)
    """title, author, publication, url."""

    def as_json(self):
        """The report in the shape that `manage.py draft --json` prints."""
        head = {name: fact.value if fact else None for name, fact in self.head.items()}
        years = head["term_years"] or (None, None)
        met, total = head["targets"] or (None, None)
        period = {name: head[name] or (None, None) for name in ("period_assessed", "period_ahead")}
        return {
            "session": {
                "organization": head["organization"],
                "body": head["body"],
                "kind": head["kind"],
                "term": {"number": head["term_number"], "start": years[0], "end": years[1]},
                "ordinal": head["ordinal"],
                "held_on": _plain(head["held_on"]),
                "ends_on": _plain(head["ends_on"]),
                **{name: {"start": _plain(days[0]), "end": _plain(days[1])} for name, days in period.items()},
                "targets": {"met": met, "total": total},
                "spans": {name: list(fact.span) for name, fact in self.head.items() if fact},
                "confidence": {name: fact.confidence for name, fact in self.head.items() if fact},
            },
            "indicators": [_figure(figure) for figure in self.indicators],
            "results": [_item(item, "sector") for item in self.results],
            "shortcomings": [
                _item(item, "sector", "percent", "qualifier", "measure") for item in self.shortcomings
            ],
            "directives": [
                _item(item, "lead_unit", "lead_span", "sector", "due_on", "due_span")
                for item in self.directives
            ],
            "personnel": [_item(item) for item in self.personnel],
            "photos": [
                {"caption": p.caption, "credit": p.credit, "span": list(p.span), "confidence": p.confidence}
                for p in self.photos
            ],
            "source": {
                **{name: fact.value if fact else None for name, fact in self.source.items()},
                "spans": {name: list(fact.span) for name, fact in self.source.items() if fact},
            },
        }


def read(text):
    """What the text says of a session; raises `TooLong` for texts that are no report."""
    if len(text) > LONGEST:
        raise TooLong(f"Văn bản dài hơn {LONGEST:,} ký tự: hãy chia nhỏ.".replace(",", "."))
    page = Page(text)
    found, photos, used = credits.read(page)
    head = Head(page)
    title = _title(page, used)
    if title and title.span[0] == page.lines[0].begin and len(page.lines) > 2:
        used = used | {0}
    passages = sections.Sections(page, used, _lead_line(page, head), head.ahead and head.ahead.span).read()
    report = Report(
        page.text,
        {
            "organization": head.organization,
            "body": head.body,
            "term_number": head.term_number,
            "term_years": head.term_years,
            "ordinal": head.ordinal,
            "kind": head.kind,
            "held_on": head.held_on,
            "ends_on": head.ends_on,
            "period_assessed": head.assessed,
            "period_ahead": head.ahead,
            "targets": head.targets,
        },
        photos=photos,
        source={name: Fact(*value, 0.9) if value else None for name, value in found.items()},
    )
    report.source = {"title": title, **report.source}
    for passage in passages:
        if passage.about in (sections.RESULTS, sections.OTHER) and not _is_lead(page, head, passage):
            report.indicators += figures(page, passage.start, passage.end)
    report.indicators = _once(report.indicators)
    report.results = [_read_item(page, *piece) for piece in pieces(page, passages, sections.RESULTS)]
    report.shortcomings = [
        _shortcoming(page, *piece) for piece in pieces(page, passages, sections.SHORTCOMINGS)
    ]
    report.directives = _directives(page, passages)
    report.personnel = [
        Item(page.text[p.start : p.end], (p.start, p.end), p.strength)
        for p in passages
        if p.about == sections.PERSONNEL
    ]
    return report


def _lead_line(page, head):
    return page.line_at(head.sentence[0]) if head.sentence else -1


def _is_lead(page, head, passage):
    return bool(head.sentence) and head.sentence[0] <= passage.start < head.sentence[1]


def _title(page, used):
    for i, line in enumerate(page.lines[:2]):
        letters = sum(map(str.isalpha, page.text[line.begin : line.end]))
        if (
            i not in used
            and letters > 12
            and line.end - line.begin < 250
            and page.text[line.end - 1] not in ".;:"
        ):
            return Fact(page.text[line.begin : line.end], (line.begin, line.end), 0.7)
    return None


def _read_item(page, start, end, passage):
    sector = lexicon.sector(passage.hits, start, end) or passage.sector
    return Item(page.text[start:end], (start, end), passage.strength, sector)


def _shortcoming(page, start, end, passage):
    item = _read_item(page, start, end, passage)
    if not any("lacking" in h.tags for h in passage.hits if start <= h.start < end):
        item.confidence *= 0.85
    if match := PERCENT.search(page.key, start, end):
        item.percent = number(match["number"])
        item.qualifier = match["qualifier"]
        bracket = next((b for b in _BRACKET.finditer(page.key, start, end) if b.end() >= match.end()), None)
        told = bracket.span(1) if bracket and bracket.start() < match.start() else match.span()
        item.measure = page.text[slice(*page.trim(*told))]
    return item


def _directives(page, passages):
    found, unit, last = [], None, None
    for start, end, passage in pieces(page, passages, sections.DIRECTIVES):
        item = _read_item(page, start, end, passage)
        own = duties.unit_at(page, start, end)
        if passage is not last:
            unit = passage.lead
        unit = own or unit
        last = passage
        if unit:
            item.lead_span, item.lead_unit = unit, page.text[slice(*unit)]
        if due := duties.due_on(page, start, end):
            item.due_on, item.due_span = due
        found.append(item)
    return found


def _once(found):
    """Without figures told twice: the fuller telling stays, in the place of the first."""
    kept = {}
    for figure in found:
        name = " ".join(figure.name.lower().split())
        told = (name, figure.value, figure.percent)
        kept.setdefault(told, figure)
    return list(kept.values())


def _item(item, *extra):
    values = {name: getattr(item, name) for name in extra}
    return {
        "text": item.text,
        **{name: _plain(value) for name, value in values.items()},
        "span": list(item.span),
        "confidence": round(item.confidence, 2),
    }


def _figure(figure):
    return {
        "name": figure.name,
        "value": _plain(figure.value),
        "unit": figure.unit,
        "percent": _plain(figure.percent),
        "kind": figure.kind,
        "qualifier": figure.qualifier,
        "base": figure.base,
        "other_percents": [{"percent": _plain(p), "base": base} for p, base in figure.other_percents],
        "comparison": None
        if figure.change is None
        else {"value": _plain(figure.change), "unit": figure.change_unit, "against": figure.compared_with},
        "previous": _plain(figure.previous),
        "planned": _plain(figure.planned),
        "name_span": list(figure.name_span),
        "span": list(figure.span),
        "confidence": round(figure.confidence, 2),
    }


def _plain(value):
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
