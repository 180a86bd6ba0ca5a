"""Two people at one record: what a form began from, what another has written since, and what is typed.

A page that changes stored records carries the values that it showed. When it comes back they are compared, field by
field, with those stored by then: not the row's version counts, but what the form shows, whoever changed it by whichever
door.
"""

import json
from dataclasses import dataclass
from functools import cache

from django.core import signing
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.forms import CheckboxInput
from django.forms.models import InlineForeignKeyField
from django.shortcuts import get_object_or_404
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district import differences

FIELD = "began"
"""The name under which a page sends back what it showed."""

MOST_LINES = 200
"""How many lines of a record's history are looked through for who wrote a value."""

WRITTEN = _("Trong lúc bạn sửa, người khác đã ghi vào đây: xem bảng so sánh ở đầu trang.")
"""Said of a record that comes back although another has changed it."""

DELETED = _("đã xóa")
ADDED = _("đã thêm")
DEEDS = {"+": ADDED, "~": _("đã sửa"), "-": DELETED}


def sign(values, page):
    """What a page showed, as a text that only this site can have made, for pages of this name."""
    return signing.dumps(values, salt=f"{__name__}.{page}", compress=True)


def unsign(data, page):
    """What the page that was sent back showed: empty if that cannot be read, None if a program sends no page back."""
    if FIELD not in data:
        return None
    try:
        return signing.loads(data[FIELD], salt=f"{__name__}.{page}")
    except signing.BadSignature:
        return {}


def hold(record):
    """Let nobody else write the record until the transaction ends. Raise Http404 if it was deleted meanwhile."""
    get_object_or_404(type(record)._base_manager.select_for_update(), pk=record.pk)


def plain(values):
    """Values of fields as JSON keeps them; a link is the key of its record."""
    return json.loads(json.dumps(values, cls=_Encoder))


class _Encoder(DjangoJSONEncoder):
    def default(self, value):
        if isinstance(value, models.Model):
            return value.pk
        if isinstance(value, models.fields.files.FieldFile):
            return value.name or ""
        return super().default(value)


@dataclass
class Difference:
    """One field: as it was when the page was opened, as another has written it, as it is typed."""

    label: str
    before: str = ""
    theirs: str = ""
    mine: str = ""
    author: object = None
    """The line of history that wrote `theirs`."""
    is_both: bool = False
    """Whether it is typed differently too; if not, the form takes what the other wrote."""
    take: str = ""
    """The button that puts `theirs` into the form."""

    @property
    def signature(self):
        """Who wrote `theirs`, and when."""
        return signature(self.author)


@dataclass
class Clash:
    """What another has done to a record while it was on a page, by the names of its fields."""

    record: str
    differences: dict
    deed: str = ""
    """What was done to the record as a whole."""
    author: object = None
    """The line of history that did it."""
    is_kept: bool = True
    """Whether what was typed stays in the form."""

    @property
    def signature(self):
        """Who did it, and when."""
        return signature(self.author)


