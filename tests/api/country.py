"""The statistics of a whole country: a database with a few rows plans as if it held those of 700 districts."""

from math import ceil

from django.apps import apps
from django.db import connection, models

from district.models import Membership, Organization, Person, Record, Sector, Term
from meetings.models import Indicator, IndicatorValue, Result, Session, Shortcoming
from resolutions.models import Directive, PersonnelDecision, ProgressReport, Remedy, Resolution, Review

ROWS = {
    Sector: 63,
    Indicator: 300,
    Term: 2_100,
    Session: 14_000,
    Organization: 14_700,
    Resolution: 18_000,
    PersonnelDecision: 18_000,
    Person: 23_100,
    Membership: 23_100,
    Result: 140_000,
    Shortcoming: 140_000,
    IndicatorValue: 420_000,
    Remedy: 560_000,
    Review: 970_000,
    ProgressReport: 990_000,
    Directive: 1_400_000,
}
"""How many there are with 20 units and 20 sessions a district, and 100 directives a session."""

OTHERS = 420_000
"""How many there are of any other noun: most hang on sessions."""

LARGE = 10_000
"""A table of more rows is not read from end to end for a page."""


def rows(noun):
    """How many rows the table of the noun has in the country."""
    return ROWS.get(noun, OTHERS)


def nouns():
    """Every noun of which the test has a row: whatever is said of an empty table, PostgreSQL sees that it is."""
    return [
        model for model in apps.get_models() if issubclass(model, Record) and model._base_manager.exists()
    ]


def _values(field, noun):
    """How many different values a column has. Everything is public; an import writes twenty rows at an instant."""
    most = rows(noun)
    if field.unique or isinstance(field, models.TextField):
        return most
    if field.related_model:
        return min(most, rows(field.related_model))
    if field.choices:
        return 1 if field.name in noun.public_through else len(field.choices)
    if isinstance(field, models.DateTimeField):
        return ceil(most / 20)
    if isinstance(field, models.DateField):
        return min(most, 3_000)
    return min(most, 1_000 if isinstance(field, models.CharField | models.DecimalField) else 100)


def plant():
    """Let the planner count so many, until the transaction is taken back."""
    plant = {"sqlite": _plant_in_sqlite, "postgresql": _plant_in_postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        plant(cursor)


def forget():
    """Let SQLite, which keeps in memory what it has read of statistics, read that there are none."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM sqlite_stat1")
            cursor.execute("ANALYZE sqlite_schema")


def _plant_in_sqlite(cursor):
    cursor.execute("ANALYZE")
    cursor.execute("DELETE FROM sqlite_stat1")
    for noun in nouns():
        table = noun._meta.db_table
        fields = {field.column: field for field in noun._meta.local_fields}
        cursor.execute("SELECT name, partial FROM pragma_index_list(%s)", [table])
        for index, is_partial in cursor.fetchall():
            cursor.execute("SELECT name FROM pragma_index_info(%s)", [index])
            alike = [rows(noun) // (5 if is_partial else 1)]
            for (column,) in cursor.fetchall():
                values = _values(fields[column], noun) if column in fields else 1_000
                alike.append(max(1, alike[-1] // values))
            stat = " ".join([*map(str, alike), "noskipscan"])  # as `district.indexes.estimate` leaves it
            cursor.execute("INSERT INTO sqlite_stat1 VALUES (%s, %s, %s)", [table, index, stat])
    cursor.execute("ANALYZE sqlite_schema")


NO_SLOTS = ", ".join(f"stakind{n}, staop{n}, stacoll{n}" for n in range(1, 6))
"""Where PostgreSQL keeps common values and histograms: of the country it knows none."""


def _plant_in_postgresql(cursor):
    for noun in nouns():
        table = noun._meta.db_table
        cursor.execute("DELETE FROM pg_statistic WHERE starelid = %s::regclass", [table])
        for field in noun._meta.local_fields:
            cursor.execute(
                "INSERT INTO pg_statistic (starelid, staattnum, stainherit, stanullfrac, stawidth, stadistinct, "
                f"{NO_SLOTS}) SELECT attrelid, attnum, FALSE, %s, 30, %s{', 0' * 15} FROM pg_attribute "
                "WHERE attrelid = %s::regclass AND attname = %s",
                [0.2 if field.null else 0, _values(field, noun), table, field.column],
            )
        cursor.execute(
            "UPDATE pg_class SET reltuples = %s, relpages = pg_relation_size(oid) / 8192 "
            "WHERE oid = %s::regclass",
            [rows(noun), table],
        )
