"""Documents: the JSON of published records. A page of them is read in one query, whatever they nest."""

from datetime import datetime
from functools import cached_property, lru_cache

import orjson
from django.conf import settings
from django.db import connections, models
from django.db.models import F, Func, OuterRef, Subquery
from django.db.models.base import ModelState
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone, translation
from rest_framework import serializers

from district.blanks import Statement
from district.pagination import Listed
from district.sqlite.base import TooLong

PAGE = "SELECT the page"
"""Where the query of a page goes in the SQL of its documents."""


STEPS = 1000
"""How many steps of SQLite's machine a row of a page may take for each of its queries; most take a twentieth of it."""

REMEMBERED = 2000
"""How many values of a computed field are remembered: most follow from columns that few rows have alone."""


class Row(Func):
    """Columns as a JSON array."""

    function = "JSON_ARRAY"
    output_field = models.TextField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSON_BUILD_ARRAY", **context)


class AsText(Func):
    """JSON as the database hands it out fastest: SQLite as bytes, which nobody then takes for a text first."""

    template = "CAST(%(expressions)s AS BLOB)"
    output_field = models.TextField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="(%(expressions)s)::text", **context)


class Key(Func):
    """What a row is ordered by. A decimal is a text, whole: a JSON number is read as a float."""

    template = "%(expressions)s"

    def __init__(self, term):
        super().__init__(term.expression)

    def as_postgresql(self, compiler, connection, **context):
        decimal = isinstance(self.output_field, models.DecimalField)
        template = "(%(expressions)s)::text" if decimal else self.template
        return self.as_sql(compiler, connection, template=template, **context)


class Rows(Subquery):
    """The `listed` of the rows of a query, in its order, as a JSON array."""

    template = "JSON((SELECT JSON_GROUP_ARRAY(JSON(listed)) FROM (%(subquery)s)))"
    output_field = models.TextField()

    def as_postgresql(self, compiler, connection, **context):
        template = "(SELECT COALESCE(JSON_AGG(listed), '[]') FROM (%(subquery)s) AS hanging)"
        return self.as_sql(compiler, connection, template=template, **context)


class Computed:
    """A field that follows from columns, and from the day: what a property of the model says of a record that has
    only these.
    """

    def __init__(self, ask, *columns, **kwargs):
        """Take the property, or a function of the record, and the columns that it looks at."""
        self.ask = ask.fget if isinstance(ask, property) else ask
        self.columns = columns
        super().__init__(**{"read_only": True, **kwargs})

    def tell(self, record, site):
        """What the field shows of the record."""
        value = self.ask(record)
        return None if value is None else self.to_representation(value)


class Queried(serializers.IntegerField):
    """A number that the database finds: an expression of the record's own query."""

    def __init__(self, expression, link, **kwargs):
        """Take the expression, and the lookup to the records that it looks at."""
        self.expression, self.link = expression, link
        super().__init__(**{"read_only": True, "source": "*", **kwargs})


class Url(Computed, serializers.URLField):
    """An address of this site: the path that `ask` says, made absolute."""

    def tell(self, record, site):
        return f"{site}{self.ask(record)}"


class Address(Url):
    """The address of a record in this API."""

    def __init__(self, route, **kwargs):
        self.route = route
        super().__init__(
            lambda record: f"{reverse('api-root')}{route}/{record.pk}/",
            "pk",
            **{"source": "*", "help_text": "Its address in this API.", **kwargs},
        )

    def to_representation(self, record):
        return self.context["request"].build_absolute_uri(self.ask(record))


class Together(serializers.Field):
    """Several fields as one array."""

    def __init__(self, *fields, **kwargs):
        self.fields = fields
        super().__init__(**kwargs)


class Nested:
    """A shape that stands for a record, inside another one or by itself."""

    def __init__(self, *args, first=False, if_published=False, expanded=False, **kwargs):
        """Take whether it is the first of many, whether it may be unpublished, and then shows nothing, and whether it
        stands whole where a link would.
        """
        self.first = first
        self.if_published = if_published
        self.expanded = expanded
        super().__init__(*args, **kwargs)

    def rows(self, model):
        """The rows that it may show."""
        return model.objects.published() if self.if_published else model.objects.all()


