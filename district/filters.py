"""What a list can be asked, on a page as in the API: nothing is ignored, what cannot be read is named."""

import re
from collections import defaultdict
from datetime import UTC, date, datetime, time
from functools import cache, cached_property, reduce
from operator import or_

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.db.models.constants import LOOKUP_SEP
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.utils import get_model_field
from rest_framework.filters import BaseFilterBackend

from district.blanks import Blank
from district.models import Membership, Organization
from district.models.membership import Post
from district.openapi import described
from district.pagination import ordered
from district.problems import BadParameters
from district.text import words_in

LARGEST_ID = 2**63 - 1
MOST = 100
"""How many values a filter takes at once."""

MOST_WORDS = 20
"""How many words are sought at once: each is looked up in the index."""


class Select(forms.Select):
    """A choice of one. Several that the address names stand beside the choices, as one more: they are not lost."""

    def get_context(self, name, value, attrs):
        if "," in (value or ""):
            labels = {str(key): str(label) for key, label in self.choices}
            self.choices = [
                *self.choices,
                (value, ", ".join(labels.get(part, part) for part in value.split(","))),
            ]
        return super().get_context(name, value, attrs)


class Asked(forms.CharField):
    """A parameter as text that `read` understands, or says what it expects."""

    schema = {"type": "string"}
    expected = "Another value is expected."

    def to_python(self, value):
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            return self.read(text)
        except (ValueError, OverflowError):
            raise forms.ValidationError(self.expected, code="invalid") from None

    def read(self, text):
        """The value that the text stands for; ValueError if it stands for none."""
        raise NotImplementedError

    def prepare_value(self, value):
        return value


class AskedWords(Asked):
    """Words to search for, accents optional."""

    schema = {"type": "string", "minLength": 1, "maxLength": 200}

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 200, **kwargs})

    expected = f"From 1 to {MOST_WORDS} words are expected."

    def read(self, text):
        if not 1 <= len(list(words_in(text))) <= MOST_WORDS:
            raise ValueError
        return text


class AskedNumber(Asked):
    """A whole number in ASCII digits."""

    def __init__(self, *, smallest=0, largest=2**31 - 1, **kwargs):
        self.smallest, self.largest = smallest, largest
        self.schema = {"type": "integer", "minimum": smallest, "maximum": largest}
        self.expected = f"A whole number from {smallest} to {largest} is expected."
        super().__init__(**kwargs)

    def read(self, text):
        if not re.fullmatch(r"[0-9]{1,18}", text) or not self.smallest <= int(text) <= self.largest:
            raise ValueError
        return int(text)


class AskedPercent(Asked):
    """A percentage, with a decimal point."""

    schema = {"type": "number", "minimum": 0, "maximum": 9999999}
    expected = "A number such as 75 or 114.62 is expected."

    def read(self, text):
        if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,3})?", text):
            raise ValueError
        return float(text)


class AskedDay(Asked):
    """A day as ISO writes it."""

    schema = {"type": "string", "format": "date"}
    expected = "A day such as 2023-09-29 is expected."

    def read(self, text):
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return date.fromisoformat(text)


class AskedInstant(Asked):
    """A day (its start, in the time of the office) or an instant as ISO writes it."""

    schema = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
    expected = "A day or an instant such as 2023-09-29 or 2023-09-29T08:00:00Z is expected; write + as %2B."

    def read(self, text):
        if not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T|$)", text):
            raise ValueError
        instant = (
            datetime.fromisoformat(text)
            if "T" in text
            else datetime.combine(date.fromisoformat(text), time())
        )
        if timezone.is_naive(instant):
            instant = timezone.make_aware(instant)
        return instant.astimezone(UTC)


class AskedQuarter(Asked):
    """A quarter of a year."""

    schema = {"type": "string", "pattern": "^[0-9]{4}-Q[1-4]$", "example": "2023-Q4"}
    expected = "A quarter such as 2023-Q4 is expected."

    def read(self, text):
        if not re.fullmatch(r"[0-9]{4}-Q[1-4]", text):
            raise ValueError
        return text


