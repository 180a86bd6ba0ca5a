"""Records as rows of a spreadsheet, out and in.

What was exported can be edited and imported again: labels above, names for links, words for choices.
"""

import re
from collections import defaultdict
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from itertools import zip_longest

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import Diff, ModelResource, modelresource_factory
from import_export.widgets import Widget

from district.fields import Derived
from district.models import Door, noting
from district.permissions import refuse_strangers
from district.sheets import LONGEST_CELL
from district.text import fold, harmed, harmless, nfc

IGNORED = {"stt", "tt"}
"""Columns of a table that only count its rows."""

DAYS, HOURS = ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"), ("%H:%M", "%H:%M:%S")
"""The ways in which a cell of text says a day or an hour."""


_GROUPED = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+")


def _plain(text):
    """A label or a name as cells are compared: NFC, single spaces, no difference of case."""
    return " ".join(nfc(str(text)).split()).casefold()


class Column(Field):
    """One field of a noun as a column."""

    def save(self, instance, row, is_m2m=False, **kwargs):
        """Take the cell over. An empty one clears the field, or leaves what a new record begins with."""
        value = row[self.column_name]
        if self.readonly or (value is None and instance._state.adding):
            return
        column = instance._meta.get_field(self.attribute)
        if column.is_relation and _plain(_shown(instance, column)) == _plain(
            "" if value is None else harmed(str(value))
        ):
            return
        if column.get_internal_type() == "TextField" and self._is_cut(instance, value):
            return
        cleaned = self.widget.clean(value)
        if column.many_to_many:
            instance.linked = {**getattr(instance, "linked", {}), self.attribute: cleaned}
        else:
            setattr(instance, self.attribute, cleaned)

    def _is_cut(self, instance, value):
        """Whether the cell is as much of a long text as one holds: then the text stays. ValueError if it was changed."""
        stored = harmless(getattr(instance, self.attribute))
        if len(stored) <= LONGEST_CELL:
            return False
        if str(value or "").split() != stored[:LONGEST_CELL].split():
            raise ValueError(_("Văn bản này dài hơn một ô Excel: hãy sửa ở trang của bản ghi."))
        return True


def _shown(instance, column):
    """The linked records as a cell names them."""
    if column.many_to_many:
        linked = getattr(instance, column.name).all() if instance.pk else ()
        return "\n".join(" ".join(str(record).split()) for record in linked)
    record = getattr(instance, column.name) if getattr(instance, column.attname) else None
    return "" if record is None else str(record)


class Cell(Widget):
    """A cell of a file as a value of a model's field, or ValueError with the reason."""

    def __init__(self, column):
        super().__init__()
        self.column = column

    def render(self, value, obj=None, **kwargs):
        if isinstance(value, datetime):
            value = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
        if isinstance(value, Decimal):
            value = value.normalize() + 0
        if (
            kwargs.get("force_native_type")
            and not isinstance(value, bool)
            and isinstance(value, Decimal | int | date | time | None)
        ):
            return value
        return "" if value is None else _text(value)

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, str):
            value = nfc(harmed(value))
        if value is None:
            return "" if isinstance(self.column, models.CharField | models.TextField) else None
        for kind, read in _READERS.items():
            if isinstance(self.column, kind):
                return read(value, self.column)
        return _text(value)


def _text(value):
    """A value as a cell of text shows it."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, datetime) and value.time() != time():
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def _number(value):
    """A number of a cell, or of text: 1.234.567,89 or 1234567.89."""
    if isinstance(value, bool | datetime | date | time):
        raise ValueError(_("Cần một số."))
    if isinstance(value, str):
        value = "".join(value.split()).removesuffix("%")
        if "," in value or _GROUPED.fullmatch(value):
            value = value.replace(".", "").replace(",", ".")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise ValueError(_("Cần một số."))
    return number


def _decimal(value, column):
    number = _number(value)
    return round(number, column.decimal_places) if isinstance(value, float) else number


def _integer(value, _column):
    number = _number(value)
    if number != int(number):
        raise ValueError(_("Cần một số nguyên."))
    return int(number)


def _day(value, _column):
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        return _parsed(value, DAYS, _("Cần một ngày, dạng dd/mm/yyyy.")).date()
    raise ValueError(_("Cần một ngày, dạng dd/mm/yyyy."))


def _hour(value, _column):
    if isinstance(value, time):
        return value
    if isinstance(value, str):
        return _parsed(value, HOURS, _("Cần giờ, dạng 08:00.")).time()
    raise ValueError(_("Cần giờ, dạng 08:00."))


def _parsed(text, formats, reason):
    for form in formats:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    raise ValueError(reason)


def _yes(value, _column):
    words = {"co": True, "khong": False, "true": True, "false": False}
    if fold(str(value)) not in words:
        raise ValueError(_("Cần Có hoặc Không."))
    return words[fold(str(value))]


_READERS = {
    models.BooleanField: _yes,
    models.DecimalField: _decimal,
    models.IntegerField: _integer,
    models.DateField: _day,
    models.TimeField: _hour,
}


class Choice(Cell):
    """One of the field's choices, by its word."""

    def clean(self, value, row=None, **kwargs):
        if value is None:
            return super().clean(None)
        words = {_plain(label): stored for stored, label in self.column.flatchoices}
        if _plain(value) not in words:
            labels = ", ".join(str(label) for _stored, label in self.column.flatchoices)
            raise ValueError(
                _("Không có “%(word)s”; chọn một trong: %(labels)s.") % {"word": value, "labels": labels}
            )
        return words[_plain(value)]


