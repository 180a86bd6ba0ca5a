"""The whole session as one workbook, a sheet per kind of record."""

from datetime import datetime
from io import BytesIO

from django.db.models import Manager, Prefetch
from django.utils import timezone
from django.utils.text import capfirst
from openpyxl import Workbook

from district.text import harmless
from meetings.models import Session
from resolutions.papers.head import readable

SHEETS = [
    ("agenda_items", ["position", "title", "presenter", "conclusion"]),
    ("results", ["position", "sector", "text"]),
    (
        "indicator_values",
        ["position", "indicator", "planned", "actual", "qualifier", "percent_of_plan", "base",
         "same_period_last_year", "note"],
    ),
    (
        "shortcomings",
        ["position", "text", "sector", "cause", "measure", "qualifier", "percent", "responsible", "repeats", "status"],
    ),
    (
        "resolutions",
        ["position", "kind", "number", "symbol", "title", "adopted_on", "signer", "incumbents", "votes_for",
         "votes_against", "votes_other", "replaces"],
    ),
    (
        "directives",
        ["position", "text", "resolution", "sector", "lead_unit", "supporting_units", "answers", "expected_output",
         "due_on", "quarter", "status", "percent"],
    ),
    ("reviews", ["directive", "outcome", "reason", "new_due_on"]),
    (
        "personnel_decisions",
        ["position", "kind", "body", "post", "person", "text", "ballots_issued", "ballots_collected", "ballots_valid",
         "votes_for", "votes_against", "votes_other"],
    ),
    ("sources", ["position", "title", "author", "publication", "url", "issued_on"]),
]  # fmt: skip
"""What strangers may have too: the parts of a session, each with its columns, as the API shows them."""

FOR_THE_OFFICE = [
    ("attendances", ["position", "person", "status", "reason"]),
    ("statements", ["position", "agenda_item", "person", "speaker", "text"]),
]
"""What the API keeps back."""

PARTICULARS = [
    "term", "ordinal", "kind", "held_on", "ends_on", "place", "chair", "secretary", "assessed_starts_on",
    "assessed_ends_on", "ahead_starts_on", "ahead_ends_on", "targets_met", "targets_total", "summary",
]  # fmt: skip


def book(session, *, full):
    """The bytes of the workbook: days are days, numbers are numbers, a text never becomes a formula."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_title(Session._meta.verbose_name))
    for name in PARTICULARS:
        sheet.append([_label(Session, name), _cell(session, name)])
    for part, columns in [*SHEETS, *(FOR_THE_OFFICE if full else [])]:
        _fill(workbook, getattr(session, part), columns, full)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _fill(workbook, records, columns, full):
    noun = records.model
    sheet = workbook.create_sheet(_title(noun._meta.verbose_name))
    sheet.append([_label(noun, name) for name in columns])
    links = [noun._meta.get_field(name) for name in columns if noun._meta.get_field(name).is_relation]
    linked = [Prefetch(link.name, readable(link.related_model.objects, full)) for link in links]
    for row in readable(records, full).prefetch_related(None).prefetch_related(*linked):
        sheet.append([_cell(row, name) for name in columns])


def _title(label):
    return capfirst(label)[:31].replace("/", "-")


def _label(noun, name):
    return str(capfirst(noun._meta.get_field(name).verbose_name))


def _cell(record, name):
    field = record._meta.get_field(name)
    value = getattr(record, name)
    if isinstance(value, Manager):
        value = "; ".join(str(item) for item in value.all())
    elif field.is_relation:
        value = str(value or "")
    elif field.choices:
        value = str(getattr(record, f"get_{name}_display")())
    elif isinstance(value, datetime):
        value = timezone.localtime(value).replace(tzinfo=None)
    return harmless(value) if isinstance(value, str) else value
