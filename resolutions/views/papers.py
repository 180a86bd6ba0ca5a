"""The official papers, as files."""

import re
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View

from district.models import Term
from district.permissions import permission
from district.text import fold
from meetings.models import Session
from resolutions.models import Resolution
from resolutions.papers.catalogue import MEDIA_TYPES, links, printed
from resolutions.papers.head import readable


class PaperView(View):
    """An official paper as a file: of what is published for everyone, of anything for the office."""

    model = None

    def get(self, request, pk, kind, ending):
        """The paper, with its name in Vietnamese and, for old programs, in ASCII."""
        needed = [permission("view", Session), permission("view", self.model)]
        full = request.user.is_staff and request.user.has_perms(needed, get_object_or_404(self.model, pk=pk))
        record = get_object_or_404(readable(self.model.objects, full), pk=pk)
        if not any((link.kind, link.format) == (kind, ending) for link in links(record, full=full)):
            raise Http404
        name, content = printed(record, kind, ending, full=full, root=request.build_absolute_uri("/")[:-1])
        plain = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
        disposition = "inline" if ending == "pdf" else "attachment"
        return HttpResponse(
            content,
            content_type=MEDIA_TYPES[ending],
            headers={
                "Content-Disposition": (
                    f'{disposition}; filename="{plain}.{ending}"; '
                    f"filename*=UTF-8''{quote(f'{name}.{ending}', safe='')}"
                ),
                "Cache-Control": "private, no-cache",
            },
        )


class SessionPaper(PaperView):
    """A paper of a session."""

    model = Session


class ResolutionPaper(PaperView):
    """A numbered document."""

    model = Resolution


class TermPaper(PaperView):
    """The register of a term."""

    model = Term