class Named(Cell):
    """Another record by the name under which it is shown, by its code, or by #number where names are alike."""

    def __init__(self, column):
        super().__init__(column)
        self.known = None

    def clean(self, value, row=None, **kwargs):
        return None if value is None else self.find(harmed(str(value)))

    def find(self, name):
        """The one record of this name."""
        if self.known is None:
            self.known = _by_name(self.column.related_model)
        found = self.known.get(_plain(name), {})
        if len(found) == 1:
            return next(iter(found.values()))
        label = self.column.related_model._meta.verbose_name
        if not found:
            raise ValueError(_("Không có %(noun)s “%(name)s”.") % {"noun": label, "name": name[:100]})
        numbers = ", ".join(f"#{key}" for key in sorted(found)[:5])
        raise ValueError(
            _("Có %(count)s %(noun)s cùng tên “%(name)s”: hãy ghi %(numbers)s để chỉ rõ.")
            % {"count": len(found), "noun": label, "name": name[:100], "numbers": numbers}
        )


class NamedMany(Named):
    """Some other records, each on a line of its own in the cell."""

    def clean(self, value, row=None, **kwargs):
        lines = harmed(str(value or "")).splitlines()
        return [self.find(line) for line in lines if line.strip()]


def _by_name(model):
    """Every record of a noun by each of its names: {name: {key: record}}."""
    known = defaultdict(dict)
    records = model._default_manager.all()
    records = records.for_rows() if hasattr(records, "for_rows") else records.select_related(*_links(model))
    for record in records:
        for name in {
            str(record),
            f"#{record.pk}",
            *(getattr(record, key, "") for key in ("code", "name", "symbol")),
        }:
            if name:
                known[_plain(name)][record.pk] = record
    return known


def _links(model):
    return [field.name for field in model._meta.fields if field.many_to_one]


class Changed(Diff):
    """A row as it is and as it would be, cell by cell."""

    def __init__(self, resource, instance, new):
        self.left = [] if new else self._shown(resource, instance)

    def compare_with(self, resource, instance):
        self.right = self._shown(resource, instance)

    def _shown(self, resource, instance):
        return [str(resource.export_field(field, instance)) for field in resource.get_import_fields()]

    def as_html(self):
        cells = zip_longest(self.left, self.right, fillvalue="")
        return [{"before": before, "after": after} for before, after in cells]


