"""The index behind every search: FTS5 on SQLite, GIN over tsvector on PostgreSQL, the same answers on both.

Neither database takes a text apart: they index the words of the folded column `search_key`, which
Python wrote (`district.text.search_key`) and a single space separates. On SQLite triggers keep the
index, on PostgreSQL it is an index over an expression: both change with the row, whoever writes it.
"""

from contextlib import contextmanager
from functools import partial

from django.db import connection, connections, migrations, models
from django.db.backends.ddl_references import Statement, Table
from django.db.models.constants import LOOKUP_SEP

from district.queries import Query
from district.text import BETWEEN, fold, search_key

VECTOR = "array_to_tsvector(string_to_array({}, ' '))"


class Holds(models.Lookup):
    """Whether a folded column holds what a `Query` asks for."""

    lookup_name = "holds"
    prepare_rhs = False

    def get_db_prep_lookup(self, value, connection):
        return "%s", [value]

    def as_sqlite(self, compiler, connection):
        quote = connection.ops.quote_name
        table = self.lhs.target.model._meta.db_table
        index = quote(f"{table}_search")
        key = f"{quote(self.lhs.alias)}.{quote(self.lhs.target.model._meta.pk.column)}"
        phrases = self.rhs.phrases()
        holds = "".join(" AND instr(' ' || search_key || ' ', %s) > 0" for _phrase in phrases)
        sql = f"{key} IN (SELECT rowid FROM {index} WHERE {index} MATCH %s{holds})"
        return sql, [self.rhs.as_fts5(), *(phrase.needle for phrase in phrases)]

    def as_postgresql(self, compiler, connection):
        column, _params = self.process_lhs(compiler, connection)
        phrases = self.rhs.phrases()
        holds = "".join(f" AND strpos(' ' || {column} || ' ', %s) > 0" for _phrase in phrases)
        sql = f"({VECTOR.format(column)} @@ %s::tsquery{holds})"
        return sql, [self.rhs.as_tsquery(), *(phrase.needle for phrase in phrases)]


def columns_of(model, query):
    """By term of a query, in which of the searched columns of a noun it may stand.

    Links lead to short lists of names, and most terms stand in none of them: then only the noun's own index need be
    read, which stops at a limit. What stands in either would be all that both hold.
    """
    connection = connections[model._base_manager.db]
    columns = {term: [*model.searched] for term in query.terms}
    links = [path for path in model.searched if LOOKUP_SEP in path] if len(model.searched) > 1 else []
    asked = [(term, path) for term in query.terms for path in links]
    if asked:
        found = [_held_at(*_end_of(model, path), Query((term,)), connection) for term, path in asked]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {', '.join(f'EXISTS ({sql})' for sql, _params in found)}",
                [param for _sql, params in found for param in params],
            )
            for (term, path), is_there in zip(asked, cursor.fetchone(), strict=True):
                if not is_there:
                    columns[term].remove(path)
    return columns


def _end_of(model, path):
    """The noun at the end of a path, and the path from there."""
    *steps, column = path.split(LOOKUP_SEP)
    for step in steps:
        model = model._meta.get_field(step).related_model
    return model, [column]


def ids(model, query, columns, *, below=None, above=None, limit):
    """The ids of the rows of a table that hold the words, each in one of its columns (`columns_of`): the highest
    below, or the lowest above, an id.

    FTS5 hands its rows out by id as it finds them, but not to a query that asks through IN: so here
    it is asked by itself, and stops at the limit however many rows hold the words.
    """
    connection = connections[model._base_manager.db]
    if not all(columns.values()):
        return []
    sql, params = _held(model, query, columns, connection)
    pk = "rowid" if connection.vendor == "sqlite" else "id"
    for sign, bound in (("<", below), (">", above)):
        if bound is not None:
            sql, params = f"{sql} AND {pk} {sign} %s", [*params, bound]
    sql = f"{sql} ORDER BY {pk} {'DESC' if above is None else 'ASC'} LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, limit])
        return [pk for (pk,) in cursor.fetchall()]


def _held(model, query, columns, connection):
    """The ids of the rows that hold the words, each term in one of its columns, as SQL."""
    together = [*dict.fromkeys(path for paths in columns.values() for path in paths)]
    if len(together) == 1:
        return _held_at(model, together[0].split(LOOKUP_SEP), query, connection)

    def every(exactly):
        found = [
            _held_somewhere(model, paths, Query((term,), exactly), connection)
            for term, paths in columns.items()
        ]
        sql = " AND ".join(f"id IN ({sql})" for sql, _params in found)
        return f"({sql})", [param for _sql, params in found for param in params]

    sql, params = every(None)
    if query.exactly is not None:
        exact, more = every(True)
        sql, params = f"{sql} AND {'' if query.exactly else 'NOT '}{exact}", [*params, *more]
    return f"SELECT id FROM {connection.ops.quote_name(model._meta.db_table)} WHERE {sql}", params


