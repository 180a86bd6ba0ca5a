"""The description of the API in OpenAPI 3: in English, with the Vietnamese word beside each choice."""

from django.conf import settings
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from district.problems import SCHEMA as PROBLEM

TABLES = {
    "text/csv": {"type": "string"},
    "application/x-ndjson": {"type": "string"},
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {
        "type": "string",
        "format": "binary",
    },
}
"""The formats that are files: the whole list, not a page."""


class Operation(AutoSchema):
    """An operation; where a view shows records it says which of their fields may be asked for."""

    def get_override_parameters(self):
        if not hasattr(self.view, "documents"):
            return super().get_override_parameters()
        fields = list(self.view.get_serializer().fields)
        return [
            listed("fields", fields, "Which fields to show: only these are read. All, where it is missing."),
            listed(
                "expand",
                self.view.links,
                "Which links to show as the whole record, as it stands in its own list; a session without what hangs "
                "on it. The links inside it stay links.",
            ),
        ]


def listed(name, offered, description):
    """A parameter that lists some of the names that are offered."""
    schema = {"type": "array", "items": {"type": "string", "enum": offered}}
    return OpenApiParameter(name, schema, explode=False, description=f"{description} Comma separated.")


class Generator(SchemaGenerator):
    """Gives the same description whatever language the reader prefers."""

    def get_schema(self, request=None, public=False):
        with translation.override(settings.LANGUAGE_CODE):
            return super().get_schema(request=request, public=public)


def with_problems_and_tables(result, generator, request, public):
    """Add what every operation shares: how it fails, and what its table formats are."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for path in result["paths"].values():
        for operation in path.values():
            for media_type, content in operation["responses"]["200"]["content"].items():
                content["schema"] = TABLES.get(media_type, content["schema"])
            operation["responses"]["default"] = {
                "description": "A problem: 400 names the parameter, 404 is also what is not published.",
                "content": {"application/problem+json": problem},
            }
    return result
