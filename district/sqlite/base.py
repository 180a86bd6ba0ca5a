"""Django's SQLite, otherwise in three things: writers take turns, a statement is rewritten once, and may be given up.

By itself SQLite lets those who wait for its lock sleep, ever longer, up to a tenth of a second. Whoever writes one
transaction after another has it back long before, and others waited for seconds. Here they stand in a queue, of which
only the first looks whether the lock is free.
"""

import os
import sqlite3
from contextlib import closing, contextmanager
from fcntl import LOCK_EX, flock
from functools import lru_cache
from pathlib import Path
from time import monotonic, sleep

from django.db import OperationalError
from django.db.backends.sqlite3 import base

PAUSE = 0.001
"""Seconds until the first in the queue looks again."""


class Cursor(base.SQLiteCursorWrapper):
    """A cursor that knows how a statement of Django reads in SQLite: ours are long, few, and asked again and again."""

    def convert_query(self, query, *, param_names=None):
        if param_names is None:
            return _without_names(query)
        return super().convert_query(query, param_names=param_names)


@lru_cache(1000)
def _without_names(query):
    return base.SQLiteCursorWrapper.convert_query(None, query)


class TooLong(OperationalError):
    """A statement was given up."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions begin in turn."""

    def create_cursor(self, name=None):
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self):
        """Begin when it is one's turn; OperationalError if the lock is kept longer than the connection's `timeout`."""
        if self.is_in_memory_db():
            return super()._start_transaction_under_autocommit()
        with turn(self.settings_dict["NAME"]), self._awake() as patience:
            given_up_at = monotonic() + patience
            while True:
                try:
                    return super()._start_transaction_under_autocommit()
                except OperationalError as error:
                    if not is_busy(error) or monotonic() > given_up_at:
                        raise
                sleep(PAUSE)

    @contextmanager
    def within(self, steps):
        """Raise TooLong for a statement that takes more steps of SQLite's machine."""
        self.ensure_connection()
        self.connection.set_progress_handler(lambda: True, steps)
        try:
            yield
        except OperationalError as error:
            if is_given_up(error):
                raise TooLong from error
            raise
        finally:
            self.connection.set_progress_handler(None, 0)

    @contextmanager
    def _awake(self):
        """SQLite does not wait by itself; gives the seconds for which it otherwise would."""
        with closing(self.cursor()) as cursor:
            [milliseconds] = cursor.execute("PRAGMA busy_timeout").fetchone()
            cursor.execute("PRAGMA busy_timeout = 0")
            try:
                yield milliseconds / 1000
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")


@contextmanager
def turn(database):
    """Wait until nobody is before us; the kernel keeps the order, and strikes off whoever is gone."""
    folder = os.open(Path(database).parent, os.O_RDONLY)
    try:
        flock(folder, LOCK_EX)
        yield
    finally:
        os.close(folder)


def is_busy(error):
    """Whether somebody else has the lock."""
    return code_of(error) == sqlite3.SQLITE_BUSY


def is_given_up(error):
    """Whether a statement took more steps than it might (`DatabaseWrapper.within`)."""
    return code_of(error) == sqlite3.SQLITE_INTERRUPT


def code_of(error):
    """What SQLite calls an error, without its particulars."""
    return getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