def _held_somewhere(model, paths, query, connection):
    """The ids from each column, together: an OR over several tables would use no index."""
    found = [_held_at(model, path.split(LOOKUP_SEP), query, connection) for path in paths]
    return " UNION ".join(sql for sql, _params in found), [p for _sql, params in found for p in params]


def _held_at(model, path, query, connection):
    """The ids of the rows that hold the words in the column at the end of a path."""
    table = connection.ops.quote_name(model._meta.db_table)
    step, *rest = path
    if rest:
        link = model._meta.get_field(step)
        sql, params = _held_at(link.related_model, rest, query, connection)
        return f"SELECT id FROM {table} WHERE {link.column} IN ({sql})", params
    if connection.vendor == "sqlite":
        index = connection.ops.quote_name(f"{model._meta.db_table}_search")
        position = "instr"
        sql, params = f"SELECT rowid FROM {index} WHERE {index} MATCH %s", [query.as_fts5()]
    else:
        position = "strpos"
        sql = f"SELECT id FROM {table} WHERE {VECTOR.format('search_key')} @@ %s::tsquery"
        params = [query.as_tsquery()]
    for phrase in query.phrases():
        sql, params = f"{sql} AND {position}(' ' || search_key || ' ', %s) > 0", [*params, phrase.needle]
    return sql, params


class SearchIndex(models.Index):
    """The index over the words of a folded column.

    On SQLite it is a table of FTS5 beside the noun's, and the triggers that keep it. Django remakes a
    table for most changes to it and then creates its indexes again: so the triggers come back as well.
    """

    def create_sql(self, model, schema_editor, using="", **kwargs):
        if schema_editor.connection.vendor != "sqlite":
            return self._gin(model, schema_editor)
        table = model._meta.db_table
        triggers = [self._trigger(table, schema_editor, event) for event in ("UPDATE", "DELETE", "INSERT")]
        if table.startswith("new__"):  # the name under which Django remakes a table; its index stays
            schema_editor.deferred_sql.extend(triggers[:-1])
        else:
            for statement in (*self._table(table, schema_editor), *triggers):
                schema_editor.execute(statement, params=None)
        return triggers[-1]

    def remove_sql(self, model, schema_editor, **kwargs):
        if schema_editor.connection.vendor != "sqlite":
            return super().remove_sql(model, schema_editor, **kwargs)
        quote = schema_editor.quote_name
        table = model._meta.db_table
        for event in ("update", "delete", "insert"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {quote(f'{table}_search_{event}')}", params=None)
        return Statement(
            "DROP TABLE IF EXISTS %(index)s",
            table=Table(table, quote),
            index=quote(f"{table}_search"),
        )

    def _gin(self, model, schema_editor):
        quote = schema_editor.quote_name
        return Statement(
            "CREATE INDEX %(name)s ON %(table)s USING gin (%(vector)s) WITH (fastupdate = off)",
            table=Table(model._meta.db_table, quote),
            name=quote(self.name),
            vector=VECTOR.format(quote(self._column(model))),
        )

    def _table(self, table, schema_editor):
        """Statements that make the table of FTS5 anew and fill it from the rows there are.

        The tokenizer takes all but ASCII signs for letters: the words are those that Python wrote.
        """
        index = schema_editor.quote_name(f"{table}_search")
        options = f"""content='{table}', content_rowid='id', detail=none, tokenize="ascii tokenchars '='" """
        yield f"DROP TABLE IF EXISTS {index}"
        yield f"CREATE VIRTUAL TABLE {index} USING fts5(search_key, {options.strip()})"
        yield f"INSERT INTO {index}({index}) VALUES ('rebuild')"

    def _trigger(self, table, schema_editor, event):
        def beside(suffix):
            return Beside(table, schema_editor.quote_name, suffix)

        forget = (
            "INSERT INTO %(index)s(%(index)s, rowid, search_key) VALUES ('delete', old.id, old.search_key); "
        )
        learn = "INSERT INTO %(index)s(rowid, search_key) VALUES (new.id, new.search_key); "
        when, steps = {
            "INSERT": ("AFTER INSERT ON %(table)s", learn),
            "DELETE": ("AFTER DELETE ON %(table)s", forget),
            "UPDATE": (
                "AFTER UPDATE ON %(table)s WHEN old.id IS NOT new.id OR old.search_key IS NOT new.search_key",
                forget + learn,
            ),
        }[event]
        return Statement(
            f"CREATE TRIGGER IF NOT EXISTS %(name)s {when} BEGIN {steps}END",
            table=Table(table, schema_editor.quote_name),
            name=beside(f"_search_{event.lower()}"),
            index=beside("_search"),
        )

    def _column(self, model):
        return model._meta.get_field(self.fields[0]).column


@contextmanager
def indexed_together(model):
    """Within a transaction: the rows that a noun is given here are indexed at the end, all at once.

    By itself FTS5 puts its index in order after every row, as GIN does here, which costs more than all else.
    """
    name = _index_of(model)
    with connection.cursor() as cursor:
        if name is None:
            yield
        elif connection.vendor == "sqlite":
            yield from _indexed_by_one_statement(model, cursor)
        else:
            _let_words_wait(name, "on", cursor)
            yield
            _let_words_wait(name, "off", cursor)


def _index_of(model):
    """The name of the index of a noun's words, or None."""
    return next((index.name for index in model._meta.indexes if isinstance(index, SearchIndex)), None)


def _indexed_by_one_statement(model, cursor):
    quote = connection.ops.quote_name
    table, index = quote(model._meta.db_table), quote(f"{model._meta.db_table}_search")
    learns = f"{model._meta.db_table}_search_insert"
    cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = %s", [learns])
    trigger = cursor.fetchone()
    cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
    last = cursor.fetchone()
    cursor.execute(f"DROP TRIGGER {quote(learns)}")
    yield
    cursor.execute(
        f"INSERT INTO {index}(rowid, search_key) SELECT id, search_key FROM {table} WHERE id > %s", last
    )
    cursor.execute(*trigger)


def _let_words_wait(name, setting, cursor):
    """Whether GIN lets new words wait in a list beside the index, "on" or "off": then those that wait go into it."""
    index = connection.ops.quote_name(name)
    cursor.execute(f"ALTER INDEX {index} SET (fastupdate = {setting})")
    if setting == "off":
        cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])