class AskedRecord(Asked):
    """A record by its id; by its code too, where its noun has one."""

    def __init__(self, *, by_code=False, **kwargs):
        self.by_code = by_code
        self.schema = (
            {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,80}$"}
            if by_code
            else {"type": "integer", "minimum": 0, "maximum": 10**19 - 1}
        )
        self.expected = "An id or a code is expected." if by_code else "An id is expected."
        super().__init__(**kwargs)

    def read(self, text):
        """The id as a number, or the code."""
        if re.fullmatch(r"[0-9]{1,19}", text):
            return int(text)
        if self.by_code and re.fullmatch(r"[-a-zA-Z0-9_]{1,80}", text) and not text.isdecimal():
            return text
        raise ValueError


class AskedOrdering(Asked):
    """Fields to order by, the first first, each reversed by a minus."""

    def __init__(self, *, names=(), **kwargs):
        self.names = names
        either = [f"{sign}{name}" for name in names for sign in ("", "-")]
        self.schema = {
            "type": "array",
            "items": {"type": "string", "enum": either},
            "minItems": 1,
            "uniqueItems": True,
        }
        self.expected = f"One or more of these are expected, each once: {', '.join(names)}."
        super().__init__(**kwargs)

    def read(self, text):
        keys = text.split(",")
        names = [key.removeprefix("-") for key in keys]
        if not set(names) <= set(self.names) or len(set(names)) < len(names):
            raise ValueError
        return tuple(keys)


class AskedChoice(Asked):
    """One of the choices."""

    def __init__(self, *, choices, **kwargs):
        self.values = [value for value, label in choices]
        self.schema = {"type": "string", "enum": self.values}
        self.expected = f"One of these is expected: {', '.join(self.values)}."
        super().__init__(widget=Select(choices=[("", "—"), *choices]), **kwargs)

    def read(self, text):
        if text not in self.values:
            raise ValueError
        return text


class AskedYesNo(AskedChoice):
    """true or false."""

    def __init__(self, **kwargs):
        super().__init__(choices=[("true", _("có")), ("false", _("không"))], **kwargs)
        self.schema = {"type": "boolean"}

    def read(self, text):
        return super().read(text) == "true"


class Several(Asked):
    """Values of one kind, comma separated, each once."""

    expected = f"From 1 to {MOST} different values are expected, separated by commas."

    def __init__(self, one):
        """Take the field that reads one of them."""
        self.one = one
        one.strip = False
        many = {"minItems": 1, "maxItems": MOST, "uniqueItems": True}
        self.schema = {"type": "array", "items": one.schema, **many}
        super().__init__(required=one.required, label=one.label, widget=one.widget)

    def read(self, text):
        values = [self.one.clean(part) for part in text.split(",")]
        if None in values or len(set(values)) < len(values) or len(values) > MOST:
            raise ValueError
        return tuple(values)


class Filter(django_filters.Filter):
    """A filter that a description in English (`about`) explains in the schema."""

    also = ""
    """What more there is to say of every filter of its kind."""

    leaves_many = False
    """Whether what it leaves of a large table may be a large part of it: then a page is soon found in any order."""

    def __init__(self, *args, about="", **kwargs):
        self.about = about
        super().__init__(*args, **kwargs)

    def blanked(self, value):
        """The value as the query is put together with it, and what fills its blanks: most filters leave none."""
        return value, {}


class Compared(Filter):
    """Rows whose column compares to the value asked for."""

    leaves_many = True

    @cached_property
    def blank(self):
        """The place of any value, where it is a column that is compared."""
        column = None if self.method else get_model_field(self.model, self.field_name)
        return column and Blank(column)

    def blanked(self, value):
        if value is None or self.blank is None:
            return super().blanked(value)
        return self.blank, {self.blank: value}


