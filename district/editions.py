"""The feed of changes: every record whose public document changed, in the order in which the changes became visible.

A change of one row may change many documents: who shows a unit's name shows its new one. So whatever writes a row
leaves a `Touch`, and whoever reads the feed first brings it up to date: the documents that the touched rows reach are
read as strangers read them, and those that differ from their last `Edition` get a new one. Nothing is computed where
people write, and what is not committed yet is not missed: its touch comes with it.
"""

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from operator import itemgetter

import orjson
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Case, Exists, F, OuterRef, Value, When
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from district.documents import Documents, public_links
from district.models import Edition, Record, Touch
from district.pagination import PAGE_OF_ALL, Keyset, ordered

AT_ONCE = 2000
"""How many touches are taken up in one transaction."""

CHANGES = {
    (False, True): Edition.Change.CREATED,
    (True, True): Edition.Change.UPDATED,
    (True, False): Edition.Change.WITHDRAWN,
}
"""What a change is called, by whether the record was public and whether it is."""


@dataclass(frozen=True)
class Way:
    """How the rows of a noun are found that look at rows of another."""

    noun: type[Record]
    lookup: str
    link: models.ForeignKey | None = None
    """What leads from the other row to where the lookup ends; None if the lookup ends at the other row."""

    def back(self, touched):
        """The keys of the rows, each with the touch of the row that it looks at (touches by key), as pairs."""
        ends = dict(ever_named(self.link, touched)) if self.link else touched
        if not self.lookup:
            return ends.items()
        rows = self.noun._base_manager.filter(**{f"{self.lookup}__in": list(ends)}).order_by()
        return [(row, ends[end]) for row, end in rows.values_list("pk", self.lookup)]


def ever_named(link, touched):
    """The keys that the link of these rows names, or named at some time, each with the row's touch, as pairs."""
    lines = link.model.history.filter(id__in=list(touched)).exclude(**{link.attname: None}).order_by()
    return [(named, touched[row]) for named, row in lines.values_list(link.attname, "id").distinct()]


def ways_to(noun, path):
    """The ways on which a noun looks along the path, each with the noun that it leads to, as pairs."""
    end, lookup = noun, ""
    for step in path.split(LOOKUP_SEP):
        for name, field in _single_steps(end._meta.get_field(step)):
            before, lookup = lookup, f"{lookup}{LOOKUP_SEP}{name}" if lookup else name
            yield (
                field.related_model,
                Way(noun, before, field.field) if field.one_to_many else Way(noun, lookup),
            )
        end = field.related_model


def ways_back(looks):
    """By noun, the ways to it of those that look at it: nouns with the paths along which each looks, as pairs."""
    ways = defaultdict(set)
    for noun, paths in looks:
        for path in paths:
            for end, way in ways_to(noun, path):
                ways[end].add(way)
    return ways


def _single_steps(field):
    """A link as steps that each have a key: one to many-to-many passes the noun that it is."""
    if not field.many_to_many:
        return [(field.name, field)]
    through = field.remote_field.through if field.concrete else field.through
    near, far = (link for link in through._meta.concrete_fields if link.is_relation)
    if near.related_model is not field.model:
        near, far = far, near
    return [(near.remote_field.name, near.remote_field), (far.name, far)]


