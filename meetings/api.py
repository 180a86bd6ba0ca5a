"""The API of `meetings`, as far as it needs nothing of `resolutions`."""

from district.api import RecordViewSet
from meetings import filters, serializers


class ResultViewSet(RecordViewSet):
    """Results: what went well in a sector."""

    serializer_class = serializers.ResultSerializer
    filterset_class = filters.ResultFilters


class IndicatorViewSet(RecordViewSet):
    """Indicators: named measures with their unit."""

    serializer_class = serializers.IndicatorSerializer
    filterset_class = filters.IndicatorFilters


class IndicatorValueViewSet(RecordViewSet):
    """Indicator values: what a session states of an indicator."""

    serializer_class = serializers.IndicatorValueSerializer
    filterset_class = filters.IndicatorValueFilters


routes = [
    ("results", ResultViewSet),
    ("indicators", IndicatorViewSet),
    ("indicator-values", IndicatorValueViewSet),
]
