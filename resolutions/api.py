"""The API of `resolutions`, and of what shows its nouns beside those of `meetings`."""

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

import district.api
import meetings.api
from district.api import ChangesView, PublicView, RecordViewSet, SearchViewSet, kind
from district.filters import Parameters, several
from district.problems import BadParameters
from district.renderers import AkomaNtosoRenderer
from meetings.filters import SessionFilters
from meetings.models import Shortcoming
from resolutions import filters, serializers
from resolutions.models import Directive
from resolutions.models.directive import Standing
from resolutions.papers.akoma_ntoso import akoma_ntoso


class SessionViewSet(RecordViewSet):
    """Sessions, each whole, in a list too."""

    serializer_class = serializers.SessionSerializer
    filterset_class = SessionFilters
    writers = {AkomaNtosoRenderer: akoma_ntoso}


class ShortcomingViewSet(RecordViewSet):
    """Shortcomings: weaknesses that sessions assessed."""

    serializer_class = serializers.ShortcomingSerializer
    filterset_class = filters.ShortcomingFilters


class ResolutionViewSet(RecordViewSet):
    """Resolutions and other numbered documents."""

    serializer_class = serializers.ResolutionSerializer
    filterset_class = filters.ResolutionFilters
    writers = {AkomaNtosoRenderer: akoma_ntoso}


class DirectiveViewSet(RecordViewSet):
    """Directives: what must be done, by whom, by when."""

    serializer_class = serializers.DirectiveSerializer
    detail_serializer_class = serializers.DirectiveDetailSerializer
    filterset_class = filters.DirectiveFilters


class ProgressReportViewSet(RecordViewSet):
    """Progress reports: what units say they have done."""

    serializer_class = serializers.ProgressReportSerializer
    filterset_class = filters.ProgressReportFilters


class ReviewViewSet(RecordViewSet):
    """Reviews: how later sessions judged directives."""

    serializer_class = serializers.ReviewSerializer
    filterset_class = filters.ReviewFilters


class PersonnelDecisionViewSet(RecordViewSet):
    """Personnel decisions."""

    serializer_class = serializers.PersonnelDecisionSerializer
    filterset_class = filters.PersonnelDecisionFilters


class StatisticsView(PublicView, GenericAPIView):
    """Rows of a list, counted by one of their fields; every filter of the list narrows them."""

    serializer_class = serializers.TallySerializer
    filter_backends = [Parameters]
    pagination_class = None
    groups = {}
    choices = ()

    @property
    def parameters(self):
        return [
            "format",
            "group_by",
            *(name for name in self.filterset_class.base_filters if name != "ordering"),
        ]

    @property
    def several(self):
        return several(self.filterset_class)

    def get(self, request):
        """Count the rows by the field that `group_by` names."""
        name = request.query_params.get("group_by")
        if name not in self.groups:
            raise BadParameters({"group_by": f"One of these is expected: {', '.join(self.groups)}."})
        fields = self.groups[name]
        rows = list(self.filter_queryset(self.get_queryset()).tally(*fields).order_by("-total", fields[0]))
        tally = {
            "group_by": name,
            "total": sum(row["total"] for row in rows),
            "results": [
                {
                    name: self._key(row, *fields),
                    "total": row["total"],
                    "counts": {value: row[value] for value in self.choices},
                }
                for row in rows
            ],
        }
        return Response(self.get_serializer(tally).data)

    def _key(self, row, field, name=None):
        if name is None:
            return row[field] or None
        return row[field] and serializers.Named(row[field], row[name])


def statistics_schema(groups):
    """What OpenAPI says of a statistics address."""
    group_by = OpenApiParameter("group_by", enum=list(groups), required=True, description="What to count by.")
    no_rows = OpenApiParameter("ordering", exclude=True)
    return extend_schema(filters=True, parameters=[group_by, no_rows])


BY_DIRECTIVE = {
    "responsible": ("lead_unit", "lead_unit__name"),
    "sector": ("sector", "sector__name"),
    "quarter": ("quarter",),
    "status": ("status",),
}
BY_SHORTCOMING = {
    "responsible": ("responsible", "responsible__name"),
    "sector": ("sector", "sector__name"),
    "quarter": ("quarter",),
    "status": ("status",),
}


@extend_schema_view(get=statistics_schema(BY_DIRECTIVE))
class DirectiveStatistics(StatisticsView):
    """Directives counted by lead unit, sector, quarter or status; the counts are by standing."""

    filterset_class = filters.DirectiveFilters
    groups, choices = BY_DIRECTIVE, Standing.values

    def get_queryset(self):
        return Directive.objects.published()


@extend_schema_view(get=statistics_schema(BY_SHORTCOMING))
class ShortcomingStatistics(StatisticsView):
    """Shortcomings counted by responsible unit, sector, quarter of their session, or status."""

    filterset_class = filters.ShortcomingFilters
    groups, choices = BY_SHORTCOMING, Shortcoming.Status.values

    def get_queryset(self):
        return Shortcoming.objects.published().with_quarter()


lists = [
    *district.api.routes,
    ("sessions", SessionViewSet),
    *meetings.api.routes,
    ("shortcomings", ShortcomingViewSet),
    ("resolutions", ResolutionViewSet),
    ("directives", DirectiveViewSet),
    ("progress-reports", ProgressReportViewSet),
    ("reviews", ReviewViewSet),
    ("personnel-decisions", PersonnelDecisionViewSet),
]
"""Every list of nouns, by its path."""


class Search(SearchViewSet):
    """A search over all kinds."""

    filterset_class = filters.SearchFilters
    routes = sorted(lists, key=lambda route: list(filters.KINDS).index(kind(route[1])))


routes = [*lists, ("search", Search)]


class Changes(ChangesView):
    """What became public, changed or ceased to be public: each record once, whatever changed last comes last.

    To keep a copy, begin without `since`, follow `next` until it is null, and later go on from the last `cursor`.
    Keep each `document` by `kind` and `id`, and drop what is withdrawn: the copy is then what the lists show.
    """

    filterset_class = filters.ChangeFilters
    routes = tuple(lists)
