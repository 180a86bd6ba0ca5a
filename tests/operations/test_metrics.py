"""What Prometheus is told, and that nobody else is. How processes add up is seen on a served site (test_replica.py)."""

import pytest
from django.db import DatabaseError, connection
from django.http import Http404
from prometheus_client import REGISTRY

from district import metrics
from district.sqlite.base import TooLong


@pytest.fixture
def counted(client, settings, monkeypatch):
    """Tells by how much a sample has grown."""
    settings.MIDDLEWARE = ["district.metrics.Measured", *settings.MIDDLEWARE]
    seen = {}

    def grown(name, **labels):
        now = REGISTRY.get_sample_value(name, labels) or 0
        before, seen[name, *labels.values()] = seen.get((name, *labels.values()), 0), now
        return now - before

    return grown


@pytest.mark.django_db
def test_requests_are_counted_by_view_and_answers_by_whether_they_were_kept(client, counted, monkeypatch):
    monkeypatch.setattr("district.answers.Moment.now", lambda moment: "unchanged")
    count = {"name": "site_request_seconds_count", "method": "GET"}
    samples = [
        {**count, "view": "sessions-list", "status": "200"},
        {**count, "view": "", "status": "200"},
        {**count, "view": "", "status": "304"},
        {**count, "view": "", "status": "404"},
        {**count, "view": "district.views.healthz", "status": "405", "method": "other"},
        {"name": "site_api_answers_total", "kept": "False"},
        {"name": "site_api_answers_total", "kept": "True"},
    ]
    for sample in samples:
        counted(**sample)
    tag = client.get("/api/v1/sessions/")["ETag"]
    client.get("/api/v1/sessions/")
    client.get("/api/v1/sessions/", headers={"If-None-Match": tag})
    client.get("/no-such-page/")
    client.generic("INVENTED", "/healthz")
    assert [counted(**sample) for sample in samples] == [1, 1, 1, 1, 1, 1, 2]


@pytest.mark.django_db
def test_statements_are_counted_by_database_once_also_on_a_connection_made_again(counted):
    before = list(connection.execute_wrappers)
    for _time in range(2):
        metrics.time_queries(connection)
    try:
        counted("site_query_seconds_count", database="default")
        counted("site_query_failures_total", database="default")
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            with pytest.raises(DatabaseError):
                cursor.execute("SELECT nothing_of_the_kind")
    finally:
        connection.execute_wrappers[:] = before
        connection.set_rollback(True)
    assert counted("site_query_seconds_count", database="default") == 2
    assert counted("site_query_failures_total", database="default") == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite alone")
@pytest.mark.django_db
def test_statement_that_is_given_up_has_not_failed(counted):
    before = list(connection.execute_wrappers)
    metrics.time_queries(connection)
    counted("site_query_failures_total", database="default")
    try:
        with connection.cursor() as cursor, pytest.raises(TooLong), connection.within(1_000):
            cursor.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n"
            )
    finally:
        connection.execute_wrappers[:] = before
    assert counted("site_query_failures_total", database="default") == 0


def test_page_is_for_whoever_shows_the_token(rf, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    settings.METRICS_TOKEN = "a-token"
    assert metrics.page(rf.get("/metrics", headers={"Authorization": "Bearer a-token"})).status_code == 200
    for shown in ({}, {"Authorization": "a-token"}, {"Authorization": "Bearer "}):
        with pytest.raises(Http404):
            metrics.page(rf.get("/metrics", headers=shown))


def test_nothing_is_measured_unless_it_is_asked_for(client, settings):
    assert "district.metrics.Measured" not in settings.MIDDLEWARE
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
