"""Model fields that keep Vietnamese text in one form, and the keys derived from it."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import lookups
from django.utils.translation import gettext_lazy as _

from district.text import (
    BETWEEN,
    disguised,
    foreign,
    legible,
    nfc,
    person_sort_key,
    search_key,
    sort_key,
)


def in_one_alphabet(text):
    """Raise ValidationError if a word mixes letters of another alphabet with ours: it could pass for another word."""
    if word := disguised(text):
        raise ValidationError(
            _("“%(word)s” có chữ cái không phải chữ Việt nhưng trông giống: hãy xóa rồi gõ lại."),
            code="disguised",
            params={"word": word},
        )


def in_latin(text):
    """Raise ValidationError if a letter is not a Latin one: what others cite they must be able to type."""
    if word := foreign(text):
        raise ValidationError(
            _("“%(word)s” có chữ cái không phải chữ Việt: hãy xóa rồi gõ lại."),
            code="foreign",
            params={"word": word},
        )


_BREAKS = re.compile(r"[\n\r\t]+")


class _NFC:
    """Text is NFC in Python, in the database and in every lookup, whatever was typed.

    What is typed is kept as it is seen. A stored row stays as it is: a seal may cover it.
    """

    def clean(self, value, model_instance):
        value = self.seen(value) if isinstance(value, str) else value
        return super().clean(value, model_instance)

    seen = staticmethod(legible)

    def to_python(self, value):
        value = super().to_python(value)
        return nfc(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return nfc(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class CharField(_NFC, models.CharField):
    """One line of Vietnamese text, stored as NFC."""

    default_validators = (in_one_alphabet,)

    @staticmethod
    def seen(text):
        return _BREAKS.sub(" ", legible(text)).strip()


class SymbolField(CharField):
    """What others cite, in letters that they can type. To the database it is a line like any other."""

    default_validators = (in_latin,)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, f"{CharField.__module__}.{CharField.__name__}", args, kwargs


class TextField(_NFC, models.TextField):
    """Vietnamese text of any length, stored as NFC."""


class _Composed:
    """A lookup of a part of the text, which Django hands on without asking the field."""

    def get_prep_lookup(self):
        value = super().get_prep_lookup()
        return nfc(value) if isinstance(value, str) else value


for _lookup in (
    lookups.IExact,
    lookups.Contains,
    lookups.IContains,
    lookups.StartsWith,
    lookups.IStartsWith,
    lookups.EndsWith,
    lookups.IEndsWith,
    lookups.Regex,
    lookups.IRegex,
):
    for _field in (CharField, TextField):
        _field.register_lookup(type(_lookup.__name__, (_Composed, _lookup), {}))


class _Equal(lookups.Exact):
    """The same as `exact`, under another name."""

    def get_rhs_op(self, connection, rhs):
        return f"= {rhs}"


@models.CharField.register_lookup
class Mostly(_Equal):
    """The same as `exact`, of what is true of most rows.

    SQLite takes every equality for a rare one, and would read all the rows that a list could show
    rather than those of its first page. PostgreSQL counts for itself.
    """

    lookup_name = "mostly"

    def as_sqlite(self, compiler, connection):
        sql, params = self.as_sql(compiler, connection)
        return f"likelihood({sql}, 0.95)", params


@models.CharField.register_lookup
class Written(models.lookups.In):
    """The same as `in`, with the values written into the statement, as the condition of an index writes them.

    A database reads an index of some rows only where it sees, before any parameter, that these are all that is asked for.
    """

    lookup_name = "written"

    def as_sql(self, compiler, connection):
        sql, values = super().as_sql(compiler, connection)
        return sql % tuple(map(connection.schema_editor().quote_value, values)), ()


@models.BigAutoField.register_lookup
class Probed(_Equal):
    """The same as `exact`, of a row that is looked for once for each row of another table, by its index.

    PostgreSQL would rather keep in memory what all of those rows name, which it finds by reading a whole
    table, for a page of fifty: it knows no such way for a value among others.
    """

    lookup_name = "probed"

    def as_postgresql(self, compiler, connection):
        lhs, of_lhs = self.process_lhs(compiler, connection)
        rhs, of_rhs = self.process_rhs(compiler, connection)
        return f"{lhs} = ANY (ARRAY[{rhs}])", (*of_lhs, *of_rhs)


@models.BigAutoField.register_lookup
class Among(models.Lookup):
    """The same as `in`, of keys in one parameter: the query reads the same however many there are."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sqlite(self, compiler, connection):
        lhs, _params = self.process_lhs(compiler, connection)
        keys, params = self.process_rhs(compiler, connection)
        return f"{lhs} IN (SELECT value FROM json_each({keys}))", params

    def as_postgresql(self, compiler, connection):
        lhs, _params = self.process_lhs(compiler, connection)
        keys, params = self.process_rhs(compiler, connection)
        return f"{lhs} = ANY ({keys})", params


class Derived(models.TextField):
    """A column written from other attributes of its row at every save; nobody types it."""

    between = " "
    """What separates the texts of several attributes."""

    def __init__(self, *sources, **kwargs):
        self.sources = sources
        super().__init__(**{"editable": False, "default": "", "blank": True, **kwargs})

    def deconstruct(self):
        name, path, _, kwargs = super().deconstruct()
        return name, path, self.sources, kwargs

    def pre_save(self, model_instance, add):
        value = self.value_of(model_instance)
        setattr(model_instance, self.attname, value)
        return value

    def value_of(self, record):
        """What the column holds for the record as it is now."""
        parts = (getattr(record, source) for source in self.sources)
        return self.derive(self.between.join(str(part) for part in parts if part))


class SearchKeyField(Derived):
    """The words of its sources (see `district.text.search_key`): what `district.search` indexes."""

    between = BETWEEN
    derive = staticmethod(search_key)


class SortKeyField(Derived):
    """The dictionary key of its source (see `district.text.sort_key`)."""

    derive = staticmethod(sort_key)


class PersonSortKeyField(Derived):
    """The key of a person's name, given name first (see `district.text.person_sort_key`)."""

    derive = staticmethod(person_sort_key)
