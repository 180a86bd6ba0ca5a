"""The formats of the API, and the choice between them."""

import codecs
import csv
from datetime import date
from decimal import Decimal
from functools import partial
from io import StringIO
from itertools import chain, islice
from tempfile import TemporaryFile

import orjson
from django.http import StreamingHttpResponse
from openpyxl import Workbook
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.serializers import DateField, Serializer

from district.problems import BadParameters
from district.text import harmless

ROWS_OF_A_SHEET = 2**20
"""As many rows a sheet of a workbook holds, its heading among them."""

NAMES = ("name", "title", "caption", "text", "reason", "url")
"""The fields that stand for a nested object in a cell, the first that it has."""


class Negotiation(DefaultContentNegotiation):
    """An unknown `format` is a bad parameter, as any other."""

    def filter_renderers(self, renderers, format):
        fitting = [renderer for renderer in renderers if renderer.format == format]
        if not fitting:
            offered = ", ".join(dict.fromkeys(renderer.format for renderer in renderers))
            raise BadParameters({"format": f"One of these is expected: {offered}."})
        return fitting


class JSONRenderer(BaseRenderer):
    """JSON in UTF-8, on one line."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return b"" if data is None else orjson.dumps(data, default=_shown)


def _shown(value):
    """What JSON has no word for: a decimal is a number, a text of another language a text."""
    return float(value) if isinstance(value, Decimal) else str(value)


class TableRenderer(BaseRenderer):
    """A whole list as a file, written while it is read, so that its length costs time and no memory.

    A nested object becomes its name and its id, a text never becomes a formula.
    """

    whole = True
    charset = None

    def answer(self, name, fields, rows):
        """The response: a file of that name, with the fields of a serializer and its rows as JSON."""
        return StreamingHttpResponse(
            self.written(fields, rows),
            content_type=f"{self.media_type}; charset={self.charset}" if self.charset else self.media_type,
            headers={"Content-Disposition": f'attachment; filename="{name}.{self.format}"'},
        )

    def lines(self, fields, rows):
        """The cells of the table, its heading first."""
        yield headings(fields)
        for row in rows:
            yield [self.cell(value) for value in cells(fields, row)]

    def cell(self, value):
        """The value as the format can hold it."""
        return harmless(value) if isinstance(value, str) else value


class CSVRenderer(TableRenderer):
    """UTF-8 with a byte order mark, so that Excel reads Vietnamese; decimals with a point."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def cell(self, value):
        if isinstance(value, bool):
            return "true" if value else "false"
        return super().cell(value)

    def written(self, fields, rows):
        """The bytes of the file, some rows at a time."""
        yield codecs.BOM_UTF8
        for lines in batched(self.lines(fields, rows)):
            text = StringIO()
            csv.writer(text).writerows(lines)
            yield text.getvalue().encode()


class XLSXRenderer(TableRenderer):
    """A workbook; numbers and days are cells of their kind. What no sheet has room for goes on to the next."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    format = "xlsx"

    def written(self, fields, rows):
        """The bytes of the file, once it is whole: it grows on disk."""
        book, lines = Workbook(write_only=True), self.lines(fields, rows)
        heading, left = next(lines), 0
        for line in chain([heading], lines):
            if left == 0:
                sheet, left = book.create_sheet(), ROWS_OF_A_SHEET
                if line is not heading:
                    sheet.append(heading)
                    left -= 1
            sheet.append(line)
            left -= 1
        with TemporaryFile() as file:
            book.save(file)
            file.seek(0)
            yield from iter(partial(file.read, 2**16), b"")


class NDJSONRenderer(TableRenderer):
    """The rows as the list shows them, each on a line of its own."""

    media_type = "application/x-ndjson"
    format = "ndjson"

    def written(self, fields, rows):
        """The bytes of the file, some rows at a time."""
        for some in batched(rows):
            yield b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in some)


class PopoloRenderer(TableRenderer):
    """What Popolo says of people and bodies (popoloproject.com): one record, or a list under its name in Popolo.

    What is unknown is left out, and a link is the id of what it leads to.
    """

    media_type = "application/vnd.popolo+json"
    format = "popolo"
    names = {"people": "persons", "terms": "events"}
    """What Popolo calls a list, where that is not our word."""

    def answer(self, name, fields, rows):
        self.name = self.names.get(name, name)
        response = super().answer(name, fields, rows)
        response["Content-Disposition"] = f'attachment; filename="{self.name}.json"'
        return response

    def written(self, fields, rows):
        """The bytes of the file, some rows at a time."""
        yield b'{"%s":[' % self.name.encode()
        between = b"\n"
        for some in batched(rows):
            yield between + b",\n".join(self.render(row) for row in some)
            between = b",\n"
        yield b"\n]}\n"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return orjson.dumps(as_popolo(data))


def as_popolo(told):
    """A document, or a part of one, as Popolo writes it."""
    if isinstance(told, list):
        return [as_popolo(item) for item in told]
    if not isinstance(told, dict):
        return told
    known = {}
    for name, value in told.items():
        if isinstance(value, dict) and value.keys() == {"id"}:
            known[f"{name}_id"] = value["id"]
        elif value not in (None, "", []):
            known[name] = as_popolo(value)
    return known


class AkomaNtosoRenderer(BaseRenderer):
    """A record as a document in XML; whoever answers with it gives its bytes."""

    media_type = "application/akn+xml"
    format = "akn"
    charset = None

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return data


def batched(rows, size=500):
    """The rows in lists of at most so many."""
    rows = iter(rows)
    return iter(lambda: list(islice(rows, size)), [])


def headings(fields, prefix=""):
    """The names of the columns that the fields of a serializer make."""
    names = []
    for name, field in fields.items():
        nested = getattr(field, "child", field)
        if not isinstance(nested, Serializer):
            names.append(f"{prefix}{name}")
        elif _spread(nested, field):
            names += headings(nested.fields, f"{prefix}{name}_")
        else:
            names += [f"{prefix}{name}", *([f"{prefix}{name}_id"] if "id" in nested.fields else [])]
    return names


def cells(fields, row):
    """The values of one row, in the order of `headings`."""
    values = []
    for name, field in fields.items():
        value, nested = (row or {}).get(name), getattr(field, "child", field)
        items = [] if value is None else value if nested is not field else [value]
        if not isinstance(nested, Serializer):
            values.append(_scalar(field, value))
        elif _spread(nested, field):
            lines = [cells(nested.fields, item) for item in items] or [cells(nested.fields, None)]
            values += lines[0] if len(lines) == 1 else map(_joined, zip(*lines, strict=True))
        else:
            values.append("; ".join(_name(item) for item in items))
            if "id" in nested.fields:
                values.append(_joined([item["id"] for item in items]))
    return values


def _spread(nested, field):
    """Whether each field of what is nested has a column of its own."""
    return getattr(nested, "expanded", False) or (nested is field and "id" not in nested.fields)


def _joined(values):
    """One value as it is, several as one text."""
    return values[0] if len(values) == 1 else "; ".join(str(value) for value in values)


def _name(item):
    return str(next((item[name] for name in NAMES if item.get(name)), ""))


def _scalar(field, value):
    if isinstance(value, list):
        return "; ".join(_name(item) for item in value)
    if isinstance(field, DateField) and value:
        return date.fromisoformat(value)
    return "" if value is None else value
