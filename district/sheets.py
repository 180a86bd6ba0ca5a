"""Tables that offices send: the first sheet of an Excel book, or CSV, read as rows of plain values.

It knows no table of the database. A file made to harm ends in an `Unreadable`, whose sentence is for the clerk.
"""

import csv
import io
import time
import zipfile
import zlib
from decimal import Decimal
from pathlib import Path
from tempfile import NamedTemporaryFile

import tablib
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from import_export.formats.base_formats import Format
from import_export.tmp_storages import BaseStorage

LARGEST, INFLATED = 10 * 1024 * 1024, 64 * 1024 * 1024
"""Bytes of the largest file, and of an Excel book when unpacked."""

ROWS, COLUMNS, LONGEST_CELL = 1_000, 100, 32_767
"""The largest table: about 20 seconds' work, in which nobody else writes. A cell is as long as Excel itself allows."""


WAITING = 24 * 60 * 60
"""Seconds for which a table that was looked at waits to be written."""


class Unreadable(ValueError):
    """The file is no table that can be read; the message says why."""

    def __init__(self, sentence, **values):
        super().__init__(sentence % values)


class Table(Format):
    """Excel or CSV, told apart by what is inside."""

    def __init__(self, encoding=None):
        self.encoding = encoding

    def get_title(self):
        return "Excel, CSV"

    def can_import(self):
        return True

    def create_dataset(self, data):
        rows = _excel(data) if data.startswith(b"PK") else _csv(data)
        headers = next(rows, [])
        while headers and headers[-1] is None:
            headers.pop()
        if not headers:
            raise Unreadable(_("Dòng đầu của tệp phải là tên các cột."))
        dataset = tablib.Dataset(headers=[str(header or "").strip() for header in headers])
        for row in rows:
            if any(value is not None for value in row[len(headers) :]):
                raise Unreadable(_("Dòng %(line)s có nhiều ô hơn số cột."), line=len(dataset) + 2)
            dataset.append((row + [None] * len(headers))[: len(headers)])
        while len(dataset) and not any(value is not None for value in dataset[-1]):
            del dataset[-1]
        return dataset


def _judged(rows):
    """The rows, each a list with None for an empty cell, as long as they are no larger than a table may be."""
    for line, row in enumerate(rows, 1):
        if line > ROWS + 1:
            raise Unreadable(
                _("Tệp có hơn %(rows)s dòng: hãy chia thành nhiều tệp."), rows=f"{ROWS:,}".replace(",", ".")
            )
        if len(row) > COLUMNS:
            raise Unreadable(_("Tệp có hơn %(columns)s cột."), columns=COLUMNS)
        for value in row:
            if isinstance(value, str) and len(value) > LONGEST_CELL:
                raise Unreadable(_("Dòng %(line)s có ô dài hơn 32.767 ký tự."), line=line)
        yield row


def _csv(data):
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(
            _("Tệp không phải Excel (.xlsx) hay CSV mã UTF-8: hãy lưu lại thành .xlsx.")
        ) from None
    if "\0" in text:
        raise Unreadable(_("Tệp không phải Excel (.xlsx) hay CSV mã UTF-8: hãy lưu lại thành .xlsx."))
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    previous = csv.field_size_limit(LARGEST)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        yield from _judged([cell.strip() or None for cell in line] for line in lines)
    except csv.Error as error:
        raise Unreadable(_("Tệp CSV hỏng ở dấu nháy hoặc dấu ngăn ô.")) from error
    finally:
        csv.field_size_limit(previous)


def _excel(data):
    import openpyxl

    _may_be_unpacked(data)
    try:
        shown, typed = (
            openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=shown).worksheets[0]
            for shown in (True, False)
        )
        yield from _judged(_cells(shown, typed))
    except Unreadable:
        raise
    except Exception as error:  # the reader fails in as many ways as a file can be broken
        raise Unreadable(_("Tệp Excel hỏng hoặc có mật khẩu: hãy mở, lưu lại rồi chọn.")) from error


def _may_be_unpacked(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError) as error:
        raise Unreadable(_("Tệp Excel hỏng hoặc có mật khẩu: hãy mở, lưu lại rồi chọn.")) from error
    if size > INFLATED:
        raise Unreadable(_("Tệp Excel phình to khác thường khi mở."))


def _cells(shown, typed):
    """The values as the sheet shows them; a formula counts by its result, which Excel keeps beside it."""
    for sheet in (shown, typed):
        sheet.reset_dimensions()
    for line, (values, formulas) in enumerate(zip(shown.iter_rows(), typed.iter_rows(), strict=True), 1):
        row = []
        for cell, formula in zip(values, formulas, strict=True):
            if cell.value is None and isinstance(formula.value, str) and formula.data_type == "f":
                raise Unreadable(
                    _("Dòng %(line)s có công thức chưa tính: hãy mở tệp bằng Excel, lưu lại rồi chọn."),
                    line=line,
                )
            row.append(_as_shown(cell))
        yield row


def _as_shown(cell):
    value = cell.value
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        return float(Decimal(repr(value)) * 100)
    return value


class Waiting(BaseStorage):
    """A table between its preview and its import, in a folder where nothing else lies."""

    @property
    def folder(self):
        """Where tables wait."""
        folder = Path(settings.SITE_DATA) / "imports"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    def save(self, data):
        for old in self.folder.iterdir():
            if old.stat().st_mtime < time.time() - WAITING:
                old.unlink(missing_ok=True)
        with NamedTemporaryFile(dir=self.folder, delete=False) as file:
            file.write(data)
        self.name = Path(file.name).name

    def read(self):
        return (self.folder / self.name).read_bytes()

    def remove(self):
        (self.folder / self.name).unlink(missing_ok=True)
