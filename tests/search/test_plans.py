"""A search reads an index, not the table, however the words are asked for."""

import pytest
from django.db import connection
from django.db.models.query import QuerySet
from django.test.utils import CaptureQueriesContext

from district.models import Person
from district.pagination import Found
from meetings.models import Session
from resolutions.models import Directive
from tests.desk.rows import session

pytestmark = pytest.mark.django_db


@pytest.fixture
def many():
    """Enough rows for a planner to prefer an index."""
    whole = session()
    rows = [Directive(session=whole, text=f"việc số {i} giải quyết", position=i + 1) for i in range(3000)]
    QuerySet(Directive).bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":  # as its autovacuum does soon after
            cursor.execute("SELECT gin_clean_pending_list('directive_searched')")
    return whole


def scanned(queries):
    """The tables that the queries read from end to end."""
    tables = []
    for query in queries:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                steps = [row[3] for row in cursor.fetchall()]
                tables += [s for s in steps if s.startswith("SCAN") and "VIRTUAL TABLE INDEX" not in s]
            else:
                cursor.execute(f"EXPLAIN {query['sql']}")
                tables += [
                    row[0] for row in cursor.fetchall() if "Seq Scan on resolutions_directive" in row[0]
                ]
    return [table for table in tables if "directive" in table]


@pytest.mark.parametrize("words", ["viec 17", "việc 17", "17*", '"so 17"', "zzz", "giai quyet viec so"])
def test_a_search_scans_no_large_table(many, words):
    many.publish()
    with CaptureQueriesContext(connection) as captured:
        Found(Directive, words, Directive.objects.published).after(None, 51)
        list(Directive.objects.matching(words).filter(position__lt=20)[:10])
    assert captured.captured_queries
    assert not scanned(captured.captured_queries)


def test_a_page_of_a_search_is_read_in_few_queries(many, django_assert_max_num_queries):
    many.publish()
    with django_assert_max_num_queries(4):
        assert len(Found(Directive, "giai quyet", Directive.objects.published).after(None, 51)) == 51


def test_links_are_followed_from_what_was_found():
    for noun, words in ((Session, "dien bien"), (Person, "dien bien")):
        with CaptureQueriesContext(connection) as captured:
            list(noun.objects.matching(words))
        assert not scanned(captured.captured_queries)
