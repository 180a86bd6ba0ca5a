"""No list shows anything of a session that is not published, whichever list is added next."""

import json

import pytest

from resolutions.api import lists
from tests.api.ground import grow

pytestmark = pytest.mark.django_db
every_list = pytest.mark.parametrize("route", [route for route, viewset in lists])
SECRET = "bímật"


@pytest.fixture(scope="module")
def hidden(standing):
    """A world beside the public one that strangers do not see, though one of its sessions was public once."""
    world = grow(SECRET)
    world.first.publish()
    world.first.withdraw()
    return world


@pytest.fixture(scope="module")
def neighbours(standing):
    """Two worlds, by the session of each that is published; the other is not."""
    worlds = {"first": grow("kề trên"), "second": grow("kề dưới")}
    for shown, world in worlds.items():
        getattr(world, shown).publish()
    return worlds


@every_list
def test_nothing_unpublished_shows(route, api, client, hidden):
    rows = api(f"{route}/", count="true")
    assert rows["count"] == len(rows["results"])
    assert SECRET not in json.dumps(rows, ensure_ascii=False)
    for format in ("csv", "xlsx", "ndjson"):
        assert SECRET.encode() not in client.get(f"/api/v1/{route}/?format={format}").getvalue()
    assert api(f"{route}/", q=SECRET, count="true")["count"] == 0
    published = {row["id"] for row in rows["results"]}
    model = dict(lists)[route].serializer_class.Meta.model
    for pk in set(model.objects.values_list("pk", flat=True)) - published:
        assert api(f"{route}/{pk}/", expect=404)["status"] == 404


def test_search_finds_nothing_unpublished(api, hidden):
    assert api("search/", q=SECRET, count="true") == {
        "next": None,
        "previous": None,
        "count": 0,
        "results": [],
    }


@every_list
@pytest.mark.parametrize(("shown", "hidden"), [("first", "second"), ("second", "first")])
def test_nothing_of_an_unpublished_neighbour_shows_in_nested_objects(route, shown, hidden, api, neighbours):
    """The second session repeats, answers, reviews and replaces what hangs on the first."""
    world = neighbours[shown]
    hidden = getattr(world, hidden)
    rows = api(f"{route}/", page_size=500)["results"]
    details = [api(f"{route}/{row['id']}/") for row in rows]
    seen = json.dumps([rows, details], ensure_ascii=False)
    assert f"/sessions/{hidden.pk}/" not in seen
    for secret in (
        world.organization.parent.name,
        *(document.name for document in hidden.resolutions.all()),
        *hidden.shortcomings.values_list("text", flat=True),
        *hidden.directives.values_list("text", flat=True),
        *hidden.reviews.values_list("reason", flat=True),
    ):
        assert json.dumps(secret, ensure_ascii=False) not in seen