class Document:
    """What a shape shows of a record: the columns that it takes, and how a row of them reads as JSON.

    What is joined lies in the same row. What hangs on the record, or may be unpublished, is a query in the query.
    `links` are the lookups to the records that it looks at. `source` is the JSON as a Python expression, over a `row`
    of the columns, the `site` and the `day`: compiled once, it takes a fraction of the time that a function for each
    field would. `tools` are the functions that it calls.
    """

    def __init__(self, shape, model, path="", within=None, hangs=False, fields=None):
        """Take a serializer, the model, the path on it to the record, the document in which this one lies (None: its
        own) and whether it hangs there in rows of its own, and the fields to show, by name (None: all).
        """
        self.shape, self.model, self.path = shape, model, path
        of_row = within if not hangs else None
        self.columns = of_row.columns if of_row else {}
        self.links = of_row.links if of_row else set(public_links(model))
        self.tools = within.tools if within else {}
        parts = (f"{name!r}: {self._part(field)}" for name, field in (fields or shape.fields).items())
        self.source = f"{{{', '.join(parts)}}}"
        self._frames = {}

    @cached_property
    def weight(self):
        """How many queries it takes for a row, this one included."""
        return 1 + sum(isinstance(column, Rows) for column in self.columns)

    @cached_property
    def tell(self):
        """The JSON of a row of the columns: a function of the row, what addresses begin with, and the day."""
        return eval(f"lambda row, site, day: {self.source}", self.tools)

    def read(self, page, params, keyset, site):
        """The documents of a page (the SQL of its keys) in the order of the keyset, each with the keys of its place."""
        using = keyset.queryset.db
        head, tail, before, after = self._frame(keyset, using)
        with connections[using].cursor() as cursor:
            cursor.execute(head + page + tail, (*before, *params, *after))
            rows = [orjson.loads(text) for (text,) in cursor.fetchall()]
        width, tell, day = len(self.columns), self.tell, timezone.localdate()
        return [(tell(row, site, day), row[width:]) for row in rows]

    def _frame(self, keyset, using):
        """The SQL around the query of a page, with its parameters: it is the same for every page of the order."""
        order = using, *keyset.scope
        if order not in self._frames:
            told = AsText(Row(*self.columns, *map(Key, keyset.terms)))
            rows = self.shape.rows(self.model).filter(pk__in=RawSQL(PAGE, ())).order_by(*keyset.terms)
            sql, params = rows.values_list(told).query.get_compiler(using).as_sql()
            head, tail = sql.split(PAGE)
            before = head.replace("%%", "").count("%s")
            self._frames[order] = head, tail, params[:before], params[before:]
        return self._frames[order]

    def _part(self, field):
        """How a field reads, as an expression; what it takes is added to the columns."""
        if isinstance(field, Address):
            place, root = self._take(F(f"{self.path}pk")), f"{reverse('api-root')}{field.route}/"
            return f"f'{{site}}{root}{{row[{place}]}}/'"
        if isinstance(field, Computed):
            return self._computed(field)
        if isinstance(field, Queried):
            self.links.add(self.path + field.link)
            return f"row[{self._take(field.expression)}]"
        if isinstance(field, Together):
            return f"[{', '.join(map(self._part, field.fields))}]"
        if isinstance(field, serializers.ListSerializer):
            return self._hanging(field.child, field.source)
        if isinstance(field, Nested):
            return self._first(self._hanging(field, field.source)) if field.first else self._linked(field)
        if isinstance(field, serializers.Serializer):
            return Document(field, self.model, self.path, self).source
        return self._column(field)

    def _take(self, column):
        """The place of a column in the row."""
        if isinstance(column, F):
            link, _sep, name = column.name.rpartition(LOOKUP_SEP)
            if link:
                self.links.add(link)
            if name == "pk":  # the link itself holds the key, and the row its own
                column = F(link or self.model._meta.pk.name)
        return self.columns.setdefault(column, len(self.columns))

    def _tool(self, function):
        """The name by which the expression calls a function."""
        name = f"tool{len(self.tools)}"
        self.tools[name] = function
        return name

    def _column(self, field):
        column = self.path + field.source.replace(".", LOOKUP_SEP)
        value = f"row[{self._take(F(column))}]"
        if isinstance(field, serializers.ChoiceField):
            return f"({value} or None)"
        if isinstance(field, serializers.BooleanField):
            return f"(None if {value} is None else bool({value}))"
        if isinstance(field, serializers.FileField):
            file = self._field(column)
            return f"({value} and site + {self._tool(lambda name: file.storage.url(name))}({value}) or None)"
        if isinstance(field, serializers.DateTimeField):
            return f"{self._tool(_instant)}({value})"
        if isinstance(field, serializers.DecimalField):
            return f"{self._tool(_number)}({value})"
        return value

    def _computed(self, field):
        owner = self._field(f"{self.path}pk").model
        taken = [(column.split(LOOKUP_SEP)[:-1], self._field(self.path + column)) for column in field.columns]

        @lru_cache(REMEMBERED)
        def told(day, site, *values):
            record = _bare(owner)
            for (steps, column), value in zip(taken, values, strict=True):
                holder = record
                for step in steps:
                    link = holder._meta.get_field(step)
                    if not link.is_cached(holder):
                        link.set_cached_value(holder, _bare(link.related_model))
                    holder = link.get_cached_value(holder)
                vars(holder)[column.attname] = column.to_python(value)
            with translation.override(settings.LANGUAGE_CODE):
                return field.tell(record, site)

        values = (f"row[{self._take(F(self.path + column))}]" for column in field.columns)
        return f"{self._tool(told)}(day, site, {', '.join(values)})"

    def _linked(self, field):
        path = self.path + field.source.replace(".", LOOKUP_SEP)
        model = self._field(path).related_model
        if field.if_published or isinstance(field, serializers.ModelSerializer):
            return self._first(self._listed(field, path, field.rows(model).filter(pk=OuterRef(path))))
        key, link = self._take(F(path)), Document(field, self.model, path + LOOKUP_SEP, self)
        return f"(None if row[{key}] is None else {link.source})"

    def _hanging(self, field, source):
        relation = self._field(self.path + source)
        hung = {relation.remote_field.name: OuterRef(f"{self.path}pk")}
        return self._listed(field, self.path + source, field.rows(relation.related_model).filter(**hung))

    def _listed(self, field, path, rows):
        listed = Document(field, rows.model, within=self, hangs=True)
        self.links |= {path, *(path + LOOKUP_SEP + link for link in listed.links)}
        place = self._take(Rows(rows.values(listed=Row(*listed.columns))))
        return f"(row[{place}] and [{listed.source} for row in row[{place}]])"

    def _first(self, listed):
        return f"next(iter({listed}), None)"

    def _field(self, path):
        return field_at(self.model, path)