WORDS = (
    "Accents and case are optional, đ is d: `dien bien` finds Điện Biên. Words match whole, in any order; "
    '`giai ng*` matches the last by its beginning, `"giai ngan"` a phrase. '
    "What punctuation joins (15-NQ/HU, 114,62%) is a phrase as well."
)
"""How words are asked for, for readers of the API."""


class Words(Filter):
    """Rows that hold every word, accents optional."""

    field_class = AskedWords

    def filter(self, queryset, value):
        return queryset.matching(value) if value else queryset


class Sought(Words):
    """Words that the list finds by itself (`district.pagination.Found`): here they are only read."""

    def blanked(self, value):
        return None, {}

    def filter(self, queryset, value):
        return queryset


class AnyOf(Filter):
    """Rows whose value is any of those asked for."""

    also = "Several, comma separated or each as a parameter of this name, mean any of them."

    @cached_property
    def field(self):
        return Several(super().field)

    @cached_property
    def blank(self):
        """The place of any one value."""
        return Blank(get_model_field(self.model, self.field_name))

    def blanked(self, values):
        if not values or len(values) > 1:
            return super().blanked(values)
        return (self.blank,), {self.blank: values[0]}

    def filter(self, queryset, values):
        return queryset.filter(any_of(self.field_name, values)) if values else queryset


def any_of(path, values):
    """The condition that the path leads to any of the values."""
    return Q(**{path: values[0]}) if len(values) == 1 else Q(**{f"{path}__in": values})


class Number(AnyOf):
    """Rows whose whole number is any of those asked for."""

    field_class = AskedNumber


class Year(Number):
    """Rows whose day lies in any of the years: each is a stretch of days, which an index finds."""

    def blanked(self, years):
        return years, {}

    def filter(self, queryset, years):
        days = (Q(**{f"{self.field_name}__year": year}) for year in years or ())
        return queryset.filter(reduce(or_, days, Q()))


class Since(Filter):
    """Rows whose whole number lies beyond the one asked for."""

    field_class = AskedNumber

    def __init__(self, field_name, **kwargs):
        super().__init__(field_name, "gt", **kwargs)


class Percent(Filter):
    """Rows whose percentage compares to the one asked for."""

    field_class = AskedPercent
    leaves_many = True


class Day(Compared):
    """Rows whose day compares to the one asked for."""

    field_class = AskedDay


class Instant(Compared):
    """Rows whose instant compares to the one asked for."""

    field_class = AskedInstant


class Quarter(AnyOf):
    """Rows of any of the quarters."""

    field_class = AskedQuarter


class YesNo(Filter):
    """Rows of which something is true, or not."""

    field_class = AskedYesNo
    leaves_many = True


class Choice(AnyOf):
    """Rows that have any of these choices."""

    field_class = AskedChoice
    leaves_many = True

    def __init__(self, choices, *args, **kwargs):
        super().__init__(*args, choices=list(choices), **kwargs)


class Kind(Choice):
    """Which nouns are searched: the list sees to it."""

    def blanked(self, values):
        return None, {}

    def filter(self, queryset, values):
        return queryset


class ActiveOn(Day):
    """Rows that ran on the day, as their queryset says."""

    def filter(self, queryset, value):
        return queryset.active_on(value) if value else queryset


