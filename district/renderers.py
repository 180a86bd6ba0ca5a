"""Lists as tables that a spreadsheet opens, and the choice between formats."""

from datetime import date
from decimal import Decimal

import orjson
import tablib
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.serializers import DateField, Serializer

from district.problems import BadParameters
from district.text import harmless

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
    """Rows as a table: a nested object becomes its name and its id, a text never becomes a formula."""

    whole = True
    charset = None

    def render(self, data, accepted_media_type=None, renderer_context=None):
        view, response = renderer_context["view"], renderer_context["response"]
        response["Content-Disposition"] = f'attachment; filename="{view.basename}.{self.format}"'
        fields = view.get_serializer().fields
        table = tablib.Dataset(headers=headings(fields), title=view.basename[:31])
        for row in data:
            table.append([self.cell(value) for value in cells(fields, row)])
        return self.written(table)

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
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        return super().cell(value)

    def written(self, table):
        """The bytes of the file."""
        return table.export("csv").encode("utf-8-sig")


class XLSXRenderer(TableRenderer):
    """A workbook of one sheet; numbers and days are cells of their kind."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    format = "xlsx"
    render_style = "binary"

    def written(self, table):
        """The bytes of the file."""
        return table.export("xlsx")


def headings(fields, prefix=""):
    """The names of the columns that the fields of a serializer make."""
    names = []
    for name, field in fields.items():
        nested = getattr(field, "child", field)
        if not isinstance(nested, Serializer):
            names.append(f"{prefix}{name}")
        elif "id" in nested.fields:
            names += [f"{prefix}{name}", f"{prefix}{name}_id"]
        elif nested is not field:
            names.append(f"{prefix}{name}")
        else:
            names += headings(nested.fields, f"{prefix}{name}_")
    return names


def cells(fields, row):
    """The values of one row, in the order of `headings`."""
    values = []
    for name, field in fields.items():
        value, nested = (row or {}).get(name), getattr(field, "child", field)
        if not isinstance(nested, Serializer):
            values.append(_scalar(field, value))
        elif "id" in nested.fields or nested is not field:
            items = value if nested is not field else [value] if value else []
            values.append("; ".join(_name(item) for item in items))
            if "id" in nested.fields:
                ids = [item["id"] for item in items]
                values.append(ids[0] if len(ids) == 1 else "; ".join(map(str, ids)))
        else:
            values += cells(nested.fields, value)
    return values


def _name(item):
    return str(next((item[name] for name in NAMES if item.get(name)), ""))


def _scalar(field, value):
    if isinstance(value, list):
        return "; ".join(_name(item) for item in value)
    if isinstance(field, DateField) and value:
        return date.fromisoformat(value)
    return "" if value is None else value
