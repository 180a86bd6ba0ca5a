"""Whatever it is asked, the API answers as its description says.

Schemathesis makes the questions from the description, right ones and wrong ones, the same at each run.
CASES=150 in the environment asks as many of every address: five thousand in all, in some minutes.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings

from district.wsgi import application
from tests.api.test_openapi import PATHS, described

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing", "one_connection")]

CASES = int(os.environ.get("CASES", 10))


@pytest.fixture(scope="module")
def schema():
    """The description as Schemathesis reads it, in front of the site."""
    import schemathesis  # here, so that no other process of the tests waits for it

    schema = schemathesis.openapi.from_dict(described())
    schema.app = application
    return schema


@pytest.mark.parametrize("path", PATHS)
def test_the_api_answers_as_described(path, schema, client):
    from schemathesis.checks import CHECKS
    from schemathesis.generation import GenerationMode

    operation, there = schema[path]["GET"], {}
    if "{id}" in path:
        [row, *_] = client.get(path.removesuffix("{id}/")).json()["results"]
        there = {"path_parameters": {"id": row["id"]}}
    as_described = operation.as_strategy(GenerationMode.POSITIVE, **there).map(within_reason)
    otherwise = operation.as_strategy(GenerationMode.NEGATIVE)

    @settings(
        max_examples=CASES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(as_described | otherwise)
    def ask(case):
        case.call_and_validate(
            headers={"Accept-Encoding": "identity"},
            additional_checks=[blames_nothing_that_is_right, tells_only_described_headers],
            excluded_checks=[CHECKS.get_one("positive_data_acceptance")],
        )

    ask()


def within_reason(case):
    """The question without what is refused for reasons that no schema can say."""
    case.query.pop("cursor", None)  # the server signs it
    if case.query.get("format", "json") != "json":
        for name in ("page_size", "count"):  # a file has no pages
            case.query.pop(name, None)
    if case.query.get("format") in ("akn", "popolo"):  # what a standard shows is not chosen
        case.query.pop("fields", None)
    if "fields" in case.query or case.query.get("format") in ("akn", "popolo"):
        case.query.pop("expand", None)  # only what is shown is expanded
    return case


def blames_nothing_that_is_right(context, response, case):
    """Of parameters that are as described, a problem blames those alone of which a schema cannot say it all."""
    if case.meta.generation.mode.is_positive and response.status_code == 400:
        assert {error["parameter"] for error in response.json()["errors"]} <= BEYOND_A_SCHEMA.keys()


BEYOND_A_SCHEMA = {
    "modified_since": "is an instant that Python reads",
    "ordering": "runs one way only",
    "percent_min": "has three decimals at most",
    "percent_max": "has three decimals at most",
    "q": "has a letter or a digit",
    "since": "is not beyond the last change",
}


def tells_only_described_headers(context, response, case):
    """Headers that are not for every site's answers are in the description."""
    responses = described()["paths"][case.operation.path]["get"]["responses"]
    answer = responses[str(response.status_code)]
    answer = described()["components"]["responses"].get(answer.get("$ref", "").rpartition("/")[2], answer)
    assert set(response.headers) <= USUAL | {name.lower() for name in answer.get("headers", ())}


USUAL = {
    "content-encoding",
    "content-length",
    "content-type",
    "cross-origin-opener-policy",
    "referrer-policy",
    "vary",
    "x-content-type-options",
    "x-frame-options",
}
"""The headers that any page of the site has."""
