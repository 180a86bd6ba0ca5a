"""What the site says about itself, and the doors of uploaded files."""

import sys
from mimetypes import guess_type

from django.apps import apps
from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import FileField
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from district import readiness, replicas
from district.models.record import Record
from district.permissions import in_sight

SHOWN_IN_THE_BROWSER = {"image/jpeg", "image/png", "image/webp", "application/pdf"}
"""Media types that a browser opens in its window; any other file is saved."""


@never_cache
@require_safe
def healthz(request):
    """Whether the process answers; asks nothing of the database."""
    return state("ok")


@never_cache
@require_safe
def readyz(request):
    """Whether the site can serve visitors: the database answers and has every migration.

    What is missing but stops nobody from reading is said, and the site counts as ready.
    """
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        if replicas.REPLICA not in settings.DATABASES or replicas.lag() is None:
            return state("unavailable", "The database does not answer.")
        return state(
            "degraded", "The primary database does not answer: what is public is read from the replica."
        )
    if waiting:
        names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in waiting)
        return state("unavailable", f"Unapplied migrations: {names}.")
    lacks = " ".join(readiness.lacks())
    return state("degraded", lacks) if lacks else state("ok")


def state(status, detail=""):
    """What a watcher is answered, with the status by which a proxy decides whether to send visitors here."""
    told = {"status": status, "detail": detail} if detail else {"status": status}
    return JsonResponse(told, status=503 if status == "unavailable" else 200)


def failed(request):
    """The page of a failure, with the id under which the log has it; another one where it is the database that is gone."""
    is_unreachable = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    page, status = ("503.html", 503) if is_unreachable else ("500.html", 500)
    return HttpResponse(render_to_string(page, {"request_id": request.id}), status=status)


@require_safe
def media(request, path):
    """An upload, if a published record holds it or the visitor may see the record in the admin.

    A file that no record holds (any more) is not found, wherever it lies.
    """
    file = next(_held_files(path, request.user), None)
    try:
        content = file.open("rb")
    except (AttributeError, OSError):
        raise Http404 from None
    kind = guess_type(path)[0]
    if kind not in SHOWN_IN_THE_BROWSER:
        kind = None  # bytes: even as a script of another page it is not run
    response = FileResponse(
        content, as_attachment=kind is None, content_type=kind or "application/octet-stream"
    )
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "private, no-cache"
    return response


def _held_files(path, visitor):
    """The stored file at this path in each record that holds it and that the visitor may see."""
    for model in apps.get_models() if "\0" not in path else ():
        if not issubclass(model, Record):
            continue
        for field in model._meta.fields:
            if isinstance(field, FileField):
                at_path = model.objects.filter(**{field.name: path})
                seen = in_sight(at_path, visitor) if visitor.is_staff else at_path.none()
                yield from (getattr(record, field.name) for record in (*at_path.published(), *seen))
