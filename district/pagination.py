"""Pages of a list that stay true while rows are added: a page begins after a row, not after a number of rows."""

from copy import copy
from urllib.parse import quote

import orjson
from django.core import signing
from django.db import connections
from django.db.models import BooleanField, F, Func, Q
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import OrderBy
from django.utils.functional import cached_property
from rest_framework.pagination import BasePagination
from rest_framework.utils.urls import remove_query_param, replace_query_param

from district.blanks import Blank, Statement
from district.problems import BadParameters
from district.queries import Query
from district.search import columns_of, ids

CURSORS = signing.Signer(salt="cursor")
"""Signs cursors, without the time: a page that reads the same has the same ETag."""

OF_FEWEST, OF_FEW, OF_MANY = 0.001, 0.05, 0.3
"""Shares of the rows of a list."""

PAGE_OF_ALL = 500
"""How many rows are read at once of a list that is read whole."""


class Compact:
    """JSON as what is signed holds it."""

    dumps, loads = staticmethod(orjson.dumps), staticmethod(orjson.loads)


def ordered(queryset, *keys):
    """The rows in a total order: by the keys ("-held_on"), unknown values last, ties broken by id.

    The tie-breaker runs the way of the first key.
    """
    names = [key.removeprefix("-") for key in keys]
    if "id" not in names:
        keys = [*keys, "-id" if keys and keys[0].startswith("-") else "id"]
    return queryset.order_by(*(_term(queryset.model, key) for key in keys))


def _term(model, key):
    path = key.removeprefix("-")
    descending = key != path
    nulls_last = True if _may_be_unknown(model, path) else None
    return OrderBy(F(path), descending=descending, nulls_last=nulls_last)


def _may_be_unknown(model, path):
    """Whether the path can end in NULL: an index serves an ordering only where we need not say so."""
    return any(field.null for field in _steps(model, path))


def _steps(model, path):
    """The fields on the path."""
    for step in path.split(LOOKUP_SEP):
        field = model._meta.get_field(step)
        yield field
        model = field.related_model


def _unknown(model, path):
    """The condition that the path ends in NULL; it looks no further than to the last link that may be missing."""
    steps = list(_steps(model, path))
    while not steps[-1].null:
        steps.pop()
    return Q(**{f"{LOOKUP_SEP.join(step.name for step in steps)}__isnull": True})


class Listed:
    """Rows that are read `after` a `position`, in the order of the list."""

    def __iter__(self):
        """Every row, read in pages: however many there are, few are in memory at once."""
        position = None
        while rows := self.after(position, PAGE_OF_ALL):
            yield from rows
            position = self.position(rows[-1])


class Likely(Func):
    """A condition that SQLite takes for true of a share of the rows.

    A page is short, but SQLite makes no plan for its limit: to read all that lies beyond a position (OF_FEW) it would
    first go through all sessions, so as to look up only those that are public. And what is unknown (OF_MANY) it takes
    for as rare as any one value: to show the rows of one unit it would read all that have no deadline.
    """

    template = "likelihood(%(expressions)s, %(share)s)"
    output_field = BooleanField()

    def __init__(self, condition, share):
        super().__init__(condition, share=share)

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="(%(expressions)s)", **context)


class Begun(Func):
    """A condition that is always true, and that SQLite takes for true of so few rows that it begins with their column.

    So a page is read from the index of the column that orders it, row by row until it is full, where SQLite would else
    sort all that the list has. To SQLite nothing that we store is greater than a blob.
    """

    template = f"likelihood(%(expressions)s <= x'', {OF_FEWEST})"
    output_field = BooleanField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="TRUE", **context)


