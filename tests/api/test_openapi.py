"""The description of the API: true, in English, and served from here alone."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from jsonschema import Draft202012Validator

from resolutions.api import routes

pytestmark = pytest.mark.django_db
CHECKED_IN = Path(settings.BASE_DIR) / "openapi.yml"
PATHS = re.findall("^  (/api/.+):$", CHECKED_IN.read_text(), re.MULTILINE)
"""Every address, found without reading the whole."""


@cache
def described():
    """The description as it is checked in."""
    return read(CHECKED_IN.read_text())


def read(text):
    return yaml.load(text, yaml.CSafeLoader)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_description_is_as_checked_in_for_every_reader(language, client):
    response = client.get("/api/v1/schema/?format=json", headers={"accept-language": language})
    assert response.json() == described()


def test_the_description_comes_as_yaml_too(client):
    assert read(client.get("/api/v1/schema/?format=yaml").content)["openapi"].startswith("3.")


def test_every_parameter_that_a_list_takes_is_described():
    paths = described()["paths"]
    for route, viewset in routes:
        parameters = paths[f"/api/v1/{route}/"]["get"]["parameters"]
        told = {parameter["name"] for parameter in parameters if parameter.get("in") == "query"}
        shared = {"cursor", "page_size", "count", "format"} | (
            {"fields", "expand"} if route != "search" else set()
        )
        assert told == {*viewset.filterset_class.base_filters, *shared}


def test_every_row_is_as_described(api, world):
    for route, _viewset in routes:
        page = api(f"{route}/", **({"q": "mau"} if route == "search" else {}))
        fails_unless_as_described(page, answer_of(f"/api/v1/{route}/")["schema"])
        if route != "search":
            record = api(f"{route}/{page['results'][0]['id']}/")
            fails_unless_as_described(record, answer_of(f"/api/v1/{route}/{{id}}/")["schema"])


@pytest.mark.parametrize("path", PATHS)
def test_an_example_of_every_answer_is_as_described(path):
    answer = answer_of(path)
    fails_unless_as_described(answer["example"], answer["schema"])


def test_an_example_of_every_problem_is_as_described():
    answers = described()["components"]["responses"].values()
    problems = [answer["content"]["application/problem+json"] for answer in answers if "content" in answer]
    assert {problem["example"]["status"] for problem in problems} == {400, 401, 403, 404, 405, 406, 429, 500}
    for problem in problems:
        fails_unless_as_described(problem["example"], problem["schema"])


def answer_of(path):
    return described()["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]


def fails_unless_as_described(value, schema):
    """The value has what the schema says, whole and no more: not just some of the fields."""
    whole = schema["anyOf"][0] if "anyOf" in schema else schema
    Draft202012Validator(closed({**whole, "components": described()["components"]})).validate(value)


def closed(schema):
    """The schema, where no object has other properties than it says."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {name: closed(part) for name, part in schema.items()}
    return (
        {**parts, "additionalProperties": False}
        if schema.get("type") == "object" and "properties" in schema
        else parts
    )


def test_everything_is_described_in_english_and_in_vietnamese():
    silent = [where for where, text in descriptions() if not text or not all(map(in_both, text.split("\n")))]
    assert not silent


def in_both(line):
    """Whether the line says everything first in English, then in Vietnamese."""
    english, _, vietnamese = line.rpartition(" / ")
    alike = set(re.split("(?<=[.:]) ", english)) & set(re.split("(?<=[.:]) ", vietnamese))
    return not line or (english and not any(" " in sentence for sentence in alike))


def test_what_may_be_null_says_so_as_openapi_3_1_does():
    assert described()["openapi"].startswith("3.1.")
    assert "nullable" not in CHECKED_IN.read_text()


def descriptions():
    """What is said of each operation, parameter, header, response, shape, field and list of choices, by where."""
    components = described()["components"]
    for path, operations in described()["paths"].items():
        for operation in operations.values():
            yield path, operation["summary"]
            yield path, operation["description"]
            yield from (
                (f"{path}?{part['name']}", part["description"])
                for part in operation["parameters"]
                if "name" in part
            )
    for kind in ("parameters", "headers", "responses", "securitySchemes"):
        yield from ((name, part["description"]) for name, part in components[kind].items())
    for name, schema in components["schemas"].items():
        yield name, schema["description"]
        yield from ((f"{name}.{field}", part.get("description")) for field, part in fields_of(schema))


def fields_of(schema):
    """The properties of an object, and of the objects that it lists."""
    for name, part in schema.get("properties", {}).items():
        yield name, part
        yield from fields_of(part.get("items", {}))


def test_the_pages_ask_no_other_host(client):
    response = client.get("/api/v1/docs/")
    assert response.status_code == 200
    page = response.content.decode()
    assert "drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle" in page
    assert not re.findall(r"https?://", page)
    assert re.search(r'"validatorUrl": null', page)
    assert not response.cookies


def test_schema_and_pages_are_read_only_and_ignore_nothing(client):
    for address in ("/api/v1/", "/api/v1/schema/", "/api/v1/docs/"):
        assert client.post(address).status_code == 405
        response = client.get(address, {"colour": "red"})
        assert response.status_code == 400
        assert response.json()["errors"][0]["parameter"] == "colour"
