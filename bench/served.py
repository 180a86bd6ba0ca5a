"""The Django application under the bench; asked with X-Bench, it answers with the statements that it ran."""

import json
import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

from django.db import connection

from district.wsgi import application as served


def application(environ, start_response):
    if "HTTP_X_BENCH" not in environ:
        return served(environ, start_response)
    statements = []

    def note(execute, sql, params, many, context):
        values = [value if isinstance(value, list) else str(value) for value in params or ()]
        statements.append([sql, values])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        answer = b"".join(served(environ, lambda status, headers, exc_info=None: None))
    body = json.dumps([statements, answer.decode(errors="replace")]).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
