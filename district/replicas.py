"""Which database a request reads from, where the primary has a streaming replica (DATABASE_REPLICA_URL).

What strangers read, they read from the replica, if it has replayed all that the primary had committed when the request
came: so whoever asks after a commit sees it, on whichever of the two. What is written, and what happens in a
transaction or for somebody signed in, is the primary's. Who does not answer is left alone for some seconds.
"""

import logging
from contextvars import ContextVar
from time import monotonic

from django.conf import settings
from django.db import Error, connections

log = logging.getLogger(__name__)

PRIMARY, REPLICA = "default", "replica"

AGAIN = 2
"""Seconds for which a database that did not answer is not asked."""

SOMEWHERE = ""
"""In the place of a database: whichever of the two turns out to have what is asked for."""

CAUGHT_UP = "pg_last_wal_replay_lsn() >= %s::pg_lsn OR %s IS NULL"
"""Of a replica, with the position twice: whether it has replayed the journal up to there, if that is known."""

reading = ContextVar("reading", default=PRIMARY)
"""Where this request reads."""

position = ContextVar("position", default=None)
"""What of the primary's journal was committed when this request asked."""

silent = {}
"""Until when a database is left alone, by its alias, on the clock of this process."""


class Reads:
    """Middleware: strangers read from either database, and what one fails at is asked of the other."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_strangers = (
            request.method in ("GET", "HEAD") and settings.SESSION_COOKIE_NAME not in request.COOKIES
        )
        reading.set(SOMEWHERE if is_strangers else PRIMARY)
        position.set(None)
        response = self.get_response(request)
        if is_strangers and response.status_code == 503:
            log.warning("What one database failed at is asked of the other.")
            reading.set(PRIMARY if reading.get() == REPLICA else SOMEWHERE)
            position.set(None)
            response = self.get_response(request)
        reading.set(PRIMARY)  # what is streamed from now on cannot be asked again
        return response


class Router:
    """The database of a statement, as Django asks for it."""

    def db_for_read(self, model, **hints):
        if connections[PRIMARY].in_atomic_block:
            return PRIMARY
        if reading.get() == SOMEWHERE:
            reading.set(REPLICA if is_caught_up() else PRIMARY)
        return reading.get()

    def db_for_write(self, model, **hints):
        reading.set(PRIMARY)  # a request reads what it wrote
        return PRIMARY

    def allow_relation(self, *records, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == PRIMARY


def snapshot():
    """Which transactions of the primary can be seen now, as text; None if it does not answer."""
    seen, committed = ask(
        PRIMARY, "SELECT pg_current_snapshot()::text, pg_current_wal_flush_lsn()::text"
    ) or (None, None)
    position.set(committed)
    return seen


def is_caught_up():
    """Whether the replica has what the primary had committed, or stands alone."""
    if position.get() is None:
        snapshot()
    row = ask(REPLICA, f"SELECT {CAUGHT_UP}", position.get(), position.get())
    return bool(row and row[0])


def lag():
    """Whole seconds by which the replica is behind the primary; None if it does not answer."""
    snapshot()
    since = "extract(epoch FROM now() - pg_last_xact_replay_timestamp())"
    row = ask(
        REPLICA, f"SELECT CASE WHEN {CAUGHT_UP} THEN 0 ELSE {since} END", position.get(), position.get()
    )
    return row and int(row[0] or 0)


def ask(alias, sql, *params):
    """The row that a database answers, or None if it does not; then nobody asks it for a while."""
    now = monotonic()
    if alias in silent:
        if now < silent[alias]:
            return None
        silent[alias] = now + AGAIN  # one asks whether it is back, the others need not wait with it
    try:
        row = _first_row(connections[alias], sql, params)
    except Error as error:
        silent[alias] = monotonic() + AGAIN
        connections[alias].close()
        log.warning("The database %s does not answer: %s", alias, str(error).strip().partition("\n")[0])
        return None
    if silent.pop(alias, None):
        log.warning("The database %s answers again.", alias)
    return row


def _first_row(connection, sql, params):
    """The first row of what a database answers. Whether an open connection still lives, this very question tells."""
    was_open, connection.health_check_done = connection.connection is not None, True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchone()
    except Error:
        connection.close()
        if not was_open:
            raise
    return _first_row(connection, sql, params)
