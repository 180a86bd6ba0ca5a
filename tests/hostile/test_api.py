"""Every parameter of every list of the API, asked what it does not mean: an answer or a problem that names it, never a failure."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.api.ground import grow
from tests.api.test_openapi import PATHS, described
from tests.hostile.ground import asked, case, trials
from tests.hostile.values import values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]


@pytest.fixture(scope="module")
def standing(shared):
    """What there is to be asked about, published, and told by the feed once, which then need not be made again."""
    grow(breadth=2).publish()
    Client().get("/api/v1/changes/")


def parameters_of(path):
    """The names of the parameters that the description has for the address."""
    return [
        one["name"]
        for one in described()["paths"][path]["get"].get("parameters", ())
        if one.get("in") == "query"
    ]


@pytest.mark.parametrize("path", PATHS)
def test_no_parameter_breaks_an_address_of_the_api(path, client):
    names = st.sampled_from(parameters_of(path)) if parameters_of(path) else st.just("la")
    keys = values if "{id}" in path else st.just("")

    @trials("api", among=len(PATHS), few=8)
    @given(st.dictionaries(names, values, min_size=1, max_size=2), keys)
    def ask(parameters, key):
        with case("api"):
            address = path.replace("{id}", asked(x=key)[2:].replace("/", "%2F"))
            answer = client.get(f"{address}?{asked(**parameters)}")
            assert answer.status_code in (200, 301, 304, 400, 404, 406)
            told = b"".join(answer) if answer.streaming else answer.content
            if answer.status_code == 400 and "{id}" not in path:
                blamed = {error["parameter"] for error in answer.json()["errors"]}
                assert blamed
                assert blamed <= {*parameters, *required(path)}
            assert b"Traceback" not in told

    ask()


def required(path):
    parameters = described()["paths"][path]["get"].get("parameters", ())
    return [one["name"] for one in parameters if one.get("required")]