class Editions:
    """The editions of all records of some kinds."""

    def __init__(self, documents):
        """Take the document that strangers read of a record, by kind."""
        self.documents = documents
        self.kinds = {document.model: kind for kind, document in documents.items()}
        self.nouns = {noun._meta.label: noun for noun in apps.get_models() if issubclass(noun, Record)}

    def tell(self, editions, site):
        """The documents of these editions, as they read now: by kind and id."""
        told = {}
        for kind, public in _by_kind(edition for edition in editions if not edition.is_withdrawn):
            documents = self._read(kind, [edition.record for edition in public], site)
            told |= {(kind, key): document for key, document in documents.items()}
        self._remember(one for one in editions if not (one.is_withdrawn or one.digest))
        return told

    def _remember(self, unread):
        """Note how the documents read that are told for the first time."""
        for kind, editions in _by_kind(unread):
            documents = self._read(kind, [edition.record for edition in editions])
            for edition in editions:
                edition.digest = digest_of(documents[edition.record]) if edition.record in documents else ""
            Edition.objects.bulk_update(editions, ["digest"], PAGE_OF_ALL)

    @contextmanager
    def up_to_date(self):
        """A moment of the database at which every change is taken up, while nobody else takes up any."""
        while True:
            with transaction.atomic():
                self._wait_for_others()
                self._take_up()
                if not Touch.objects.exists():
                    yield
                    return

    def _wait_for_others(self):
        """Be the only one at it, and see one moment until the transaction ends.

        On SQLite every transaction is so that may write. PostgreSQL's repeatable read looks at the database as it is
        at the first query after the lock.
        """
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                if not connection.savepoint_ids:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                cursor.execute(f"LOCK TABLE {_table(Edition)} IN EXCLUSIVE MODE")

    def _take_up(self):
        """Take up the oldest touches; all of them where records begin, which need not be read for the others."""
        known, touches = Edition.objects.newest(), Touch.objects.all()
        taken = list(touches[:AT_ONCE])
        if not known or (taken and touches.filter(row=Touch.MANY).exists()):
            taken = list(touches)
            self._begin()
        if known:
            self._follow(taken, known)
        if taken:
            touches.filter(pk__lte=taken[-1].pk).delete()

    def _follow(self, touches, known):
        """Give new editions to the documents that the touched rows reach and that read otherwise than up to this place."""
        wave = self._touched_rows(touches)
        news, examined = [], defaultdict(set)
        while wave:
            reached, wave = self._reached(wave), defaultdict(dict)
            for kind, rows in reached.items():
                rows = {key: touch for key, touch in rows.items() if key not in examined[kind]}
                examined[kind] |= rows.keys()
                for edition, touch in self._examine(kind, rows, known):
                    news.append((touch, edition))
                    if edition.change != Edition.Change.UPDATED:
                        wave[self.documents[kind].model][edition.record] = touch
        if news:
            self._number(news)

    def _touched_rows(self, touches):
        """The touched rows and those that the clock has turned, by noun and key, each with its touch."""
        wave = defaultdict(dict)
        if turned := list(Edition.objects.filter(turns_on__lt=timezone.localdate())):
            Edition.objects.filter(pk__in=[edition.pk for edition in turned]).update(turns_on=None)
        for edition in turned:
            wave[self.documents[edition.kind].model][edition.record] = 0
        for touch in touches:
            if touch.noun in self.nouns and touch.row != Touch.MANY:
                wave[self.nouns[touch.noun]][touch.row] = touch.pk
        return wave

    def _begin(self):
        """Give every public record that has no edition its first, without reading its document."""
        for kind, document in self.documents.items():
            has_edition = Edition.objects.filter(kind=kind, record=OuterRef("pk"))
            place = Value(Edition.objects.newest()) + Window(RowNumber(), order_by=F("pk").asc())
            values = {
                "kind": Value(kind),
                "record": F("pk"),
                "place": place,
                "first": place,
                "change": Value(Edition.Change.CREATED),
                "digest": Value(""),
                "turns_on": self._turns(document.model),
                "noted_at": Value(timezone.now(), models.DateTimeField()),
            }
            public = document.model.objects.published().filter(~Exists(has_edition)).order_by()
            named = {f"edition_{name}": value for name, value in values.items()}
            sql, params = public.annotate(**named).values_list(*named).query.sql_with_params()
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {_table(Edition)} ({', '.join(values)}) {sql}", params)

    def _turns(self, noun):
        """The last day on which a record of the noun reads as it does, as an expression."""
        if noun.turns_with is None:
            return Value(None, models.DateField())
        return Case(When(**{f"{noun.turns_with}__gte": timezone.localdate()}, then=F(noun.turns_with)))

    def _reached(self, wave):
        """The records whose documents the rows reach, by kind and key, each with the touch."""
        reached = defaultdict(dict)

        def reach(kind, pairs):
            for key, touch in pairs:
                reached[kind][key] = max(touch, reached[kind].get(key, 0))

        for noun, rows in wave.items():
            for touched in in_portions(rows):
                if noun in self.kinds:
                    reach(self.kinds[noun], touched.items())
                for way in self._lookers[noun]:
                    reach(self.kinds[way.noun], way.back(touched))
                for kind, pairs in self._named_publicly(noun, touched):
                    reach(kind, pairs)
                for way in self._parts[noun]:
                    for part in in_portions(dict(way.back(touched))):
                        for kind, pairs in self._named_publicly(way.noun, part):
                            reach(kind, pairs)
        return reached

    def _named_publicly(self, noun, rows):
        """The register entries that may be public because these rows name them, or no longer, by kind."""
        if noun.names_publicly:
            for link in noun._meta.concrete_fields:
                kind = self.kinds.get(link.related_model)
                if kind and not link.related_model.public_through:
                    yield kind, ever_named(link, rows)

    @cached_property
    def _lookers(self):
        """By noun: the ways to it of the documents that look at it."""
        return ways_back((document.model, document.links) for document in self.documents.values())

    @cached_property
    def _parts(self):
        """By noun: the ways to it of the nouns that are public through it."""
        return ways_back((noun, public_links(noun)) for noun in self.nouns.values())

    def _examine(self, kind, records, known):
        """The new editions of these records, each with the touch; none of those that have just begun."""
        for touched in in_portions(records):
            rows = Edition.objects.filter(kind=kind, record__in=list(touched))
            editions = {edition.record: edition for edition in rows}
            begun = {key for key, edition in editions.items() if edition.place > known}
            touched = {key: touch for key, touch in touched.items() if key not in begun}
            told = self._read(kind, list(touched))
            for key, touch in touched.items():
                edition = editions.get(key) or Edition(kind=kind, record=key, change=Edition.Change.WITHDRAWN)
                was_public, is_public = not edition.is_withdrawn, key in told
                digest = digest_of(told[key]) if is_public else ""
                if was_public != is_public or edition.digest != digest:
                    edition.digest, edition.turns_on = digest, self._last_day(kind, told.get(key))
                    edition.change = CHANGES[was_public, is_public]
                    yield edition, touch

    def _read(self, kind, keys, site=""):
        """The documents of the public ones among these records, by id."""
        document = self.documents[kind]
        public = ordered(document.model.objects.published().filter(pk__in=keys))
        rows = Documents(Keyset(public), document, site).after(None, len(keys))
        return {told["id"]: told for told, _place in rows}

    def _last_day(self, kind, told):
        """The last day on which the document reads so, or None."""
        day = told and told.get(self.documents[kind].model.turns_with)
        return date.fromisoformat(day) if day and date.fromisoformat(day) >= timezone.localdate() else None

    def _number(self, news):
        """Write the editions, in the order of their touches."""
        newest, now = Edition.objects.newest(), timezone.now()
        editions = [edition for _touch, edition in sorted(news, key=itemgetter(0))]
        for place, edition in enumerate(editions, newest + 1):
            edition.place, edition.noted_at = place, now
            edition.first = edition.first or edition.place
        Edition.objects.bulk_create((new for new in editions if new.pk is None), PAGE_OF_ALL)
        names = [field.name for field in Edition._meta.fields if field.name not in ("id", "kind", "record")]
        Edition.objects.bulk_update([known for known in editions if known.pk], names, PAGE_OF_ALL)


def _table(model):
    return connection.ops.quote_name(model._meta.db_table)


def _by_kind(editions):
    """The editions of each kind, as pairs."""
    found = defaultdict(list)
    for edition in editions:
        found[edition.kind].append(edition)
    return found.items()


def in_portions(rows):
    """The dict in dicts of a size that a query can name."""
    keys = list(rows)
    for begin in range(0, len(keys), PAGE_OF_ALL):
        yield {key: rows[key] for key in keys[begin : begin + PAGE_OF_ALL]}


def digest_of(told):
    """What tells two documents apart."""
    return sha256(orjson.dumps(told, default=str)).hexdigest()[:32]
