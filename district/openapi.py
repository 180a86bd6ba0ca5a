"""The description of the API in OpenAPI 3.1: each thing in English, and beside it in Vietnamese.

What a form calls a field is Vietnamese, with its English in locale/en; sentences that only a client reads
are English, with their Vietnamese in locale/vi.
"""

import json
import re
from functools import cache
from http import HTTPStatus
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext
from django_filters.utils import get_model_field
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import (
    ComponentRegistry,
    ResolvedComponent,
    build_array_type,
    build_choice_description_list,
    get_doc,
)
from drf_spectacular.utils import OpenApiParameter

from district.problems import SCHEMA as PROBLEM

EXAMPLES = Path(__file__).with_name("examples.json")
"""What the API answers over the sample district: by path, and what goes wrong, by status."""

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

CHOSEN = {
    "type": "object",
    "description": "A record with no more than the fields that the parameter `fields` names.",
    "minProperties": 1,
    "additionalProperties": True,
}

PARAMETERS = {
    "expand": "Which links to show as the whole record, comma separated: as it stands in its own list; a session without "
    "what hangs on it. The links inside it stay links.",
    "fields": "Which fields to show, comma separated: only these are read. All, where it is missing.",
    "format": "JSON, where it is missing. Any other is the whole list as a file, without pages.",
    "id": "The key of the record.",
}
"""What parameters of many addresses mean."""

IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The `ETag` of an earlier answer: what has not changed since is not sent again.",
    "schema": {"type": "string"},
}

HEADERS = {
    "Access-Control-Allow-Origin": "Pages of any site may read the answer.",
    "Allow": "The methods that the address knows.",
    "Cache-Control": "An answer may be kept, if its `ETag` is asked about before each use.",
    "Content-Disposition": "What a file is called.",
    "Content-Language": "The language of names and texts; problems are told in English.",
    "ETag": "Stands for the content of the answer. A file has none.",
    "Last-Modified": "When the answer was made. A file has none.",
    "RateLimit": "What is left of the limit (`r`), and in how many seconds it begins anew (`t`); missing where there is none.",
    "RateLimit-Policy": "How often the key, or the address of who has none, may ask (`q`) in how many seconds (`w`).",
    "Retry-After": "In how many seconds to ask again.",
    "WWW-Authenticate": "How a key is sent.",
    "X-Request-ID": "The id by which the log of the server knows the request: to be told to whom one asks for help.",
}
"""The headers of answers, by what they say."""

COMMON = ("RateLimit", "RateLimit-Policy", "X-Request-ID")
"""The headers that any answer may have."""

NO_CONTENT = {
    "304": "The request named the `ETag` of the answer: it has not changed.",
    "412": "The request insisted by `If-Match` on an `ETag` that the answer does not have.",
}

PROBLEMS = {
    "400": "A parameter is unknown, missing, or cannot be read: `errors` names each.",
    "401": "The API key that the request bears is unknown, has expired or was revoked. None is needed.",
    "403": "The API key that the request bears lacks the scope that `detail` names.",
    "404": "There is nothing published at this address.",
    "405": "The address is only read: by GET, HEAD and OPTIONS.",
    "406": "No format that the address offers is among those that the request accepts.",
    "429": "The key, or the address of who has none, has asked too often.",
    "500": "The server failed, and has logged why.",
}

OWN_HEADERS = {"401": ["WWW-Authenticate"], "429": ["Retry-After"]}
"""The headers that only one problem has, by status."""

KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key that an office has given to a client. It opens nothing more: it has limits of its own, and scopes: "
    "`lists` always, `tables` for whole lists as files, `changes` for the feed.",
}
"""The key of a client in OpenAPI."""


def described(name, *sentences, choices=()):
    """What something is called, and what more there is to say of it, in the language of the reader."""
    words = [f"{capfirst(name)}."] if name else []
    said = " ".join([*words, *(gettext(sentence) for sentence in sentences if sentence)])
    choices = [(value, label) for value, label in choices if value]
    return f"{said}\n\n{build_choice_description_list(choices)}" if choices else said


