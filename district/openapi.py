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
    "application/vnd.popolo+json": {
        "type": "object",
        "description": "As Popolo describes it (popoloproject.com): a record, or the whole list under its name there.",
    },
    "application/akn+xml": {
        "type": "string",
        "description": "The minutes or the document in Akoma Ntoso (OASIS LegalDocML 1.0), with the words of the paper.",
    },
}
"""The formats that the schema of a record does not describe. A list is whole in them, not a page."""


class Operation(AutoSchema):
    """An operation; where a view shows records it says which of their fields may be asked for."""

    def get_override_parameters(self):
        if not hasattr(self.view, "documents"):
            return super().get_override_parameters()
        names = list(self.view.get_serializer().fields)
        return [
            OpenApiParameter(
                "fields",
                {"type": "array", "items": {"type": "string", "enum": names}},
                explode=False,
                description="Which fields to show, comma separated: only these are read. All, where it is missing.",
            )
        ]


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
