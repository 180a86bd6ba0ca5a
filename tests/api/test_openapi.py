"""The description of the API: true, in English, and served from here alone."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

from resolutions.api import routes

pytestmark = pytest.mark.django_db
CHECKED_IN = Path(settings.BASE_DIR) / "openapi.yml"


def test_the_checked_in_description_is_up_to_date(tmp_path):
    call_command("spectacular", file=str(tmp_path / "openapi.yml"), validate=True, fail_on_warn=True)
    assert (tmp_path / "openapi.yml").read_text() == CHECKED_IN.read_text()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_description_is_the_same_for_every_reader(language, client):
    response = client.get("/api/v1/schema/?format=json", headers={"accept-language": language})
    assert response.json() == yaml.safe_load(CHECKED_IN.read_text())


def test_the_description_comes_as_json_or_yaml(client):
    assert client.get("/api/v1/schema/").json()["openapi"].startswith("3.")
    yml = client.get("/api/v1/schema/?format=yaml")
    assert yaml.safe_load(yml.content)["openapi"].startswith("3.")


def test_every_parameter_that_a_list_takes_is_described():
    paths = yaml.safe_load(CHECKED_IN.read_text())["paths"]
    for route, viewset in routes:
        described = {parameter["name"] for parameter in paths[f"/api/v1/{route}/"]["get"]["parameters"]}
        shared = {"cursor", "page_size", "count", "format"} | ({"fields", "expand"} if route != "search" else set())
        assert described == {*viewset.filterset_class.base_filters, *shared}


def test_every_row_is_as_described(api, world):
    schemas = yaml.safe_load(CHECKED_IN.read_text())
    for route, _viewset in routes:
        page = schemas["paths"][f"/api/v1/{route}/"]["get"]["responses"]["200"]["content"]["application/json"]
        row = api(f"{route}/", **({"q": "mau"} if route == "search" else {}))["results"][0]
        check(
            row,
            resolved(resolved(page["schema"], schemas)["properties"]["results"]["items"], schemas),
            schemas,
        )


def resolved(schema, schemas):
    """The schema that a reference stands for."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return schemas["components"]["schemas"][name] if name else schema


def check(value, schema, schemas):
    """Fail unless the value has the type, and the fields, that the schema gives."""
    for part in (*schema.get("allOf", ()), {}):
        if part and value is not None:
            return check(value, resolved(part, schemas), schemas)
    if value is None:
        assert schema.get("nullable"), schema
    elif schema.get("type") == "object":
        assert value.keys() == schema["properties"].keys() == set(schema["required"])
        for name, part in schema["properties"].items():
            check(value[name], resolved(part, schemas), schemas)
    elif schema.get("type") == "array":
        for item in value:
            check(item, resolved(schema["items"], schemas), schemas)
    elif "type" in schema:
        kinds = {"integer": int, "number": (int, float), "string": str, "boolean": bool}
        assert isinstance(value, kinds[schema["type"]]), (value, schema)
        assert value in schema.get("enum", [value])


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