class Compared:
    """A form of a record that notices what another has written since the page was opened.

    What only the other changed is taken into the form, what only is typed stays, and what both changed stays as typed
    until somebody chooses. The form is not valid then: it is seen once more before it is saved.
    """

    began = None
    """The values that the page showed, by field; None where there was no record yet."""

    clash = None
    """What another has written since, if anything."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound and self.began is not None and (differences := dict(self._compared())):
            self.clash = Clash(title(self.instance), differences)

    def full_clean(self):
        super().full_clean()
        if self.clash:
            self.add_error(None, ValidationError(WRITTEN, code="written"))
            for name, difference in self.clash.differences.items():
                if difference.is_both:
                    self.add_error(name, ValidationError(_beside(difference), code="written"))

    @cached_property
    def shown(self):
        """The values of the record that the form shows, as `plain` writes them."""
        names = [
            name
            for name, one in self.fields.items()
            if name in self._columns
            and not self._columns[name].primary_key
            and not isinstance(one, InlineForeignKeyField)
        ]
        return plain({name: self.initial.get(name) for name in names})

    @property
    def _columns(self):
        return _columns_of(type(self.instance))

    def visible_names(self):
        """The fields of the record that are shown, in their order."""
        return [name for name in self.shown if not self.fields[name].widget.is_hidden]

    def _raw(self, name):
        return self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))

    def is_typed_over(self, name, value):
        """Whether the field is typed differently from a value out of `plain`."""
        typed, value = self._raw(name), self._stored(name, value)
        if isinstance(typed, str) and isinstance(value, str):
            return _lines(typed) != _lines(value)
        return self.fields[name].has_changed(value, typed)

    def _stored(self, name, value):
        """A value out of `plain` as the record holds it."""
        column = self._columns[name]
        if column.many_to_many or isinstance(column, models.FileField):
            return value
        return column.to_python(value)

    def _compared(self):
        is_deleted = self.add_prefix("DELETE") in self.data
        for name, stored in self.shown.items():
            before = self.began.get(name, ...)
            if before == stored or not (is_deleted or self.is_typed_over(name, stored)):
                continue
            difference = Difference(
                label=self.fields[name].label,
                before="?" if before is ... else self.in_words(name, before),
                theirs=self.in_words(name, stored),
                mine=gettext("xóa cả mục này") if is_deleted else self.typed_in_words(name),
                author=author(self.instance, self._columns[name]),
                is_both=is_deleted or before is ... or self.is_typed_over(name, before),
            )
            self._mark(name, difference)
            yield name, difference

    def _mark(self, name, difference):
        one = self.fields[name]
        widget = getattr(one.widget, "widget", one.widget)
        widget.attrs["data-written"] = "both" if difference.is_both else "taken"
        if difference.is_both:
            difference.take = self._button(name)
        else:
            self.take(name)
            one.help_text = gettext("Vừa lấy theo %(who)s.") % {"who": difference.signature}

    def take(self, name):
        """Put the value of the record into what is typed."""
        if not getattr(self.data, "_mutable", False):
            self.data = self.data.copy()
        self.data.setlist(self.add_prefix(name), self.as_typed(name))

    def as_typed(self, name):
        """The value of the record in the strings that the control sends."""
        field = self.fields[name]
        widget = getattr(field.widget, "widget", field.widget)
        value = self.initial.get(name)
        if isinstance(widget, CheckboxInput):
            return ["on"] if value else []
        if widget.needs_multipart_form:
            return []
        shown = widget.format_value(field.prepare_value(value))
        return (
            [str(one) for one in shown] if isinstance(shown, list) else ["" if shown is None else str(shown)]
        )

    def _button(self, name):
        """What puts the stored value into the control, where scripts run."""
        if isinstance(self._columns[name], models.FileField) or self.add_prefix("DELETE") in self.data:
            return ""
        typed = self.as_typed(name)
        words = self.in_words(name, self.shown[name]) if self._columns[name].is_relation else ""
        names = words.split("\n") if words else [""] * len(typed)
        return format_html(
            '<button type="button" class="take" data-for="{}" data-value="{}" aria-label="{}" '
            'data-done="{}" hidden>{}</button>',
            self.add_prefix(name),
            json.dumps(list(zip(typed, names, strict=False))),
            gettext("Lấy giá trị của người khác: %(field)s") % {"field": self.fields[name].label},
            gettext("Đã lấy"),
            gettext("Lấy giá trị này"),
        )

    def in_words(self, name, value):
        """A value out of `plain` as a person reads it."""
        column = self._columns[name]
        if column.is_relation:
            keys = [key for key in (value if isinstance(value, list) else [value]) if key not in (None, "")]
            found = column.related_model._base_manager.in_bulk(keys)
            label = getattr(self.fields[name], "label_from_instance", str)
            return "\n".join(label(found[key]) if key in found else str(DELETED) for key in keys)
        return differences.in_words(column, self._stored(name, value))

    def typed_in_words(self, name):
        """What is typed as a person reads it; as it stands where it cannot be read."""
        typed, column = self._raw(name), self._columns[name]
        try:
            if column.is_relation:
                to_python = column.target_field.to_python if not column.many_to_many else int
                keys = typed if isinstance(typed, list) else [typed]
                return self.in_words(name, [to_python(key) for key in keys if key])
            if isinstance(column, models.FileField):
                return typed.name if isinstance(typed, UploadedFile) else ""
            return differences.in_words(column, self.fields[name].to_python(typed))
        except (ValidationError, ValueError):
            return str(typed)


@cache
def _columns_of(noun):
    return {column.name: column for column in (*noun._meta.fields, *noun._meta.many_to_many)}


def title(record):
    """A record with the name of its noun; a part of a record that is gone has no name of its own."""
    noun = capfirst(record._meta.verbose_name)
    try:
        return f"{noun}: {record}"
    except ObjectDoesNotExist:
        return str(noun)


def _beside(difference):
    """What is said next to a field that both have changed, with the way to take the other's value."""
    said = gettext("%(who)s đã ghi: “%(value)s”.")
    said %= {"who": difference.signature, "value": difference.theirs or "—"}
    return format_html("{} {}", said, difference.take)


def _lines(text):
    return text.replace("\r\n", "\n").strip()


def author(record, column):
    """The line of history that wrote the value which a field has now, or None."""
    if column.many_to_many:
        return newest(column.remote_field.through.history.filter(**{column.m2m_field_name(): record.pk}))
    writer = None
    for line in _lines_of(record):
        if writer and getattr(line, column.attname) != getattr(writer, column.attname):
            break
        writer = line
    return writer


def _lines_of(record):
    if not hasattr(record, "_newest_lines"):
        record._newest_lines = list(_newest_first(record.history)[:MOST_LINES])
    return record._newest_lines


def newest(lines):
    """The newest of some lines of history, or None."""
    return _newest_first(lines).first()


def count_lines(rows_by_noun):
    """How many lines of history there are of some records, for each noun given with the lookups to its rows."""
    return {noun._meta.label: noun.history.filter(**rows).count() for noun, rows in rows_by_noun.items()}


def clashes_since(counted, rows_by_noun):
    """What was written since the lines were counted, the newest first of each noun."""
    for noun, rows in rows_by_noun.items():
        lines = _newest_first(noun.history.filter(**rows))
        written = lines.count() - counted.get(noun._meta.label, 0)
        for line in lines[: min(max(0, written), MOST_LINES)]:
            yield Clash(title(line.instance), _changed(line), DEEDS[line.history_type], line)


def _changed(line):
    before = line.prev_record if line.history_type == "~" else None
    if before is None:
        return {}
    model = type(line.instance)
    return {
        change.field: Difference(
            capfirst(model._meta.get_field(change.field).verbose_name),
            differences.in_words(model._meta.get_field(change.field), change.old),
            differences.in_words(model._meta.get_field(change.field), change.new),
            author=line,
        )
        for change in line.diff_against(before, foreign_keys_are_objs=True).changes
    }


def _newest_first(lines):
    return lines.select_related("history_user").order_by("-history_date", "-history_id")


def signature(line):
    """Who wrote a line of history, and when."""
    if line is None:
        return gettext("người khác")
    user = line.history_user
    who = (user.get_full_name() or user.get_username()) if user else gettext("hệ thống")
    when = formats.date_format(localtime(line.history_date), "SHORT_DATETIME_FORMAT")
    return gettext("%(who)s, lúc %(when)s") % {"who": who, "when": when}
