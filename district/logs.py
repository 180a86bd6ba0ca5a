"""What the site notes of its work: a line for each request and each failure, as JSON, or at a terminal for the eye."""

import logging
import re
import sys
from contextlib import suppress
from contextvars import ContextVar
from secrets import token_hex
from time import perf_counter

import orjson
import structlog
from django.http import QueryDict
from django.views.debug import SafeExceptionReporterFilter

from district.addresses import address_of

GIVEN_ID = re.compile(r"[\w.-]{8,64}", re.ASCII)
"""An id that whoever stands before the site may give a request."""

SECRET = SafeExceptionReporterFilter.hidden_settings
"""How what must not be shown is named, as Django knows it."""

ROWS = re.compile(r"^DETAIL:.*$", re.MULTILINE)
"""Where PostgreSQL quotes the row that it refuses: what a person typed is not for the log."""

request_id = ContextVar("request_id", default=None)
"""The id of the request that is at work."""


class RequestLog:
    """Middleware: gives each request an id, which every line about it bears and its answer tells, and notes how it went."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.log = structlog.get_logger()

    def __call__(self, request):
        begun = perf_counter()
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request.id = given if GIVEN_ID.fullmatch(given) else token_hex(16)
        request_id.set(request.id)
        response = self.get_response(request)
        response["X-Request-ID"] = request.id
        note = self.log.error if response.status_code >= 500 else self.log.info
        with suppress(OSError):  # a full disk under the log is no reason to refuse a reader
            note(
                "request",
                user=getattr(getattr(request, "_cached_user", None), "pk", None),
                address=address_of(request),
                method=request.method,
                path=path_of(request),
                status=response.status_code,
                ms=round((perf_counter() - begun) * 1000, 1),
            )
        return response


def path_of(request):
    """What is asked for, without the values of parameters that are named like secrets."""
    path, query = request.path, request.META.get("QUERY_STRING", "")
    for name, value in request.resolver_match.kwargs.items() if request.resolver_match else ():
        if SECRET.search(name):
            path = path.replace(str(value), "***")
    if SECRET.search(query):
        parameters = QueryDict(query, mutable=True)
        for name in filter(SECRET.search, parameters):
            parameters[name] = "***"
        query = parameters.urlencode(safe="*/")
    return f"{path}?{query}" if query else path


class Lines(structlog.stdlib.ProcessorFormatter):
    """How a line reads, whoever notes it: the site itself, Django or the server."""

    def __init__(self, *, for_the_eye):
        """Take the form, and give it also to the lines of requests: they are many, and do without `logging`."""
        shared = [
            structlog.processors.TimeStamper("iso", key="time"),
            structlog.processors.add_log_level,
            with_request_id,
        ]
        told = (
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(),
                timestamp_key="time",
                exception_formatter=structlog.dev.plain_traceback,
            )
            if for_the_eye
            else structlog.processors.JSONRenderer(as_json)
        )
        super().__init__(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[
                self.remove_processors_meta,
                structlog.processors.format_exc_info,
                without_rows,
                told,
            ],
        )
        structlog.configure(
            processors=[*shared, told],
            wrapper_class=structlog.make_filtering_bound_logger("info"),
            cache_logger_on_first_use=True,
            logger_factory=lambda *names: structlog.WriteLogger(logging.getLogger().handlers[0].stream),
        )


def with_request_id(logger, method, line):
    """The line with the id of the request that it is about."""
    if given := request_id.get():
        line["request_id"] = given
    return line


def as_json(line, default=None):
    """A line for a machine; what JSON does not know is told as text."""
    return orjson.dumps(line, str).decode()


def without_rows(logger, method, line):
    """The line with no row of the database in its traceback."""
    if "exception" in line:
        line["exception"] = ROWS.sub("DETAIL: …", line["exception"])
    return line
