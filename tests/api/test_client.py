"""A client that is generated from the description asks the ten questions of the README and reads the answers."""

import importlib
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings

from district.wsgi import application
from tests.api.sample import HOST
from tests.api.test_openapi import CHECKED_IN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample", "one_connection")]

QUESTIONS = re.findall(
    r'^\d+\. (.+)\n\n +```sh\n +curl "\$API(.+?)"\n +```\n\n +```(?:json)?\n((?:.+\n)+?) +```$',
    (Path(settings.BASE_DIR) / "README.md").read_text(),
    re.MULTILINE,
)
"""(question, request, the first rows of the answer), as a reader of the README finds them."""

CALLS = [
    ("sessions.sessions_list", {"ordinal": [15]}),
    ("indicator_values.indicator_values_list", {"session": [2], "percent_min": 110}),
    ("shortcomings.shortcomings_list", {"session": [2], "sector": ["xay-dung-dang"]}),
    ("shortcomings.shortcomings_list", {"repeats": [1]}),
    ("directives.directives_list", {"quarter": ["2023-Q4"], "responsible": ["ubnd-huyen-dien-bien-dong"]}),
    (
        "directives.directives_list",
        {"responsible": ["trung-tam-y-te-huyen"], "overdue": True, "ordering": ["due_on"]},
    ),
    ("reviews.reviews_list", {"directive": [1]}),
    ("statistics.statistics_directives_retrieve", {"group_by": "sector", "session": [2]}),
    ("search.search_list", {"q": "mac ca", "kind": ["shortcoming"]}),
]
"""The same questions as a program asks them: the operation by its tag and name, and its parameters."""

FILE = ("directives.directives_list", {"modified_since": date(2026, 1, 1), "format_": "csv"})
"""The last question: its answer is a table, which the program takes as it comes."""


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """The name of the package of the generated client."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "config.yml").write_text("{literal_enums: true, post_hooks: []}")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", CHECKED_IN]
    options = "--output-path district_client --meta none --config config.yml --fail-on-warning"
    subprocess.run([*command, *options.split()], cwd=folder, check=True)
    sys.path.append(str(folder))
    yield "district_client"
    sys.path.remove(str(folder))


@pytest.fixture
def requests():
    """The addresses that the client has asked."""
    return []


@pytest.fixture
def client(generated, requests):
    """The generated client, in front of the site."""
    import httpx  # here, so that no other process of the tests waits for it

    note = {"request": [lambda request: requests.append(str(request.url))]}
    return importlib.import_module(generated).Client(
        base_url=f"http://{HOST}",
        httpx_args={"transport": httpx.WSGITransport(application), "event_hooks": note},
    )


@pytest.mark.parametrize("at", range(len(CALLS)), ids=[question for question, _, _ in QUESTIONS[:-1]])
def test_the_generated_client_reads_the_answer(at, client, requests, generated):
    (_, request, lines), (name, parameters) = QUESTIONS[at], CALLS[at]
    told = importlib.import_module(f"{generated}.api.{name}").sync(client=client, **parameters)
    assert type(told).__name__ not in ("Problem", "ChosenPage")
    assert list(map(asked, requests)) == [asked(f"http://{HOST}/api/v1{request}")]
    expected = [json.loads(line) for line in lines.splitlines()]
    rows = told.to_dict()["results"][: len(expected)]
    assert [
        {name: shown(row[name]) for name in few} for few, row in zip(expected, rows, strict=True)
    ] == expected


def test_the_generated_client_asks_for_several_values(client, requests, generated):
    sync = importlib.import_module(f"{generated}.api.sessions.sessions_list").sync
    several = sync(client=client, ordinal=[14, 15], ordering=["-ordinal", "id"]).to_dict()["results"]
    assert [parse_qsl(urlsplit(address).query) for address in requests] == [
        [("ordering", "-ordinal"), ("ordering", "id"), ("ordinal", "14"), ("ordinal", "15")]
    ] or requests
    assert {row["ordinal"] for row in several} == {14, 15}


def test_the_generated_client_fetches_a_table(client, requests, generated):
    (_, request, lines), (name, parameters) = QUESTIONS[-1], FILE
    kwargs = importlib.import_module(f"{generated}.api.{name}")._get_kwargs(**parameters)
    table = client.get_httpx_client().request(**kwargs).content.decode("utf-8-sig")
    assert list(map(asked, requests)) == [asked(f"http://{HOST}/api/v1{request}")]
    for line, expected in zip(table.splitlines(), lines.splitlines(), strict=False):
        assert line.startswith(expected.strip().removesuffix("…"))


def asked(address):
    """The address without the order and the spelling of its parameters."""
    parts = urlsplit(address)
    return parts.netloc, parts.path, sorted(parse_qsl(parts.query))


def shown(value):
    """A value as the README shows it: linked records by name."""
    if isinstance(value, list):
        return [shown(item) for item in value]
    return value["name"] if isinstance(value, dict) and "id" in value else value