class Keyset:
    """A queryset that `ordered` put in order, cut at a position: compiled once, with blanks for the keys there.

    `is_wide` says that a large part of the noun's rows may be in it: so a statement begins where the order does, and
    says what to ask `otherwise`, should the page not be full soon.
    """

    def __init__(self, queryset, *, is_wide=False):
        self.is_wide = is_wide
        self.terms = queryset.query.order_by
        if not self.terms:
            raise ValueError("Rows without an order have no pages: see ordered().")
        self.queryset = queryset
        self.scope = [
            queryset.model._meta.label,
            *(f"{'-' if term.descending else ''}{term.expression.name}" for term in self.terms),
        ]
        self.blanks = [Blank([*_steps(queryset.model, term.expression.name)][-1]) for term in self.terms]
        self._compiled = {}

    def stretches(self, position, *, forward):
        """The rows beyond a position (None: all), nearest first: statements, one to be read after another."""
        keys = position and tuple(
            None if key is None else blank for key, blank in zip(position, self.blanks, strict=True)
        )
        if (keys, forward) not in self._compiled:
            stretches = self._stretches(keys, forward=forward)
            compiled = [Statement(rows if forward else rows.reverse()) for rows in stretches]
            compiled = [each for each in compiled if not each.is_empty]
            if self.is_wide and connections[self.queryset.db].vendor == "sqlite":
                otherwise = self._narrow.stretches(position, forward=forward)
                for each, other in zip(compiled, otherwise, strict=True):
                    each.otherwise = other if other.sql != each.sql else None
            self._compiled[keys, forward] = compiled
        return self._compiled[keys, forward]

    @cached_property
    def _narrow(self):
        """The same, as if only a small part of the rows were in it."""
        narrow = copy(self)
        narrow.is_wide, narrow._compiled = False, {}
        return narrow

    def _stretches(self, position, *, forward):
        """The rows beyond a position, as querysets one after another, each of which an index has in its order.

        By deadline these are the rows with a later one, then those without any: as one condition they
        would be an OR, for which a database reads everything up to the position, and no index of PostgreSQL
        has the unknown last both ways.
        """
        if not self.terms[0].nulls_last:
            yield self.queryset.filter(self._beyond(position, forward=forward))
            return
        ways = [self._known, self._unknown][:: 1 if forward else -1]
        if position is not None:
            ways = ways[ways.index(self._unknown if position[0] is None else self._known) :]
        for way in ways:
            yield way(position, forward=forward)
            position = None  # the next is read from its start

    def _known(self, position, *, forward):
        """The rows beyond the position whose first key is known."""
        first, *others = self.terms
        known = Q(**{f"{first.expression.name}__isnull": False})
        rows = self.queryset.filter(known & self._beyond(position, forward=forward))
        return rows.order_by(OrderBy(first.expression, descending=first.descending), *others)

    def _unknown(self, position, *, forward):
        """The rows beyond the position whose first key is unknown."""
        first, *others = self.terms
        unknown = _unknown(self.queryset.model, first.expression.name)
        if not self.is_wide:
            unknown = Q(Likely(unknown, OF_MANY))
        past = Q() if position is None else self._past(position, forward=forward, key=1)
        return self.queryset.filter(unknown & past).order_by(*others)

    def _beyond(self, position, *, forward):
        """The condition of lying beyond the position, with a bound of the first key that an index finds."""
        first = self.terms[0]
        begun = Q(Begun(first.expression)) if self.is_wide else Q()
        if position is None:
            return begun
        way = "gte" if first.descending != forward else "lte"
        bound = Q(**{f"{first.expression.name}__{way}": position[0]})
        past = self._past(position, forward=forward)
        if LOOKUP_SEP in first.expression.name:
            return begun & bound & past
        return Q(Likely(bound, OF_FEWEST if self.is_wide else OF_FEW)) & past

    def _past(self, position, *, forward, key=0):
        """The condition of lying beyond the position by this key and those after it; the first key is known."""
        condition = Q()
        for at, (term, value) in reversed(list(enumerate(zip(self.terms, position, strict=True)))[key:]):
            path = term.expression.name
            same = Q(**{f"{path}__isnull": True}) if value is None else Q(**{path: value})
            nulls = term.nulls_last and at > 0
            past = _past(path, value, ascending=not term.descending, forward=forward, nulls=nulls)
            condition = past | (same & condition) if condition else past
        return condition


def _past(path, value, *, ascending, forward, nulls):
    """Rows whose key lies past the value; unknown is past everything that is known."""
    known = Q(**{f"{path}__isnull": False})
    if value is None:
        return Q(pk__in=[]) if forward else known
    past = Q(**{f"{path}__{'gt' if ascending == forward else 'lt'}": value})
    return past | ~known if forward and nulls else past


