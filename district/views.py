"""What the site says about itself, and the doors of uploaded files."""

from mimetypes import guess_type

from django.apps import apps
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import FileField
from django.http import FileResponse, Http404, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from district.models.record import Record
from district.permissions import in_sight

SHOWN_IN_THE_BROWSER = {"image/jpeg", "image/png", "image/webp", "application/pdf"}
"""Media types that a browser opens in its window; any other file is saved."""


@never_cache
@require_safe
def healthz(request):
    """Whether the process answers; asks nothing of the database."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request):
    """Whether the site can serve visitors: the database answers and has every migration."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return JsonResponse({"status": "unavailable", "detail": "The database does not answer."}, status=503)
    if waiting:
        names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in waiting)
        return JsonResponse(
            {"status": "unavailable", "detail": f"Unapplied migrations: {names}."}, status=503
        )
    return JsonResponse({"status": "ok"})


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
    response = FileResponse(content, as_attachment=kind not in SHOWN_IN_THE_BROWSER)
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
