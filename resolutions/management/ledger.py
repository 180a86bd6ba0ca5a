"""Rows of many nouns, written at once, each with its line of history.

For records that are whole when they are made, by the hundred thousand: what `save()` would look up in other rows, the
writer must know already. The database's constraints hold here as everywhere.
"""

from functools import lru_cache
from itertools import count

from django.db import connection
from django.db.models import NOT_PROVIDED, DateField, DecimalField, JSONField, TimeField
from django.utils import timezone

from district import fields
from district.models import Touch
from district.text import nfc
from meetings.models import SessionRecord
from meetings.models.seal import fingerprint, plain

RESERVED = 200
"""Keys that PostgreSQL hands out at a time."""


class Ledger:
    """What waits to be written in one transaction, noun by noun."""

    def __init__(self, reason):
        self.reason = reason
        self.pages = {}

    def add(self, noun, **values):
        """Take a row by its fields' names, links by key. Returns it with its id; it may change until it is written."""
        return self._page(noun).add(values)

    def seal(self, noun, row):
        """The key and the digest of the row in the seal of its session (see `meetings.models.seal`)."""
        return self._page(noun).seal(row)

    def write(self):
        """Write what was taken, in the order in which the nouns were first named."""
        now = timezone.now()
        for noun, page in self.pages.items():
            page.write(now, self.reason)
            Touch.note(noun, [Touch.MANY])

    def _page(self, noun):
        if noun not in self.pages:
            self.pages[noun] = Page(noun)
        return self.pages[noun]


class Page:
    """The rows of one noun."""

    def __init__(self, noun):
        self.noun, self.rows = noun, []
        self.fields = [field for field in noun._meta.concrete_fields if not field.generated]
        self.derived = [field for field in self.fields if isinstance(field, fields.Derived)]
        self.keys = _keys(noun)
        if issubclass(noun, SessionRecord):
            self.settled = {field.name: _default(field) for field in noun.settled_fields()}

    def add(self, values):
        row = {"id": next(self.keys), **values}
        self.rows.append(row)
        return row

    def seal(self, row):
        settled = self.settled
        values = {
            name: plain(value)
            for name, value in row.items()
            if value is not None and value != "" and name in settled and value != settled[name]
        }
        return f"{self.noun._meta.label_lower}:{row['id']}", fingerprint(values)

    def write(self, now, reason):
        for field in self.derived:
            for row in self.rows:
                row[field.name] = field.derive(
                    field.between.join(str(row[name]) for name in field.sources if row.get(name))
                )
        columns = [(field.name, _prepare(field), _stored(field, now)) for field in self.fields]
        lines = [
            [
                absent if name not in row else prepare(row[name]) if prepare else row[name]
                for name, prepare, absent in columns
            ]
            for row in self.rows
        ]
        _insert(self.noun, self.fields, lines)
        self._remember(now, reason)

    def _remember(self, now, reason):
        """The rows' lines of history, copied from the rows within the database."""
        past = self.noun.history.model
        said = {"history_date": now, "history_change_reason": reason, "history_type": "+"}
        about = [past._meta.get_field(name) for name in said]
        kept = {field.column for field in past._meta.concrete_fields}
        copied = _columns(field for field in self.fields if field.column in kept)
        if connection.vendor == "sqlite":
            these, keys = "BETWEEN %s AND %s", [self.rows[0]["id"], self.rows[-1]["id"]]
        else:
            these, keys = "= ANY(%s)", [[row["id"] for row in self.rows]]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {_quote(past._meta.db_table)} ({copied}, {_columns(about)}) SELECT {copied}, %s, %s, %s "
                f"FROM {_quote(self.noun._meta.db_table)} WHERE id {these}",
                [*(field.get_db_prep_save(said[field.name], connection) for field in about), *keys],
            )


def _default(field):
    return None if field.default is NOT_PROVIDED or callable(field.default) else field.default


def _stored(field, now):
    """What is written where a row is silent."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return field.get_db_prep_save(now, connection)
    return field.get_db_prep_save(field.get_default(), connection)


def _prepare(field):
    """What makes a value of the field ready for the database; None where it is so already."""
    if isinstance(field, fields.CharField | fields.TextField):
        return nfc
    if isinstance(field, JSONField):
        return lambda value: field.get_db_prep_save(value, connection)
    if isinstance(field, DateField | TimeField | DecimalField):
        return lru_cache(4096)(lambda value: field.get_db_prep_save(value, connection))
    return None


def _keys(noun):
    """Free keys of the noun: on SQLite the writer is alone until its transaction ends, on PostgreSQL they are drawn."""
    table, column = noun._meta.db_table, noun._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
            yield from count(cursor.fetchone()[0] + 1)
        while True:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [table, column, RESERVED],
            )
            yield from [key for (key,) in cursor.fetchall()]


def _insert(noun, columns, lines):
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
