"""Errors as a client of the API sees them: problem details (RFC 9457), in English, naming the parameter."""

import logging
from http import HTTPStatus

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, JsonResponse
from rest_framework import status
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAcceptable, NotFound

log = logging.getLogger("district.api")

SCHEMA = {
    "type": "object",
    "description": "What went wrong, as RFC 9457 describes it.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "description": "`about:blank`: the status says which kind of problem it is.",
        },
        "title": {"type": "string", "description": "The status in words."},
        "status": {"type": "integer", "description": "The status of the answer."},
        "detail": {"type": "string", "description": "What is wrong, for a person."},
        "errors": {
            "type": "array",
            "description": "The parameters to blame, for status 400.",
            "items": {
                "type": "object",
                "required": ["parameter", "detail"],
                "properties": {
                    "parameter": {"type": "string", "description": "Its name."},
                    "detail": {"type": "string", "description": "What is wrong with it, or expected of it."},
                },
            },
        },
    },
}
"""The problem in OpenAPI."""


class BadParameters(APIException):
    """The request has parameters that are unknown or cannot be read: each is named, none is ignored."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, reasons):
        """Take the sentences by the name of the parameter."""
        self.errors = [
            {"parameter": name, "detail": " ".join([sentences] if isinstance(sentences, str) else sentences)}
            for name, sentences in reasons.items()
        ]
        super().__init__("; ".join(f"{error['parameter']}: {error['detail']}" for error in self.errors))


def problem_response(exc, context):
    """The answer to any exception that a view of the API raised. An unexpected one is logged, not told."""
    code, detail = _told(exc, context)
    problem = {
        "type": "about:blank",
        "title": HTTPStatus(code).phrase,
        "status": code,
        "detail": detail,
    }
    if isinstance(exc, BadParameters):
        problem["errors"] = exc.errors
    return JsonResponse(
        problem,
        status=code,
        content_type="application/problem+json",
        headers={"Content-Language": "en", "Access-Control-Allow-Origin": "*", **_due(exc)},
        json_dumps_params={"ensure_ascii": False},
    )


def _due(exc):
    """The headers that HTTP wants beside some refusals."""
    asked = {"WWW-Authenticate": getattr(exc, "auth_header", None), "Retry-After": getattr(exc, "wait", None)}
    return {name: str(value) for name, value in asked.items() if value}


def _told(exc, context):
    if isinstance(exc, (Http404, NotFound)):
        return 404, "There is nothing published at this address."
    if isinstance(exc, MethodNotAllowed):
        return 405, f"{context['request'].method} is not allowed: this API is read-only."
    if isinstance(exc, NotAcceptable):
        return 406, "No format that this address offers is among those that the request accepts."
    if isinstance(exc, APIException):
        return exc.status_code, str(exc.detail)
    if isinstance(exc, (SuspiciousOperation, BadRequest)):
        return 400, "The request cannot be read."
    log.error("%s failed", context["request"].path, exc_info=exc)
    if isinstance(exc, (OperationalError, InterfaceError)):
        return 503, "The database does not answer. Try again in some seconds."
    return 500, "The server failed. The error has been logged."
