"""The sample district as a client meets it: at one instant, at one address, its ids from 1."""

from datetime import datetime
from unittest.mock import patch
from zoneinfo import ZoneInfo

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection

from meetings.models import Seal

HOST = "127.0.0.1:8000"
LOADED_AT = datetime(2026, 1, 5, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def load():
    """Load the sample into empty tables, whatever ids they have given away before."""
    with connection.cursor() as cursor:
        for sql in _ids_begin_again():
            cursor.execute(sql)
    sealed_at = Seal._meta.get_field("sealed_at")
    with at_that_instant(), patch.object(sealed_at, "_get_default", lambda: LOADED_AT):
        call_command("load_sample", verbosity=0)


def _ids_begin_again():
    """At 1 everywhere; then after the last row, where a table has rows: a sequence of PostgreSQL does not look."""
    models = apps.get_models()
    sequences = [{"table": model._meta.db_table, "column": model._meta.pk.column} for model in models]
    yield from connection.ops.sequence_reset_by_name_sql(no_style(), sequences)
    yield from connection.ops.sequence_reset_sql(no_style(), models)


def at_that_instant():
    """The clock stands still."""
    return patch("django.utils.timezone.now", return_value=LOADED_AT)
