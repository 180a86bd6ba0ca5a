import pytest
from django.db import connections

from tests.api.ground import grow
from tests.api.sample import at_that_instant, load


@pytest.fixture
def api(client):
    """Asks the API: the JSON of an address, which must answer with the status."""

    def ask(address, expect=200, **parameters):
        response = client.get(f"/api/v1/{address}", parameters)
        assert response.status_code == expect, response.content.decode()
        return response.json()

    return ask


@pytest.fixture
def blames(api):
    """Asks the API something wrong: the parameters that it blames."""

    def ask(address, **parameters):
        problem = api(address, expect=400, **parameters)
        assert problem["status"] == 400
        assert all(error["detail"] for error in problem["errors"])
        return [error["parameter"] for error in problem["errors"]]

    return ask


@pytest.fixture
def world(db):
    """Two published sessions with one row of everything on each."""
    return grow().publish()


@pytest.fixture(scope="module")
def standing(shared):
    """A world that the tests of a module share; what a test adds to it goes with the test."""
    return grow(breadth=2).publish()


@pytest.fixture(autouse=True)
def before_approval(before_approval):
    """The API only reads: its tests may add to sessions that are public already."""


@pytest.fixture(scope="module")
def sample(shared):
    """The sample district, for the tests of a module to read."""
    load()
    with at_that_instant():
        yield


@pytest.fixture
def one_connection(monkeypatch):
    """The site as a WSGI application reads what the test has written and not committed."""
    monkeypatch.setattr(connections["default"], "close_if_unusable_or_obsolete", lambda: None)