class Related(AnyOf):
    """Rows that name any of these published records; an unpublished one finds nothing, as if it did not exist."""

    field_class = AskedRecord

    def __init__(self, *args, by_code=False, about="", **kwargs):
        about = f"{'By id or code.' if by_code else 'By id.'} {about}".strip()
        super().__init__(*args, by_code=by_code, about=about, **kwargs)
        self.by_code = by_code

    def filter(self, queryset, keys):
        if not keys:
            return queryset
        asked = defaultdict(list)
        for key in keys:
            if not is_too_large(key):
                asked[column_of(key)].append(key)
        if not asked:
            return queryset.none()
        if len(asked) == 1 and self.is_public_with(queryset.model):
            [(by, values)] = asked.items()
            return queryset.filter(any_of(f"{self.field_name}{LOOKUP_SEP}{by}", values))
        named = self.named(queryset).filter(reduce(or_, (any_of(*each) for each in asked.items())))
        naming = {f"{self.field_name}__in": named.order_by().values("pk")}
        if self.link(queryset).many_to_many:  # a row that names two of them is still one row
            return queryset.filter(
                pk__in=queryset.model._base_manager.filter(**naming).order_by().values("pk")
            )
        return queryset.filter(**naming)

    @cached_property
    def blanks(self):
        """The places of an id and of a code, by the column that it is of."""
        columns = get_model_field(self.model, self.field_name).related_model._meta
        return {name: Blank(columns.get_field(name)) for name in ("id", *(["code"] if self.by_code else []))}

    def blanked(self, keys):
        if not keys or len(keys) > 1 or is_too_large(keys[0]):
            return keys, {}
        blank = self.blanks[column_of(keys[0])]
        return (blank,), {blank: keys[0]}

    def is_public_with(self, model):
        """Whether a public row makes the record public that it names: then nobody need look at that."""
        for step in self.field_name.split(LOOKUP_SEP):
            link = model._meta.get_field(step)
            states = {f"{step}{LOOKUP_SEP}{state}" for state in link.related_model.public_through}
            if link.many_to_many or link.related_model is model or not states <= {*model.public_through}:
                return False
            if not states and not model.names_publicly:
                return False
            model = link.related_model
        return True

    def link(self, queryset):
        """What leads to the records that are asked for."""
        return get_model_field(queryset.model, self.field_name)

    def named(self, queryset):
        """The published records that may be asked for."""
        return self.link(queryset).related_model.objects.published()

    def choices(self, queryset, most):
        """The first of those as pairs of what to ask for and what it is called."""
        key = "code" if self.by_code else "pk"
        return [
            (getattr(record, key), str(record)) for record in self.named(queryset).select_related()[:most]
        ]


def column_of(key):
    """The column of a record that the key is of."""
    if isinstance(key, Blank):
        return key.output_field.name
    return "code" if isinstance(key, str) else "id"


def is_too_large(key):
    """Whether no record can have the key."""
    return isinstance(key, int) and key > LARGEST_ID


class Ordering(Filter):
    """The order of the rows: total, unknown values last."""

    field_class = AskedOrdering
    leaves_many = True

    def __init__(self, *names, default, **paths):
        """Take what one may order by, as field names or as names of paths, and the usual keys."""
        self.paths = {
            **dict(zip(names, names, strict=True)),
            **paths,
            **{name: name for name in ("id", "created_at", "modified_at")},
        }
        self.default = default
        super().__init__(
            label=_("Sắp xếp"),
            names=list(self.paths),
            about="Comma separated or each as a parameter of this name, a minus reverses. "
            "Unknown values come last, ties are broken by id.",
        )

    def filter(self, queryset, value):
        keys = [
            f"{'-' if key.startswith('-') else ''}{self.paths[key.removeprefix('-')]}" for key in value or ()
        ]
        return ordered(queryset, *(keys or self.default))


class RecordFilters(django_filters.FilterSet):
    """What every list can be asked."""

    q = Words(label=_("Từ khóa"), about=f"Words that the row holds. {WORDS}")
    modified_since = Instant(
        "modified_at",
        "gte",
        label=_("Sửa từ"),
        about="Rows modified since the day or instant, which is included.",
    )


@cache
def filters_of(filterset, model):
    """The filters of a filterset over a noun, by name, made once: nothing in them depends on a request."""
    return filterset(queryset=model._base_manager.none()).filters


@cache
def several(filterset):
    """The names of the filters that take several values."""
    return [name for name, asked in filterset.base_filters.items() if _takes_several(asked)]


def _takes_several(asked):
    return asked.field.schema.get("type") == "array"


def given(parameters, name):
    """The value of a parameter; several, comma separated, where it is given several times."""
    return ",".join(parameters.getlist(name))


