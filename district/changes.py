"""History as a person reads it: line by line, who did what to which record, from where and why, and what changed.

Lines of many nouns stand on one page: `places` says which and in what order, `read` reads those of a page.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Exists, OuterRef, Subquery, Value
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from district.differences import in_words, word_by_word
from district.models import Door, Record
from district.models.record import wholes
from district.permissions import in_sight, permission, to_bring_back

LINES_ON_A_PAGE = 50
"""So many lines of history stand on a page."""

LONGEST_SAME = 24
"""So many words that stayed are shown; of more, the first and the last."""


class Deed(models.TextChoices):
    """What was done to the record."""

    CREATED = "+", _("Lập")
    CHANGED = "~", _("Sửa")
    DELETED = "-", _("Xóa")
    RESTORED = "*", _("Khôi phục")


@dataclass
class Entry:
    """A line of history on the page."""

    line: models.Model
    before: models.Model | None
    """The line before it of the same record, or None."""

    name: str
    changes: list[tuple[str, list]]
    """The labels of the fields that changed, each with the difference word by word."""

    may_be_undone: bool = False
    """Whether the user may take the deletion back."""

    @property
    def noun(self):
        """What kind of record it is."""
        return self.line.instance_type._meta.verbose_name

    @property
    def kind(self):
        """The label by which the noun is asked for."""
        return self.line.instance_type._meta.label

    @property
    def who(self):
        """Who did it, by name where the account has one; None where nobody was signed in."""
        user = self.line.history_user
        return user and (user.get_full_name() or user.get_username())

    @property
    def colour(self):
        """How the deed stands out."""
        return {"-": "danger", "*": "success", "+": "info"}.get(self.deed.value, "default")

    @property
    def deed(self):
        """What was done."""
        is_back = self.line.history_type == Deed.CREATED and self.before
        return Deed.RESTORED if is_back else Deed(self.line.history_type)

    @property
    def door(self):
        """From where, as one says it."""
        door = self.line.history_door
        label = dict(Door.choices).get(door, door)
        return f"{label} {self.line.history_through}" if door in (Door.IMPORT, Door.COMMAND) else label

    @property
    def address(self):
        """Where the history of the record is read."""
        meta = self.line.instance_type._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_history", args=[self.line.id])


def of_record(noun, key, user):
    """The places of all lines of a record and of its parts, past ones too, whose noun the user may read."""
    return places(
        noun.history.filter(id=key),
        *(
            lines
            for part, lines in _parts(noun, noun.history.filter(id=key))
            if user.has_perm(permission("view", part))
        ),
    )


def of_deleted(nouns, user):
    """The places of the deletions that can be undone: of what the user may read, and whose whole is there."""
    return places(*(in_sight(_deleted(noun), user) for noun in nouns))


def places(*histories):
    """Where lines of history stand, the newest first, as dictionaries for `read`."""
    first, *others = (
        lines.order_by()
        .annotate(of=Value(lines.model.instance_type._meta.label))
        .values("of", "history_id", "history_date")
        for lines in histories
    )
    return first.union(*others).order_by("-history_date", "-history_id")


def _parts(noun, lines):
    """The nouns whose rows are public with rows of a noun, and with those again, each with the lines of their history."""
    for part in apps.get_models():
        for link in part._meta.concrete_fields if issubclass(part, Record) else ():
            if link.related_model is noun and _is_public_with(part, link):
                found = part.history.filter(**{f"{link.attname}__in": lines.order_by().values("id")})
                yield part, found
                yield from _parts(part, found)


def _is_public_with(part, link):
    return any(f"{link.name}__{state}" in part.public_through for state in link.related_model.public_through)


def _deleted(noun):
    """The last lines of the rows that are gone, but for parts that went with a whole."""
    lines = noun.history.filter(history_type=Deed.DELETED)
    later = noun.history.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    lines = lines.filter(~Exists(noun._base_manager.filter(pk=OuterRef("id"))), ~Exists(later))
    for link in wholes(noun):
        lines = lines.filter(Exists(link.related_model._base_manager.filter(pk=OuterRef(link.attname))))
    return lines


def read(page):
    """The entries of the lines at these places, in their order."""
    asked = defaultdict(list)
    for place in page:
        asked[place["of"]].append(place["history_id"])
    lines, names = {}, Names()
    for label, keys in asked.items():
        noun = apps.get_model(label)
        for line, before in _with_the_one_before(noun, keys):
            lines[label, line.history_id] = noun, line, before
            names.note(noun, line, before)
    return [
        Entry(line, before, names[noun, line.id], _differences(noun, line, before, names))
        for noun, line, before in (lines[place["of"], place["history_id"]] for place in page)
    ]


def read_deleted(page, user):
    """The entries of the deletions at these places, with which of them the user may undo."""
    entries = read(page)
    lines = defaultdict(list)
    for entry in entries:
        lines[entry.line.instance_type].append(entry.line.pk)
    for noun, keys in lines.items():
        undone = set(to_bring_back(noun.history.filter(pk__in=keys), user).values_list("pk", flat=True))
        for entry in entries:
            entry.may_be_undone |= entry.line.instance_type is noun and entry.line.pk in undone
    return entries


def _with_the_one_before(noun, keys):
    earlier = noun.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    lines = (
        noun.history.filter(history_id__in=keys)
        .select_related("history_user")
        .annotate(history_before=Subquery(earlier.order_by("-history_id").values("history_id")[:1]))
    )
    before = noun.history.in_bulk([line.history_before for line in lines if line.history_before])
    return [(line, before.get(line.history_before)) for line in lines]


def told_fields(noun):
    """The fields whose changes are told: all that history keeps but the key and the instants."""
    untold = {"id", "created_at", "modified_at"}
    return [field for field in noun.history.model.tracked_fields if field.name not in untold]


def _differences(noun, line, before, names):
    """The fields that changed by the line, each by its label with the difference."""
    if line.history_type == Deed.CREATED and before:
        return []
    gone = line.history_type == Deed.DELETED
    told = []
    for field in told_fields(noun):
        was = names.in_words(field, line if gone else before) if gone or before else ""
        now = "" if gone else names.in_words(field, line)
        if was != now or (not gone and before and _value(field, line) != _value(field, before)):
            told.append((capfirst(str(field.verbose_name)), _pieces(field, was, now)))
    return told


def _pieces(field, was, now):
    if isinstance(field, models.CharField | models.TextField) and not field.choices:
        return [
            (kind, _shortened(words) if kind == "same" else words) for kind, words in word_by_word(was, now)
        ]
    return [(kind, words) for kind, words in (("before", was), ("after", now)) if words]


def _shortened(text):
    words = text.split(" ")
    if len(words) <= LONGEST_SAME:
        return text
    end = LONGEST_SAME // 2
    return f"{' '.join(words[:end])} […] {' '.join(words[-end:])}"


def _value(field, line):
    return getattr(line, field.attname)


class Names:
    """The names of the records of a page, and of those to which they link; a query for each noun."""

    def __init__(self):
        self.wanted = defaultdict(set)

    def note(self, noun, *lines):
        """Take in the records that these lines are about, or name."""
        for line in filter(None, lines):
            self.wanted[noun].add(line.id)
            for field in told_fields(noun):
                if field.is_relation and _value(field, line):
                    self.wanted[field.related_model].add(_value(field, line))

    def __getitem__(self, place):
        noun, key = place
        return self._known[noun].get(key) or f"#{key}"

    def in_words(self, field, line):
        """The value of a field in a line of history, as a person reads it."""
        value = _value(field, line)
        return in_words(field, self[field.related_model, value] if field.is_relation and value else value)

    @cached_property
    def _known(self):
        return {noun: dict(_names(noun, keys)) for noun, keys in self.wanted.items()}


def _names(noun, keys):
    """The records of these keys, each with its name: as it is now, or was when it was deleted."""
    is_record = issubclass(noun, Record)
    related = _naming(noun) if is_record else ()
    records = noun._base_manager.filter(pk__in=keys).select_related(*related)
    there = {record.pk: str(record) for record in records}
    yield from there.items()
    if is_record and (gone := keys - there.keys()):
        lines = noun.history.filter(id__in=gone, history_type=Deed.DELETED).select_related(*related)
        for line in lines.order_by("history_id"):
            yield line.id, _last_name(line)


def _last_name(line):
    record = line.history_object
    record._state.fields_cache.update(line._state.fields_cache)
    try:
        return str(record)
    except ObjectDoesNotExist:
        return None


def _naming(noun):
    """The links that the name of a record may look along."""
    paths = [noun.owned_through] if noun.owned_through else []
    for link in noun._meta.concrete_fields:
        if link.many_to_one:
            owner = getattr(link.related_model, "owned_through", None)
            paths.append(f"{link.name}__{owner}" if owner else link.name)
    return paths
