"""What a site at work counts, for Prometheus: requests by view, statements by database, answers given from memory.

Only where METRICS_TOKEN is set is any of it loaded, counted or shown. Every process of a machine counts into files of
its own, and whichever is asked adds them all up.
"""

from time import perf_counter

from django.conf import settings
from django.db.backends.signals import connection_created
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from district.sqlite.base import is_given_up

SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)

METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
"""Methods that are counted apart: a client may invent others without end."""

requests = Histogram(
    "site_request_seconds",
    "Time to the first byte of an answer; what memory gave has no view.",
    ["view", "method", "status"],
    buckets=SECONDS,
)
queries = Histogram("site_query_seconds", "Time of a statement.", ["database"], buckets=SECONDS)
failures = Counter(
    "site_query_failures", "Statements that a database refused or did not answer.", ["database"]
)
answers = Counter("site_api_answers", "Answers of the API, by whether they were kept in memory.", ["kept"])


class Measured:
    """Middleware: counts every request, and every statement of the connections that are made from now on."""

    def __init__(self, get_response):
        self.get_response = get_response
        connection_created.connect(time_queries)

    def __call__(self, request):
        begun = perf_counter()
        response = self.get_response(request)
        view = request.resolver_match.view_name or "" if request.resolver_match else ""
        method = request.method if request.method in METHODS else "other"
        requests.labels(view, method, response.status_code).observe(perf_counter() - begun)
        kept = getattr(response, "kept", None)
        if kept is not None:
            answers.labels(kept).inc()
        return response


def time_queries(connection, **signal):
    """Time what runs on a connection, also after it was lost and made again."""
    if timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(timed)


def timed(execute, sql, params, many, context):
    """Run a statement and note how long it took."""
    database, begun = context["connection"].alias, perf_counter()
    try:
        return execute(sql, params, many, context)
    except Exception as error:
        if not is_given_up(error):
            failures.labels(database).inc()
        raise
    finally:
        queries.labels(database).observe(perf_counter() - begun)


@never_cache
@require_safe
def page(request):
    """All that was counted on this machine, for whoever shows the token; for others there is no such page."""
    shown = request.headers.get("Authorization", "")
    if not constant_time_compare(shown, f"Bearer {settings.METRICS_TOKEN}"):
        raise Http404
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
