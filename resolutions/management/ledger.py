"""Rows of many nouns, written at once, each with its line of history.

For records that are whole when they are made, by the hundred thousand: what `save()` would look up in other rows, the
writer must know already. The database's constraints hold here as everywhere.
"""

from functools import cache, lru_cache, partial
from itertools import chain, count
from operator import itemgetter
from typing import NamedTuple

from django.db import connection
from django.db.models import NOT_PROVIDED, DateField, DecimalField, JSONField, TimeField
from django.utils import timezone

from district import fields
from district.models import Touch
from district.models.history import Line
from district.search import indexed_together
from meetings.models import SessionRecord
from meetings.models.seal import fingerprint

RESERVED = 2000
"""Keys that PostgreSQL hands out at a time."""

PREPARED = DateField, TimeField, DecimalField, JSONField
"""Whose values a database takes in another form than Python's."""


class Leaf(NamedTuple):
    """The rows of one noun as the database takes them, each with its key first."""

    noun: type
    lines: list


class Ledger(dict):
    """What waits to be written: a page for every noun that was named; `keys` are those of earlier ledgers, by noun."""

    def __init__(self, keys):
        self.keys = keys

    def __missing__(self, noun):
        page = self[noun] = Page(noun, self.keys.setdefault(noun, free_keys(noun)))
        return page

    def leaves(self):
        """What was taken, ready for `write`, in the order in which the nouns were first named."""
        now = timezone.now()
        return [Leaf(noun, page.lines(now)) for noun, page in self.items()]


def free_keys(noun):
    """Free keys of a noun, one after the other.

    On SQLite they follow the last one there is: whoever else writes the noun meanwhile takes the same, and the later
    of the two is refused. On PostgreSQL they are drawn.
    """
    table, column = noun._meta.db_table, noun._meta.pk.column
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
            (last,) = cursor.fetchone()
        yield from count(last + 1)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [table, column, RESERVED],
            )
            drawn = cursor.fetchall()
        yield from chain.from_iterable(drawn)


def write(leaves, reason):
    """Write what a ledger took, and its lines of history, in the transaction that is open."""
    for leaf in leaves:
        with indexed_together(leaf.noun):
            _insert(*leaf)
        _remember(*leaf, reason)
        Touch.note(leaf.noun, [Touch.MANY])


class Page:
    """The rows of one noun."""

    def __init__(self, noun, keys):
        self.noun, self.keys, self.rows = noun, keys, []
        if issubclass(noun, SessionRecord):
            self.settled = {field.name: _default(field) for field in noun.settled_fields()}

    def add(self, **values):
        """Take a row by its fields' names, links by key, text in NFC. Returns it with its id; it may change until the
        ledger closes."""
        row = {"id": next(self.keys), **values}
        self.rows.append(row)
        return row

    def seal(self, row):
        """The key and the digest of the row in the seal of its session (see `meetings.models.seal`)."""
        settled = self.settled
        values = {
            name: value
            for name, value in row.items()
            if value is not None and value != "" and name in settled and value != settled[name]
        }
        return f"{self.noun._meta.label_lower}:{row['id']}", fingerprint(values)

    def lines(self, now):
        """The rows as the database takes them."""
        for field in _fields(self.noun):
            if isinstance(field, fields.Derived):
                derive = lru_cache(4096)(field.derive)  # an office repeats itself
                for row in self.rows:
                    row[field.name] = derive(
                        field.between.join(str(row[name]) for name in field.sources if row.get(name))
                    )
        silent = {field.name: _silent(field, now) for field in _fields(self.noun)}
        columns = zip(*(itemgetter(*silent)(silent | row) for row in self.rows), strict=True)
        prepared = (
            map(_prepare(field), column) if isinstance(field, PREPARED) else column
            for field, column in zip(_fields(self.noun), columns, strict=True)
        )
        return [*zip(*prepared, strict=True)]


def _fields(noun):
    """The columns that are written, the key first."""
    return [field for field in noun._meta.concrete_fields if not field.generated]


def _remember(noun, lines, reason):
    """The lines of history of new rows, copied from the rows within the database."""
    past = noun.history.model
    said = {"history_date": timezone.now(), "history_change_reason": reason, "history_type": "+"}
    said |= {field.name: field.get_default() for field in Line._meta.fields}
    about = [past._meta.get_field(name) for name in said]
    kept = {field.column for field in past._meta.concrete_fields}
    copied = _columns(field for field in _fields(noun) if field.column in kept)
    if connection.vendor == "sqlite":
        these, keys = "BETWEEN %s AND %s", [lines[0][0], lines[-1][0]]
    else:
        these, keys = "= ANY(%s)", [[key for key, *_values in lines]]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_quote(past._meta.db_table)} ({copied}, {_columns(about)}) "
            f"SELECT {copied}{', %s' * len(about)} FROM {_quote(noun._meta.db_table)} WHERE id {these}",
            [*(field.get_db_prep_save(said[field.name], connection) for field in about), *keys],
        )


def _default(field):
    return None if field.default is NOT_PROVIDED or callable(field.default) else field.default


def _silent(field, now):
    """What is written where a row is silent."""
    written_now = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return field.get_prep_value(now if written_now else field.get_default())


@cache
def _prepare(field):
    """What makes a value of a prepared field ready for the database; an office meets on the same days again and again."""
    prepare = partial(field.get_db_prep_save, connection=connection)
    return prepare if isinstance(field, JSONField) else lru_cache(4096)(prepare)


def _insert(noun, lines):
    columns = _fields(noun)
    into = f"{_quote(noun._meta.db_table)} ({_columns(columns)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for line in lines:
                    copy.write_row(line)
        else:
            cursor.executemany(f"INSERT INTO {into} VALUES ({', '.join(['%s'] * len(columns))})", lines)


def _columns(columns):
    return ", ".join(_quote(field.column) for field in columns)


def _quote(name):
    return connection.ops.quote_name(name)
