"""What the tests of bad input share: how many cases, rows that come back after each, and how to see that nothing was written."""

import os
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.apps import apps
from django.conf import settings as site
from django.db import connection, transaction
from django.utils.encoding import force_bytes
from hypothesis import HealthCheck, Phase, settings

from district.models import Record

CASES = int(os.environ.get("CASES", 0))
"""How many cases are asked for in all; a few where nobody says."""

COUNTED = Counter()
"""How many cases each door was given."""

PASSING = {
    "django_session",
    "django_admin_log",
    "axes_accessattempt",
    "axes_accessfailurelog",
    "axes_accesslog",
    "django_migrations",
}
"""Tables of what is remembered of a visit, not of a record."""


def trials(door, among=1, few=4):
    """How a test is run that is one of `among` at a door: the same cases each time, no more than its share of them."""
    share = CASES * SHARES[door] // 100 // among
    return settings(
        max_examples=share or few,
        phases=[Phase.explicit, Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


SHARES = {
    "api": 62, "public": 5, "lists": 4, "deeds": 3, "choices": 3, "paths": 5, "door": 3, "desk": 5, "office": 4, "cells": 2, "tables": 2, "uploads": 2,
}  # fmt: skip
"""Of a hundred cases, how many go to each door: most to where one costs least."""


@contextmanager
def case(door):
    """One case: it is counted, and what it writes is taken back."""
    COUNTED[door] += 1
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _marks():
    """The queries that tell whether a table has changed."""
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if table in PASSING or model._meta.proxy:
            continue
        changed = ", MAX(modified_at)" if issubclass(model, Record) else ""
        key = connection.ops.quote_name(model._meta.pk.column)
        columns = f"COUNT(*), CAST(MAX({key}) AS varchar(100))"
        columns += ", CAST(MAX(modified_at) AS varchar(40))" if changed else ", ''"
        yield f"SELECT '{table}', {columns} FROM {connection.ops.quote_name(table)}"


def written():
    """A mark of every table: the same before and after, unless a row was made, changed or deleted.

    A change of a row shows in its instant, and in the line of history that each leaves.
    """
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(_marks()))
        return sorted(cursor.fetchall())


def stored_files():
    """The files in the storage of uploads, by their paths there."""
    return sorted(
        str(path.relative_to(site.MEDIA_ROOT)) for path in Path(site.MEDIA_ROOT).rglob("*") if path.is_file()
    )


def asked(**parameters):
    """The parameters as an address has them, bytes that are no text among them."""
    return "&".join(f"{quote(name)}={quote(force_bytes(value))}" for name, value in parameters.items())