def understood(parameters, filters):
    """What the parameters mean to the filters: pairs of a name and a value. BadParameters if that is not clear."""
    values, reasons = [], {}
    for name, filter in filters.items():
        if name in parameters or name == "ordering" or filter.field.required:
            try:
                values.append((name, filter.field.clean(given(parameters, name))))
            except forms.ValidationError as error:
                reasons[name] = error.messages
    if reasons:
        raise BadParameters(reasons)
    return values


def question_in(parameters, filters):
    """What the parameters ask, as pairs of a filter's name and its value with blanks, and what fills the blanks."""
    question, values = [], {}
    for name, value in understood(parameters, filters):
        with_blanks, fill = filters[name].blanked(value)
        question.append((name, with_blanks))
        values |= fill
    return tuple(question), values


class Parameters(BaseFilterBackend):
    """Asks a view's filterset what the parameters mean, without a form: only what is given is looked at."""

    def filter_queryset(self, request, queryset, view):
        filters = filters_of(view.filterset_class, queryset.model)
        for name, value in understood(request.query_params, filters):
            queryset = filters[name].filter(queryset, value)
        return queryset

    def get_schema_operation_parameters(self, view):
        return [
            {
                "name": name,
                "in": "query",
                "required": asked.field.required,
                "schema": asked.field.schema,
                "description": described(
                    asked.label, asked.about, asked.also, choices=getattr(asked.field, "choices", ())
                ),
                **({"explode": False} if _takes_several(asked) else {}),
            }
            for name, asked in view.filterset_class.base_filters.items()
        ]


class OrganizationFilters(RecordFilters):
    """Organizations."""

    kind = Choice(Organization.Kind.choices, label=_("Loại"))
    level = Choice(Organization.Level.choices, label=_("Cấp"))
    parent = Related(by_code=True, label=_("Cấp trên"), about="Those directly below it.")
    active_on = Day(
        method="exist_on", label=_("Hoạt động ngày"), about="Those founded by the day and not yet dissolved."
    )
    ordering = Ordering("code", "kind", "level", "founded_on", name="sort_key", default=["sort_key"])

    def exist_on(self, queryset, name, day):
        """Organizations that exist on the day; an unknown day of founding lies in the past."""
        return queryset.exclude(founded_on__gt=day).exclude(dissolved_on__lte=day)


class TermFilters(RecordFilters):
    """Terms."""

    organization = Related(by_code=True, label=_("Tổ chức"))
    number = Number(smallest=1, largest=32767, label=_("Khóa"))
    active_on = ActiveOn(label=_("Ngày trong nhiệm kỳ"), about="Those that cover the day.")
    ordering = Ordering(
        "start_year",
        "number",
        organization="organization__sort_key",
        default=["-start_year", "organization__sort_key"],
    )


class PersonFilters(RecordFilters):
    """People."""

    organization = Related(by_code=True, label=_("Đơn vị công tác"), about="Where they work.")
    active_on = Day(
        method="sit_on", label=_("Đương nhiệm ngày"), about="Those who hold some post on the day."
    )
    ordering = Ordering("title", name="sort_key", default=["sort_key"])

    def sit_on(self, queryset, name, day):
        """People with a published membership that runs on the day."""
        seats = Membership.objects.published().active_on(day)
        return queryset.filter(Exists(seats.filter(person=OuterRef("pk"))))


class MembershipFilters(RecordFilters):
    """Memberships."""

    organization = Related(by_code=True, label=_("Tổ chức"))
    person = Related(label=_("Đồng chí"))
    term = Related(label=_("Nhiệm kỳ"))
    post = Choice(Post.choices, label=_("Chức vụ"))
    active_on = ActiveOn(label=_("Đương nhiệm ngày"), about="Those that run on the day.")
    ordering = Ordering(
        "starts_on",
        "ends_on",
        "post",
        person="person__sort_key",
        organization="organization__sort_key",
        default=["person__sort_key"],
    )


class SectorFilters(RecordFilters):
    """Sectors."""

    parent = Related(by_code=True, label=_("Thuộc lĩnh vực"), about="Those directly below it.")
    ordering = Ordering("position", "code", "name", default=["position"])