class Beside(Table):
    """The name of something that is named after a table, and renamed with it."""

    def __init__(self, table, quote_name, suffix):
        self.suffix = suffix
        super().__init__(table, quote_name)

    def __str__(self):
        return self.quote_name(f"{self.table}{self.suffix}")


def keys_anew(label, **texts):
    """The operation of a migration that writes every search key of an app anew; taken back, the whole text, folded.

    `texts` gives, by the name of a noun, what its sources are where the model of the migration does not know.
    """

    def write(derive, apps, schema_editor):
        for noun in apps.get_app_config(label).get_models():
            if any(field.name == "search_key" for field in noun._meta.local_fields):
                index_again(noun, schema_editor.connection.alias, texts.get(noun._meta.model_name), derive)

    return migrations.RunPython(partial(write, search_key), partial(write, fold))


def without_waiting(label):
    """The operation of a migration after which PostgreSQL has the words of an app in its index once they are written.

    By default GIN lets them wait in a list, which every search reads through; while it is long, the planner rather
    reads the whole table.
    """

    def let_words_wait(setting, apps, schema_editor):
        if schema_editor.connection.vendor != "postgresql":
            return
        with schema_editor.connection.cursor() as cursor:
            for name in filter(None, map(_index_of, apps.get_app_config(label).get_models())):
                _let_words_wait(name, setting, cursor)

    return migrations.RunPython(partial(let_words_wait, "off"), partial(let_words_wait, "on"))


def index_again(model, using, texts, derive):
    """Write the search key of every row anew, past the history: it follows from the row. For migrations."""
    connection = connections[using]
    quote = connection.ops.quote_name
    sql = f"UPDATE {quote(model._meta.db_table)} SET search_key = %s WHERE id = %s"
    sources = model._meta.get_field("search_key").sources
    rows, last = model._base_manager.using(using).order_by("pk"), 0
    if texts:
        rows = rows.select_related()
    while batch := list(rows.filter(pk__gt=last)[:2000]):
        keys = []
        for row in batch:
            parts = texts(row) if texts else [getattr(row, source) for source in sources]
            keys.append((derive(BETWEEN.join(str(part) for part in parts if part)), row.pk))
        with connection.cursor() as cursor:
            cursor.executemany(sql, keys)
        last = batch[-1].pk