class Chain:
    """Rows of several nouns, one noun after the other (each a `Listed`), read as one list."""

    def __init__(self, parts):
        self.parts = parts
        self.scope = [part.scope for part in self.parts]

    def after(self, position, limit):
        """The next rows after the position (None: from the start)."""
        first, inside = position or (0, None)
        rows = []
        for at, part in enumerate(self.parts):
            if at >= first and len(rows) < limit:
                rows += self._placed(at, part.after(inside if at == first else None, limit - len(rows)))
        return rows

    def before(self, position, limit):
        """The last rows before the position (None: from the end)."""
        last, inside = position or (len(self.parts) - 1, None)
        rows = []
        for at, part in reversed(list(enumerate(self.parts))):
            if at <= last and len(rows) < limit:
                rows[:0] = self._placed(at, part.before(inside if at == last else None, limit - len(rows)))
        return rows

    def position(self, row):
        """Where the row stands, as values that fit in JSON."""
        return [row.chain_part, self.parts[row.chain_part].position(row)]

    def count(self):
        """How many rows there are."""
        return sum(part.count() for part in self.parts)

    def __iter__(self):
        for part in self.parts:
            yield from part

    def _placed(self, at, rows):
        for row in rows:
            row.chain_part = at
        return rows


class Found(Listed):
    """The rows of a noun that hold the words.

    `rows` gives the queryset of the rows that may be shown; it is asked only once something is found. `read` gives
    what stands in the list for those of some ids that may be shown, by id: the record, unless it is said.
    Those that hold the words with the accents as typed come first, the newest first among these and
    among the others. The index is asked for a few more ids than fit the page, and again only where the queryset
    (the public door, a filter) lets too few of them through.
    """

    def __init__(self, noun, words, rows, read=None):
        query = Query.read(words)
        self.queries = [query.exact(), query.inexact()] if query else []
        self.noun, self.rows = noun, rows
        self.read = read or (lambda pks: self.queryset.in_bulk(pks))
        self.scope = [noun._meta.label, "found"]

    @cached_property
    def queryset(self):
        """The rows that may be shown."""
        return self.rows().order_by()

    @cached_property
    def columns(self):
        """Where the words may stand."""
        return columns_of(self.noun, self.queries[0])

    def after(self, position, limit):
        """The next rows after the position (None: from the start)."""
        first, pk = position or (0, None)
        rows = []
        for at, query in enumerate(self.queries):
            if at >= first and len(rows) < limit:
                rows += self._read(at, query, limit - len(rows), below=pk if at == first else None)
        return rows

    def before(self, position, limit):
        """The last rows before the position (None: from the end)."""
        last, pk = position or (len(self.queries) - 1, None)
        rows = []
        for at, query in reversed(list(enumerate(self.queries))):
            if at <= last and len(rows) < limit:
                above = pk if at == last and pk is not None else 0
                rows[:0] = self._read(at, query, limit - len(rows), above=above)[::-1]
        return rows

    def position(self, row):
        """Where the row stands, as values that fit in JSON."""
        return [row.found_part, row.pk]

    def count(self):
        """How many rows there are."""
        return sum(self.queryset.holding(query).count() for query in self.queries)

    def _read(self, at, query, limit, *, below=None, above=None):
        rows, window = [], limit + 10
        while len(rows) < limit:
            pks = ids(self.noun, query, self.columns, below=below, above=above, limit=window)
            through = self.read(pks) if pks else {}
            rows += [through[pk] for pk in pks if pk in through]
            if len(pks) < window:
                break
            below, above = (pks[-1], None) if above is None else (None, pks[-1])
            window = min(window * 4, 10_000)
        for row in rows[:limit]:
            row.found_part = at
        return rows[:limit]


