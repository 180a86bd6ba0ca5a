"""A client that keeps a copy of everything public by the feed of changes, and what the copy must be equal to."""

from contextlib import suppress

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.test import Client

from district.api import kind
from district.models import Record
from meetings.models import Session
from resolutions.api import lists
from tests.api.ground import grow
from tests.factories import while_open


class Mirror:
    """The copy of one client: documents by kind and id."""

    def __init__(self, size=500, **asked):
        self.client, self.asked = Client(), {"page_size": size, **asked}
        self.records, self.since = {}, {}

    def follow(self, pages=None):
        """Take in everything up to now, or so many pages. Returns the changes, as (kind, id, change)."""
        news, more = [], True
        while more and pages != 0:
            answer = self.client.get("/api/v1/changes/", {**self.asked, **self.since})
            assert answer.status_code == 200, answer.content
            page = answer.json()
            for change in page["results"]:
                key = change["kind"], change["id"]
                assert (change["document"] is None) == (change["change"] == "withdrawn")
                self.records[key] = change["document"]
                if change["document"] is None:
                    del self.records[key]
                news.append((*key, change["change"]))
            more, self.since = page["next"], {"since": page["cursor"]}
            pages = pages and pages - 1
        return news


def everything():
    """What the lists show: the documents by kind and id."""
    client, documents = Client(), {}
    for route, viewset in lists:
        address = f"/api/v1/{route}/?page_size=500"
        while address:
            page = client.get(address).json()
            documents |= {(kind(viewset), row["id"]): row for row in page["results"]}
            address = page["next"]
    return documents


NOUNS = [
    noun
    for noun in apps.get_models()
    if issubclass(noun, Record)
    and noun._meta.model_name not in ("role", "apikey", "draft", "seal", "layout", "papertemplate")
]


def meddle(random):
    """One change of any kind to anything, committed or refused."""
    noun = random.choice(NOUNS)
    with suppress(ValidationError, IntegrityError, models.ProtectedError), while_open(), transaction.atomic():
        if random.random() < 0.2:
            turn_round(random.choice(Session.objects.all()))
        elif random.random() < 0.05:
            grow(breadth=random.randrange(2))
        elif row := noun.objects.order_by("?").first():
            random.choice([retype, relink, remove])(row, random)


def turn_round(session):
    """Publish the session, or withdraw it."""
    session.withdraw() if session.is_published else session.publish()


def retype(row, random):
    """Other words in one of the row's texts."""
    texts = [
        field.name
        for field in row._meta.fields
        if isinstance(field, models.CharField | models.TextField) and field.editable and not field.choices
    ]
    if texts:
        setattr(row, random.choice(texts), f"chữ {random.randrange(1000)}")
        row.save()


def relink(row, random):
    """Another end of one of the row's links."""
    links = [
        field for field in row._meta.fields if field.many_to_one and issubclass(field.related_model, Record)
    ]
    if links:
        link = random.choice(links)
        others = link.related_model.objects.order_by("?")
        setattr(row, link.name, None if link.null and random.random() < 0.3 else others.first())
        row.save()


def remove(row, random):
    """The row is gone."""
    row.delete()
