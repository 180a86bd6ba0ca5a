"""SQLite for several writers: whoever asks for its lock first has it first.

By itself SQLite lets those who wait sleep, ever longer, up to a tenth of a second. Whoever writes one transaction
after another has the lock back long before, and others waited for seconds. Here they stand in a queue, of which only
the first looks whether the lock is free.
"""

import os
import sqlite3
from contextlib import closing, contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from time import monotonic, sleep

from django.db import OperationalError
from django.db.backends.sqlite3 import base

PAUSE = 0.001
"""Seconds until the first in the queue looks again."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions begin in turn."""

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
    return getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
