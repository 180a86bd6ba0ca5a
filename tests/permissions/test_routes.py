"""No address shows or changes what is out of sight: every route of the site, whichever is added next."""

import re
from itertools import islice, product

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client
from django.urls import URLPattern, get_resolver

from district.fields import Derived
from district.models import Organization, Record
from meetings.models import Draft, Seal, Session
from resolutions.models import Evidence
from tests.desk.rows import whole_district
from tests.permissions.test_matrix import holder

pytestmark = pytest.mark.django_db

SECRET = "bímật"
TAKEN = re.compile(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>")
"""What a route takes, by either of Django's spellings."""
OWNED = [noun for noun in apps.get_models() if issubclass(noun, Record) and noun.owned_through]


def routes(patterns, before=""):
    """Every route, as Django writes it, with the names in <> that it takes."""
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield here.replace("^", "").replace("$", "").removesuffix(r"\Z")
        else:
            yield from routes(pattern.url_patterns, here)


def free_texts(noun):
    """The columns of a noun into which somebody types whatever they like."""
    return [
        field.name
        for field in noun._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and not isinstance(field, (Derived, models.FileField, models.URLField))
        and not field.choices
        and not (field.max_length and field.max_length < 100)
    ]


def rows(noun):
    """The rows of a noun with everything that Django's own querysets do, history or not."""
    return models.QuerySet(noun)


@pytest.fixture(scope="module")
def hidden(shared):
    """A district of which nothing is published and every text that was typed holds the secret."""
    whole = whole_district(1)
    Draft.objects.create(title="Nháp", organization=whole.organization, text="…")
    Organization.objects.create(
        code="huyen-ben", name="Đảng bộ huyện bên", kind="party_committee", level="district"
    )
    default_storage.save(rows(Evidence).get().file.name, ContentFile(SECRET.encode()))
    for noun in OWNED:
        for name in free_texts(noun):
            for stored in (rows(noun), rows(noun.history.model)):
                stored.exclude(**{name: ""}).update(**{name: Concat(name, Value(f" {SECRET}"))})
    return whole


def values(name, route):
    """What may stand for a name in a route, of the hidden district."""
    noun = next(
        (noun for noun in apps.get_models() if f"/{noun._meta.label_lower.replace('.', '/')}/" in route), None
    )
    if name in ("object_id", "id") and noun:
        return rows(noun).values_list("pk", flat=True).order_by("-pk")[:1]
    return {
        "pk": rows(Session).values_list("pk", flat=True)[:2],
        "object_id": [1],
        "content_type_id": [1],
        "app_label": ["meetings"],
        "kind": ["minutes", "resolution"],
        "ending": ["docx", "pdf"],
        "path": rows(Evidence).values_list("file", flat=True),
        "code": rows(Seal).values_list("digest", flat=True),
        "url": ["nowhere"],
    }[name]


def addresses():
    """Every address of the hidden district. A name that no value is known for is an error of this test."""
    for route in routes(get_resolver().url_patterns):
        names = ["".join(found) for found in TAKEN.findall(route)]
        for chosen in product(*(values(name, route) for name in names)):
            yield "/" + TAKEN.sub("{}", route).format(*chosen)


def told(response):
    content = b"".join(response) if response.streaming else response.content
    return content.decode(errors="replace") + str(response.headers)


@pytest.fixture(params=["anonymous", "chief", "reporter"])
def stranger(request, hidden):
    client = Client()
    if request.param != "anonymous":
        client.force_login(holder(request.param, "huyen-ben"))
    return client


def test_no_address_shows_a_stranger_what_is_hidden(stranger):
    asked = list(addresses())
    assert len(asked) > 300
    for address in asked:
        answer = stranger.get(address)
        assert answer.status_code < 500, address
        assert SECRET not in told(answer), address


def test_no_address_lets_a_stranger_change_what_is_hidden(stranger):
    before = {noun: list(rows(noun).order_by("pk").values()) for noun in OWNED}
    for address in addresses():
        answer = stranger.post(address, {"post": "yes", "_confirm": "1", "state": "submitted", "remark": "x"})
        assert answer.status_code < 500, address
    assert {noun: list(rows(noun).order_by("pk").values()) for noun in OWNED} == before


def test_the_secret_stands_where_somebody_who_may_would_read_it(hidden):
    client = Client()
    client.force_login(holder("auditor", "huyen-uy"))
    asked = (at for at in addresses() if at.startswith("/admin/") and not at.endswith(("change/", "delete/")))
    shown = (address for address in asked if SECRET in told(client.get(address)))
    assert len(list(islice(shown, 21))) == 21