class Operation(AutoSchema):
    """An operation: what its view is and may be asked, how it answers and fails, and a true answer."""

    def get_auth(self):
        return [{"ApiKey": []}, {}]

    def get_summary(self):
        return get_doc(getattr(self.view, getattr(self.view, "action", self.method.lower())))

    def get_description(self):
        return get_doc(type(self.view))

    def get_override_parameters(self):
        if not hasattr(self.view, "links"):
            return super().get_override_parameters()
        fields = list(self.view.get_serializer().fields)
        return [
            listed("fields", fields),
            listed("expand", self.view.links),
        ]

    def _get_serializer_field_meta(self, field, direction):
        meta = super()._get_serializer_field_meta(field, direction)
        description = described(_name(field), field.help_text)
        return {**meta, "description": description} if description else meta

    def _get_parameters(self):
        parameters = super()._get_parameters()
        for parameter in parameters:
            parameter.setdefault("description", PARAMETERS.get(parameter["name"]))
        return [*parameters, {"$ref": "#/components/parameters/IfNoneMatch"}]

    def _get_response_bodies(self, direction="response"):
        answer = super()._get_response_bodies(direction)["200"]
        return {"200": self._answer(**answer), **self._failures()}

    def _answer(self, content, **response):
        for media_type, answer in content.items():
            answer["schema"] = TABLES.get(media_type, answer["schema"])
        answer = content["application/json"]
        if hasattr(self.view, "links"):
            answer["schema"] = {"anyOf": [answer["schema"], self._chosen()]}
        answer.update(_example(self.path))
        others = {*chain(*OWN_HEADERS.values()), *(() if len(content) > 1 else ["Content-Disposition"])}
        headers = [name for name in HEADERS if name not in others]
        return {
            **response,
            "description": self.get_summary(),
            "headers": _headers(*headers),
            "content": content,
        }

    def _chosen(self):
        chosen = self._registered("Chosen", CHOSEN)
        if self.view.action != "list":
            return chosen
        page = self._get_paginator().get_paginated_response_schema(build_array_type(chosen))
        return self._registered("ChosenPage", page)

    def _registered(self, name, schema):
        component = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, schema=schema, object=name)
        self.registry.register_on_missing(component)
        return component.ref

    def _failures(self):
        codes = {*NO_CONTENT, *PROBLEMS} - (set() if "{" in self.path else {"404"})
        return {code: {"$ref": f"#/components/responses/{_phrase(code)}"} for code in sorted(codes)}


def _name(field):
    """What the model calls what a field shows; None where it shows neither a column nor rows."""
    model = getattr(getattr(field.parent, "Meta", None), "model", None)
    column = model and get_model_field(model, field.source.replace(".", "__"))
    if column is None or getattr(column, "primary_key", False):
        return None
    return column.related_model._meta.verbose_name_plural if column.auto_created else column.verbose_name


def listed(name, offered):
    """A parameter that lists some of the names that are offered, each once."""
    names = {
        "type": "array",
        "items": {"type": "string", "enum": offered},
        "minItems": 1,
        "uniqueItems": True,
    }
    return OpenApiParameter(name, names, explode=False)


class Generator(SchemaGenerator):
    """Gives the same description, in both languages, whichever of them the reader prefers."""

    def get_schema(self, request=None, public=False):
        return _both(*(self._told(language, request, public) for language in ("en", settings.LANGUAGE_CODE)))

    def _told(self, language, request, public):
        self.registry = ComponentRegistry()
        with translation.override(language):
            return super().get_schema(request=request, public=public)


def _both(english, vietnamese):
    """The same description in two languages: one beside the other, line by line, where they differ."""
    if isinstance(english, dict):
        return {name: _both(part, vietnamese[name]) for name, part in english.items()}
    if isinstance(english, list):
        return [_both(*parts) for parts in zip(english, vietnamese, strict=True)]
    if english == vietnamese:
        return english
    lines = zip(english.split("\n"), vietnamese.split("\n"), strict=True)
    return "\n".join(_beside(*line) for line in lines)


def _beside(english, vietnamese):
    return english if english == vietnamese else f"{english} / {re.sub('^[*] `.*?` - ', '', vietnamese)}"


def with_what_is_shared(result, generator, request, public):
    """Add what operations refer to, and say all of it in the language of the reader."""
    components = result["components"]
    components["schemas"]["Problem"] = PROBLEM
    components["schemas"]["NullEnum"]["description"] = "None of the choices."
    components["securitySchemes"] = {"ApiKey": KEY}
    components["parameters"] = {"IfNoneMatch": IF_NONE_MATCH}
    components["headers"] = {
        name: {"description": text, "schema": {"type": "string"}} for name, text in HEADERS.items()
    }
    components["responses"] = {
        **{
            _phrase(code): {
                "description": text,
                "headers": _headers("ETag", "Cache-Control", "Last-Modified", *COMMON),
            }
            for code, text in NO_CONTENT.items()
        },
        **{_phrase(code): _problem(code, text) for code, text in PROBLEMS.items()},
    }
    for schema in components["schemas"].values():
        for part in schema.get("properties", {}).values():
            _forget_choices(part)
    return _said(result)


def _phrase(code):
    return HTTPStatus(int(code)).phrase.replace(" ", "")


def _problem(code, text):
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, **_example(code)}
    headers = [
        "Access-Control-Allow-Origin",
        "Allow",
        "Content-Language",
        *COMMON,
        *OWN_HEADERS.get(code, []),
    ]
    return {
        "description": text,
        "headers": _headers(*headers),
        "content": {"application/problem+json": content},
    }


def _example(of):
    return {"example": _examples()[of]} if of in _examples() else {}


@cache
def _examples():
    return json.loads(EXAMPLES.read_text())


def _headers(*names):
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _forget_choices(part):
    """The choices of a property stand with the enumeration that it refers to."""
    if "type" not in part and "description" in part:
        part["description"] = part["description"].partition("\n\n* `")[0]


def _said(part, name=""):
    """The same with every description and summary in the language of the reader; an example stays as it is."""
    if isinstance(part, dict) and name != "example":
        return {name: _said(inner, name) for name, inner in part.items()}
    if isinstance(part, list):
        return [_said(item) for item in part]
    if isinstance(part, str) and part and name in ("description", "summary"):
        return gettext(part)
    return part
