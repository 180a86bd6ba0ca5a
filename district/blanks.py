"""Queries with blanks: put together and compiled once, filled in whenever they are asked."""

import json

from django.core.exceptions import EmptyResultSet
from django.db.models import Value


class Blank(Value):
    """The place of a value of a field: the query reads the same whatever goes there.

    A blank is itself alone, in every copy that Django makes of a query.
    """

    def __init__(self, field):
        super().__init__(None, field)

    def copy(self):
        return self

    def as_sql(self, compiler, connection):
        return "%s", [self]

    as_sqlite = as_sql  # no cast of a decimal: the column has its kind

    def filled(self, value, connection):
        """The value as the database takes it."""
        return self.output_field.get_db_prep_value(value, connection)

    __eq__, __hash__ = object.__eq__, object.__hash__


class Keys(Blank):
    """The place of any number of keys, for `among`."""

    def filled(self, value, connection):
        return json.dumps(value) if connection.vendor == "sqlite" else value


class Statement:
    """The keys of the rows of a query, in its order, as SQL with blanks."""

    otherwise = None
    """What asks for the same rows in another way, if SQLite should give this up."""

    def __init__(self, queryset):
        compiler = queryset.values("pk").query.get_compiler(queryset.db)
        try:
            self.sql, self.params = compiler.as_sql()
            self.is_empty = False
        except EmptyResultSet:
            self.is_empty = True

    def filled(self, values, connection):
        """The parameters, with the values of the blanks as the database takes them."""
        return [
            param.filled(values[param], connection) if isinstance(param, Blank) else param
            for param in self.params
        ]
