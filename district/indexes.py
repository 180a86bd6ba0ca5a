"""The indexes behind the orders in which a list can be read."""

from django.db.models import Index


def listed_by(noun, *names):
    """Indexes, named after the noun, that give its rows by each of these fields, ties broken by id."""
    return [Index(fields=[name, "id"], name=f"{noun}_by_{name}") for name in names]


def estimate(connection):
    """Let the database count what its indexes hold, by which it plans its reading.

    SQLite counts only when asked, and from the first rows of a large index: it may take one of two indexes of a table
    for ten times as long as the other, and would then skip through all values of a first column and sort what it finds.
    It never need: whatever a list is ordered by or asked for leads an index.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 10000")
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("UPDATE sqlite_stat1 SET stat = stat || ' noskipscan' WHERE idx IS NOT NULL")
            cursor.execute("ANALYZE sqlite_schema")