def public_links(model):
    """The lookups to the records on which it depends whether a row is public."""
    return [link for state in model.public_through if (link := state.rpartition(LOOKUP_SEP)[0])]


def field_at(model, path):
    """The column at the end of a lookup path."""
    *steps, name = path.split(LOOKUP_SEP)
    for step in steps:
        model = model._meta.get_field(step).related_model
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


def _bare(model):
    """A record of which nothing is known yet. It skips what `from_db` does for the fields that nobody asks for."""
    record = model.__new__(model)
    record._state = ModelState()
    return record


def _number(value):
    """A decimal as JSON tells it: whole, if it is."""
    return int(value) if value == int(value or 0) else value


@lru_cache(REMEMBERED)
def _instant(text):
    """An instant in the time of the office: SQLite gives UTC without saying so."""
    if text is None:
        return None
    instant = datetime.fromisoformat(text if "+" in text else f"{text}+00:00")
    return instant.astimezone(timezone.get_default_timezone()).isoformat()


class Documents(Listed):
    """The rows of a keyset as JSON, from a position on; `values` fill the blanks of its queryset."""

    def __init__(self, keyset, document, site, values=None):
        self.keyset, self.document, self.site = keyset, document, site
        self.scope, self.values = keyset.scope, values or {}

    def after(self, position, limit):
        """The next rows after the position (None: from the start)."""
        rows = []
        for stretch in self.keyset.stretches(position, forward=True):
            rows += self._read(stretch, position, limit - len(rows))
            if len(rows) == limit:
                break
        return rows

    def before(self, position, limit):
        """The last rows before the position (None: from the end)."""
        rows = []
        for stretch in self.keyset.stretches(position, forward=False):
            rows[:0] = self._read(stretch, position, limit - len(rows))
            if len(rows) == limit:
                break
        return rows

    def _read(self, stretch, position, limit):
        connection = connections[self.keyset.queryset.db]
        values = self.values | dict(zip(self.keyset.blanks, position or (), strict=False))

        def read(statement):
            page = f"{statement.sql} LIMIT {limit}"
            return self.document.read(page, statement.filled(values, connection), self.keyset, self.site)

        if stretch.otherwise is None:
            return read(stretch)
        try:
            with connection.within(STEPS * limit * self.document.weight):
                return read(stretch)
        except TooLong:
            return read(stretch.otherwise)

    def position(self, row):
        """Where the row stands, as values that fit in JSON."""
        _told, place = row
        return [_key(key, blank.output_field) for key, blank in zip(place, self.keyset.blanks, strict=True)]

    def count(self):
        """How many rows there are."""
        every = Statement(self.keyset.queryset.order_by())
        if every.is_empty:
            return 0
        connection = connections[self.keyset.queryset.db]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT COUNT(*) FROM ({every.sql}) AS counted", every.filled(self.values, connection)
            )
            return cursor.fetchone()[0]


def _key(value, column):
    if isinstance(column, models.DateTimeField):
        return _instant(value)
    return str(value) if isinstance(value, float) else value
