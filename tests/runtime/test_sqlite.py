"""SQLite as an office needs it: writers wait for each other in turn, and a power cut loses nothing."""

from contextlib import contextmanager
from threading import Event, Thread
from time import sleep

import pytest
from django.db import OperationalError, connection

from district.sqlite.base import TooLong

pytestmark = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="of SQLite alone")


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


@pytest.mark.django_db
def test_statement_that_takes_too_many_steps_is_given_up_and_the_next_is_not():
    counting = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) SELECT COUNT(*) FROM n"
    )
    with connection.cursor() as cursor:
        with connection.within(10_000):
            assert cursor.execute(counting.format(10)).fetchone() == (10,)
        with pytest.raises(TooLong), connection.within(10_000):
            cursor.execute(counting.format(1_000_000)).fetchone()
        assert cursor.execute(counting.format(100_000)).fetchone() == (100_000,)


@pytest.mark.django_db(transaction=True)
def test_writer_who_waits_comes_before_one_who_writes_again():
    written, begun, ended = [], Event(), Event()

    def write_on_and_on():
        with another_connection() as busy:
            while not ended.is_set():
                with writing(busy):
                    begun.set()
                    sleep(0.005)
                    written.append(1)

    writer = Thread(target=write_on_and_on)
    writer.start()
    try:
        with another_connection() as late:
            assert begun.wait(30)
            waited = []
            for _turn in range(20):
                before = len(written)
                with writing(late):
                    waited.append(len(written) - before)
    finally:
        ended.set()
        writer.join()
    # One that was open and one that already stood in the queue; more only where this thread itself gets no processor.
    assert max(waited) < 50


@pytest.mark.django_db(transaction=True)
def test_lock_that_is_never_free_is_an_error_in_the_end_and_lets_the_next_one_try():
    with another_connection() as first, another_connection() as second, another_connection() as third:
        for impatient in (second, third):
            impatient.cursor().execute("PRAGMA busy_timeout = 50")
        with writing(first):
            for impatient in (second, third):
                with pytest.raises(OperationalError, match="locked"), writing(impatient):
                    pass
        with writing(third) as cursor:
            assert cursor.execute("PRAGMA busy_timeout").fetchone() == (50,), (
                "what else waits, waits as before"
            )


@contextmanager
def another_connection():
    """A connection to the same database, as another thread or process has one."""
    other = connection.copy()
    other.inc_thread_sharing()
    try:
        yield other
    finally:
        other.close()


@contextmanager
def writing(database):
    """A transaction that changes nothing, of which the end is a commit."""
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    try:
        yield database.cursor()
    finally:
        database.commit()
        database.set_autocommit(True)
