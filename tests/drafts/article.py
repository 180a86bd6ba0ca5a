"""The newspaper article that the project began with, and how far a session is from the sample's session 15."""

from decimal import Decimal
from pathlib import Path

import pytest

from meetings.parsing.likeness import Sentences
from resolutions.management import sample
from resolutions.management.commands.load_sample import hold, register

ARTICLE = Path(__file__).parents[3] / "shared" / "data" / "ky-hop-15.txt"

CORRECTIONS = {
    "shortcomings-5-measure": "9 tháng giảm được 1 chi bộ sinh hoạt ghép, đạt 20%",
    "sources-0-publication": "Báo Điện Biên Phủ",
}
"""What a clerk types over what was read: the name of a field, and its value.

A correction is a proposed field that the clerk must change, tick off or fill in a row of their own, so that the
accepted session equals the sample's session 15. A new name that is ticked is a confirmation, not a correction.
The sample tells each shortcoming, directive and decision in words of its own, since the sentences are the newspaper's: two
texts are equal when each is about the same matter as the other's at the same place, and as no other's. All else
that is compared must be the same to the letter.
"""


def text():
    """The article, or a skipped test."""
    if not ARTICLE.exists():
        pytest.skip("the article that the project began with is not at hand")
    return ARTICLE.read_text(encoding="utf-8")


def district_before():
    """The sample district as it was before session 15."""
    register()
    hold(**sample.SESSION_14)


def differences(session):
    """Where the session is not the sample's session 15: what it says, and what the sample says."""
    return [
        (found, wanted) for found, wanted in zip(_of(session), _of_sample(), strict=True) if found != wanted
    ]


def _of(session):
    wanted = sample.SESSION_15
    term = session.term
    yield {name: getattr(session, name) for name in wanted["session"] if name not in ("summary", "note")}
    yield {
        "organization": term.organization.code,
        **{name: getattr(term, name) for name in ("number", "start_year", "end_year")},
    }
    yield from _rows(
        (value.indicator.name, value.percent_of_plan, value.actual, value.qualifier)
        for value in session.indicator_values.all()
    )
    yield from _places("shortcomings", session.shortcomings.all())
    yield from _rows((one.measure, one.percent, one.qualifier) for one in session.shortcomings.all())
    yield from _places("directives", session.directives.all())
    yield from _rows(one.lead_unit and one.lead_unit.code for one in session.directives.all())
    yield from _places("personnel_decisions", session.personnel_decisions.all())
    yield from _rows((one.kind, one.body.code, one.post) for one in session.personnel_decisions.all())
    yield from _rows((one.caption, one.credit) for one in session.attachments.all())
    yield from _rows((one.title, one.author, one.publication, one.url) for one in session.sources.all())


def _of_sample():
    wanted = sample.SESSION_15
    yield {name: value for name, value in wanted["session"].items() if name not in ("summary", "note")}
    yield sample.TERM
    yield from _rows(
        (one["indicator"], _number(one, "percent_of_plan"), _number(one, "actual"), one.get("qualifier", ""))
        for one in wanted["indicator_values"]
    )
    yield from range(len(wanted["shortcomings"]))
    yield from _rows(
        (one.get("measure", ""), _number(one, "percent"), one.get("qualifier", ""))
        for one in wanted["shortcomings"]
    )
    yield from range(len(wanted["directives"]))
    yield from _rows(one.get("lead_unit") for one in wanted["directives"])
    yield from range(len(wanted["personnel_decisions"]))
    yield from _rows((one["kind"], one["body"], one["post"]) for one in wanted["personnel_decisions"])
    yield from _rows((one["caption"], one["credit"]) for one in wanted["attachments"])
    yield from _rows(
        (one["title"], one["author"], one["publication"], one["url"]) for one in wanted["sources"]
    )


def _places(kind, rows):
    """For each row, the place of the sample's row that is about the same matter."""
    told = Sentences(one["text"] for one in sample.SESSION_15[kind])
    for row in rows:
        yield told.alike(row.text)


def _rows(rows):
    yield from rows


def _number(row, name):
    return Decimal(row[name]) if name in row else None