class RecordResource(ModelResource):
    """Records as a person reads and types them.

    What a form would refuse is refused here: each row by the noun's rules, all rows or none.
    """

    @classmethod
    def get_diff_class(cls):
        return Changed

    def __init__(self, typed=(), records=None, into=None, user=None, **kwargs):
        super().__init__(**kwargs)
        self.records, self.into, self.user = records, into, user
        for name, field in self.fields.items():
            field.readonly = name not in typed
            field.column_name = str(field.column_name)
        self.columns = super().get_import_fields()

    @classmethod
    def field_from_django_field(cls, field_name, django_field, readonly):
        if django_field.many_to_many:
            widget = NamedMany(django_field)
        elif django_field.is_relation:
            widget = Named(django_field)
        else:
            widget = (Choice if django_field.choices else Cell)(django_field)
        return Column(field_name, capfirst(django_field.verbose_name), widget)

    def export_field(self, field, instance, **kwargs):
        column = instance._meta.get_field(field.attribute)
        if column.is_relation:
            return harmless(_shown(instance, column))
        if column.choices:
            return str(getattr(instance, f"get_{column.name}_display")())
        value = super().export_field(field, instance, **kwargs)
        return harmless(value) if isinstance(value, str) else value

    def get_import_fields(self):
        """The columns that may be typed; once a file is read, those that it has."""
        return [field for field in self.columns if not field.readonly]

    def import_data(self, dataset, **kwargs):
        self._name_columns(dataset)
        with noting(door=Door.IMPORT, through=kwargs.get("file_name") or ""):
            result = super().import_data(dataset, **kwargs)
        result.refusals = [
            refusal
            for row in result.invalid_rows
            for refusal in self._refusals(row, dict(zip(result.diff_headers, row.values, strict=True)))
        ]
        return result

    def _refusals(self, row, cells):
        """What is wrong in a row: the line of the file, the column, what stands there, and why it is refused."""
        for name, reasons in row.error_dict.items():
            column = self.fields[name].column_name if name in self.fields else ""
            yield {"line": row.number + 1, "column": column, "cell": cells.get(column), "reasons": reasons}

    def _name_columns(self, dataset):
        """Give the columns of the file our names, or say which are unknown or there twice."""
        names = {_plain(field.column_name): field.column_name for field in self.fields.values()}
        headers = [names.get(_plain(header), header) for header in dataset.headers]
        unknown = [header for header in headers if _plain(header) not in names.keys() | IGNORED]
        twice = sorted({header for header in headers if headers.count(header) > 1})
        self.refusal = None
        if unknown:
            self.refusal = _("Không có cột: %(names)s.") % {"names": ", ".join(unknown)[:300]}
        elif twice:
            self.refusal = _("Cột có hai lần: %(names)s.") % {"names": ", ".join(twice)[:300]}
        dataset.headers = headers
        read = {*headers, self.into and self.fields[self.into[0]].column_name}
        self.columns = [field for field in self.columns if field.column_name in read]

    def before_import(self, dataset, **kwargs):
        if self.refusal:
            del dataset[:]
            raise ValidationError(self.refusal)

    def before_import_row(self, row, **kwargs):
        """A new row that does not say to what it belongs belongs to what was chosen for all."""
        if self.into and any(row.values()) and row.get(self.fields["id"].column_name) is None:
            name, record = self.into
            column = self.fields[name].column_name
            if row.get(column) is None:
                row[column] = f"#{record.pk}"

    def get_instance(self, instance_loader, row):
        key = row.get(self.fields["id"].column_name)
        if key is None:
            return None
        try:
            return self.records.get(pk=_integer(key, None))
        except (ValueError, self._meta.model.DoesNotExist):
            raise ValidationError(
                {"id": _("Không có bản ghi số %(key)s; để trống nếu là bản ghi mới.") % {"key": key}}
            ) from None

    def import_instance(self, instance, row, **kwargs):
        if any(row.values()):
            super().import_instance(instance, row, **kwargs)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        super().validate_instance(instance, import_validation_errors, validate_unique)
        if self.user:
            refuse_strangers(self.user, instance)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """An empty line, and a record that stays as it is, are passed over."""
        if not any(value is not None for value in row.values()):
            return True
        if import_validation_errors or instance._state.adding or getattr(instance, "linked", None):
            return False
        return all(
            getattr(instance, field.attname) == getattr(original, field.attname)
            for field in instance._meta.concrete_fields
        )

    def after_save_instance(self, instance, row, **kwargs):
        for name, records in getattr(instance, "linked", {}).items():
            try:
                _link(instance, instance._meta.get_field(name), records)
            except ValidationError as error:
                raise ValidationError({name: error.messages}) from error


def _link(instance, field, records):
    """Keep, make and take away the links, each by its own rules and with its line of history."""
    links = field.remote_field.through.objects.filter(**{field.m2m_field_name(): instance})
    for link in links.exclude(**{f"{field.m2m_reverse_field_name()}__in": records}):
        link.delete()
    there = set(links.values_list(field.m2m_reverse_field_name(), flat=True))
    for record in records:
        if record.pk not in there:
            link = links.model(**{field.m2m_field_name(): instance, field.m2m_reverse_field_name(): record})
            link.full_clean()
            link.save()


def resource_of(model):
    """The resource class of one noun, without the columns that follow from others."""
    derived = [field.name for field in model._meta.fields if isinstance(field, Derived)]
    options = {"exclude": derived, "clean_model_instances": True, "report_skipped": True}
    return modelresource_factory(model, RecordResource, meta_options=options)