class KeysetPagination(BasePagination):
    """A list page by page; tables (CSV, XLSX) are always whole."""

    default_size = 50
    largest_size = 500
    longest_cursor = 4_000
    parameters = ("cursor", "page_size", "count")

    def paginate_queryset(self, queryset, request, view=None):
        self.address = request.build_absolute_uri()
        self.keyset = queryset
        size = self._size(request.query_params)
        counted = self._counted(request.query_params)
        cursor = self._cursor(request.query_params)
        backwards, position = cursor or (False, None)
        if backwards:
            rows = self.keyset.before(position, size + 1)
            more, rows = len(rows) > size, rows[-size:]
        else:
            rows = self.keyset.after(position, size + 1)
            more, rows = len(rows) > size, rows[:size]
        self.next = self._link(False, rows[-1:]) if backwards or more else None
        self.previous = self._link(True, rows[:1]) if (more if backwards else cursor) else None
        self.count = {"count": self.keyset.count()} if counted else {}
        return rows

    def page(self, data):
        """The page as it is told, around the data of its rows."""
        return {"next": self.next, "previous": self.previous, **self.count, "results": data}

    def get_paginated_response_schema(self, schema):
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "description": "A page of a list.",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**link, "description": "The address of the next page; null on the last."},
                "previous": {**link, "description": "The address of the page before; null on the first."},
                "count": {"type": "integer", "description": "All rows of the list; only with ?count=true."},
                "results": {**schema, "description": "The rows, in the order asked for."},
            },
        }

    def get_schema_operation_parameters(self, view):
        size = {"type": "integer", "minimum": 1, "maximum": self.largest_size}
        described = {
            "cursor": (
                "Where the page begins, as `next` and `previous` give it.",
                {"type": "string", "minLength": 1, "maxLength": self.longest_cursor},
            ),
            "page_size": (f"How many rows a page has; {self.default_size}, where it is missing.", size),
            "count": ("Whether to count the rows of the whole list.", {"type": "boolean"}),
        }
        return [
            {"name": name, "in": "query", "required": False, "description": text, "schema": schema}
            for name, (text, schema) in described.items()
            if name in self.parameters
        ]

    def _size(self, parameters):
        size = parameters.get("page_size", str(self.default_size))
        if not (
            size.isascii() and size.isdecimal() and len(size) < 9 and 1 <= int(size) <= self.largest_size
        ):
            raise BadParameters({"page_size": f"A whole number from 1 to {self.largest_size} is expected."})
        return int(size)

    def _counted(self, parameters):
        counted = parameters.get("count", "false")
        if counted not in ("true", "false"):
            raise BadParameters({"count": "true or false is expected."})
        return counted == "true"

    def _cursor(self, parameters):
        """The direction and position that the request names, or None."""
        if "cursor" not in parameters:
            return None
        try:
            if len(parameters["cursor"]) > self.longest_cursor:
                raise ValueError
            scope, backwards, position = CURSORS.unsign_object(parameters["cursor"], Compact)
        except (signing.BadSignature, ValueError):
            raise BadParameters({"cursor": "This is not a cursor of this server."}) from None
        if scope != self.keyset.scope:
            raise BadParameters({"cursor": "This cursor belongs to another list or ordering."})
        return backwards, position

    def _link(self, backwards, row):
        """The page beyond the row; where the page was empty, the first or the last page of all."""
        if not row and not backwards:
            return remove_query_param(self.address, "cursor")
        position = self.keyset.position(row[0]) if row else None
        before, after = self.around
        token = CURSORS.sign_object([self.keyset.scope, backwards, position], Compact)
        return f"{before}{quote(token)}{after}"

    @cached_property
    def around(self):
        """What stands before a cursor in the address, and after it."""
        before, _mark, after = replace_query_param(self.address, "cursor", "HERE").rpartition("cursor=HERE")
        return f"{before}cursor=", after


class SincePagination(KeysetPagination):
    """A feed of editions from a place on: its last page, too, says where whoever comes back goes on."""

    parameters = ("page_size",)

    def paginate_queryset(self, queryset, request, view=None):
        self.address = request.build_absolute_uri()
        size = self._size(request.query_params)
        newest = queryset.model.objects.newest()
        editions = list(queryset[: size + 1])
        self.more, editions = len(editions) > size, editions[:size]
        self.place = editions[-1].place if self.more else max([newest, *(e.place for e in editions[-1:])])
        return editions

    def page(self, data):
        following = replace_query_param(self.address, "since", self.place) if self.more else None
        return {"next": following, "cursor": self.place, "results": data}

    def get_paginated_response_schema(self, schema):
        paged = super().get_paginated_response_schema(schema)
        cursor = {"type": "integer", "description": "What to give as `since` next time."}
        properties = {
            "next": paged["properties"]["next"],
            "cursor": cursor,
            "results": paged["properties"]["results"],
        }
        return {**paged, "required": list(properties), "properties": properties}
