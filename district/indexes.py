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
    statements = ["ANALYZE"]
    if connection.vendor == "sqlite":
        never_skip = "UPDATE sqlite_stat1 SET stat = stat || ' noskipscan' WHERE idx IS NOT NULL"
        statements = ["PRAGMA analysis_limit = 10000", *statements, never_skip, "ANALYZE sqlite_schema"]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
