"""Answers of the API: conditional, compressed, and kept in memory until anything is committed."""

import gzip
from collections import OrderedDict
from functools import lru_cache
from hashlib import sha256
from math import ceil
from threading import Lock, local
from time import time

import brotli
from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpResponse
from django.urls import resolve
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe

from district import replicas

API = "/api/"
"""How the paths of the API begin."""

ENCODINGS = {
    "br": lambda content: brotli.compress(content, quality=4),
    "gzip": lambda content: gzip.compress(content, 5, mtime=0),
}
"""How content is compressed, the best first."""

WORTH_COMPRESSING = 200
"""Bytes from which on an answer is compressed: below it GZipMiddleware leaves it alone as well."""

ROOM = 64 * 2**20
"""Bytes of the answers that one process keeps."""


class KeptAnswers:
    """Middleware: an answer is given again as long as the database is what it was when the answer was made.

    Whoever asks after a commit sees it, in whichever process or on whichever machine it was made: every
    request asks its own connection whether anything has changed, and nothing else decides.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.kept = Shelf(ROOM)
        self.moment = Moment()

    def __call__(self, request):
        if not request.path_info.startswith(API) or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        moment, told = self.moment.now(), request.META
        address = request.scheme, request.get_host(), request.path, told.get("QUERY_STRING", "")
        key = address, told.get("HTTP_ACCEPT", "")
        kept = answer = moment and self.kept.get(key, moment)
        if answer is None:
            response = self.get_response(request)
            if response.status_code != 200 or response.streaming:
                return response
            answer = Answer(response)
            if moment:
                self.kept.put(key, moment, answer)
        response = answer.to(request)
        response.kept = kept is not None
        return response


class ShortWay:
    """Middleware: a request to the API goes straight to its view. All that stands behind is for people who sign in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(API):
            return self.get_response(request)
        match = request.resolver_match = view_of(request.path_info)
        response = match.func(request, *match.args, **match.kwargs)
        return response.render() if hasattr(response, "render") else response


view_of = lru_cache(1000)(resolve)
"""The view of an address of the API: what is asked for again is not looked up again."""


class Answer:
    """What was answered: the content, in every encoding that was asked for so far, and the headers."""

    def __init__(self, response):
        response["Cache-Control"] = "public, no-cache"
        patch_vary_headers(response, ["Accept", "Accept-Encoding"])
        self.headers = dict(response.items())
        self.contents = {None: response.content}
        self.tag = sha256(response.content).hexdigest()[:32]
        self.made_at = time()

    @property
    def size(self):
        """Bytes that it takes; a compressed content is small beside the plain one."""
        return 2 * len(self.contents[None])

    def to(self, request):
        """The response to a request: the content as it accepts it, or that it has not changed.

        HTTP's dates have seconds, and two commits fit in one. So an answer bears the second that follows it, once that
        has come, and whoever gives a date instead of an ETag must give just that one.
        """
        encoding = self._encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        second, is_over = ceil(self.made_at), ceil(self.made_at) <= time()
        since = request.META.get("HTTP_IF_MODIFIED_SINCE")
        unchanged_since = second if since and is_over and parse_http_date_safe(since) == second else None
        about = {
            "ETag": f'"{self.tag}{f"-{encoding}" if encoding else ""}"',
            "Last-Modified": http_date(second if is_over else second - 1),
        }
        if settled := get_conditional_response(request, about["ETag"], unchanged_since):
            about |= {name: self.headers[name] for name in ("Cache-Control", "Vary")}
            for name, value in about.items():
                settled[name] = value
            return settled
        content = self._content(encoding)
        about["Content-Length"] = str(len(content))
        if encoding:
            about["Content-Encoding"] = encoding
        return HttpResponse(content, headers=self.headers | about)

    def _encoding(self, accepted):
        if len(self.contents[None]) < WORTH_COMPRESSING:
            return None
        offered = {
            name.strip(): weight for name, _, weight in (part.partition(";") for part in accepted.split(","))
        }
        return next(
            (name for name in ENCODINGS if name in offered and offered[name].strip() not in ("q=0", "q=0.0")),
            None,
        )

    def _content(self, encoding):
        if encoding not in self.contents:
            self.contents[encoding] = ENCODINGS[encoding](self.contents[None])
        return self.contents[encoding]


class Shelf:
    """The answers asked for last, each with the moment that it belongs to, as far as there is room."""

    def __init__(self, room):
        self.room, self.taken = room, 0
        self.answers = OrderedDict()
        self.lock = Lock()

    def get(self, key, moment):
        """The answer of this moment, or None."""
        with self.lock:
            made, answer = self.answers.get(key, (None, None))
            if made != moment:
                return None
            self.answers.move_to_end(key)
            return answer

    def put(self, key, moment, answer):
        """Keep an answer; those that nobody asked for lately make room."""
        with self.lock:
            self._drop(key)
            if answer.size > self.room:
                return
            self.answers[key] = moment, answer
            self.taken += answer.size
            while self.taken > self.room:
                self._drop(next(iter(self.answers)))

    def _drop(self, key):
        _moment, answer = self.answers.pop(key, (None, None))
        self.taken -= answer.size if answer else 0


class Moment:
    """What tells whether anything was committed between two questions, without a table and without a lock.

    PostgreSQL says which transactions a snapshot sees. SQLite says to each connection whether another
    one has written since it last asked, and how many rows it has itself changed: who notices a change counts it.
    """

    def __init__(self):
        self.changes = 0
        self.seen = local()
        self.lock = Lock()

    def now(self):
        """This moment: equal to an earlier one only if nothing was committed in between. None inside a transaction,
        and while the primary does not answer.
        """
        database = connections[DEFAULT_DB_ALIAS]
        if database.in_atomic_block:
            return None
        state = replicas.snapshot() if database.vendor == "postgresql" else self._sqlite(database)
        return state and (timezone.localdate(), state)

    def _sqlite(self, database):
        database.ensure_connection()
        handle = database.connection
        [version] = handle.execute("PRAGMA data_version").fetchone()
        seen = handle, version, handle.total_changes
        if getattr(self.seen, "state", None) != seen:
            with self.lock:
                self.changes += 1
            self.seen.state = seen
        return self.changes
