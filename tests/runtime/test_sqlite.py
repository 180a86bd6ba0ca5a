"""SQLite as an office needs it: writers wait for each other, and a power cut loses nothing."""

import pytest
from django.db import connection


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 30_000), ("foreign_keys", 1)],
)
@pytest.mark.django_db
def test_connection_is_careful(pragma, expected):
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone() == (expected,)


@pytest.mark.django_db
def test_transaction_takes_the_write_lock_at_its_beginning():
    assert connection.transaction_mode == "IMMEDIATE"
