"""Fonds: all that an organization has kept, as plain values, in the words of where it was made."""

from collections import defaultdict

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import FileField, JSONField, Q

from district.fields import Derived
from district.models import Arrival, Organization, Record

ACCOUNT = ("username", "first_name", "last_name", "date_joined")
"""What is told of an account that a record names: who it was, and nothing that opens a door."""


def nouns_of_a_fonds():
    """The nouns whose rows lie in the fonds of an organization, and go with it."""
    nouns = [noun for noun in apps.get_models() if issubclass(noun, Record)]
    return sorted(
        (noun for noun in nouns if noun.owned_through and noun.moves_with_its_fonds),
        key=lambda noun: noun._meta.label_lower,
    )


def fields_of(model):
    """The columns that are told of a noun, of an account, or of a line of history."""
    if model is get_user_model():
        return [model._meta.get_field(name) for name in ACCOUNT]
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in ("id", "history_id") and not isinstance(field, Derived)
    ]


def is_file(noun, field):
    """Whether a column of a noun, or of its history, names a stored file."""
    columns = {column.name: column for column in noun._meta.concrete_fields}
    return isinstance(columns.get(field.name), FileField)


def with_keys(value, key_of):
    """A value of JSON in which records, written [noun, key], have the keys that a function of these gives them."""
    if isinstance(value, dict):
        return {name: with_keys(part, key_of) for name, part in value.items()}
    if not isinstance(value, list):
        return value
    match value:
        case [str(label), int(key)] if label in {noun._meta.label_lower for noun in apps.get_models()}:
            return [label, key_of(apps.get_model(label), key)]
    return [with_keys(part, key_of) for part in value]


def place(told):
    """The noun and the key of what is told of a row, by which everything is in order."""
    return told["noun"], told["id"]


class Fonds:
    """What an organization has kept. Keys and names of files are those of where the records were made.

    Each row, and each line of history, is told as {noun, id, values}; values are texts as Django's own serializers
    write them, or None.
    """

    def __init__(self, organization, columns=None):
        """Take the organization, and the names of the columns to tell, by noun (None: all)."""
        self.organization = organization
        self.origins = Arrival.objects.origins(organization)
        self.columns = columns
        self.named = defaultdict(set)
        """The keys here of all that was named so far, by noun."""
        self.files = set()
        """The names of the files that were named so far."""

    def rows(self, noun):
        """The rows of a noun."""
        return noun.objects.filter(**{noun.owned_through: self.organization})

    def is_empty(self):
        """Whether there is no row of any noun."""
        return not any(self.rows(noun).exists() for noun in nouns_of_a_fonds())

    def gone(self, noun):
        """The lines of history that say of a row of a noun that it was deleted."""
        link = noun._meta.get_field(noun.owned_through.partition("__")[0])
        if link.related_model is Organization:
            return noun.history.filter(**{link.attname: self.organization.pk}, history_type="-")
        lay = Q(**{f"{link.attname}__in": self.rows(link.related_model).values("pk")})
        lay |= Q(**{f"{link.attname}__in": self.gone(link.related_model).values("id")})
        return noun.history.filter(lay, history_type="-")

    def records(self):
        """The rows, as they stand."""
        for noun in nouns_of_a_fonds():
            yield from self._tell(noun, self.rows(noun))

    def history(self):
        """All lines of history of the rows, and of those that were deleted."""
        for noun in nouns_of_a_fonds():
            ever = Q(id__in=self.rows(noun).values("pk")) | Q(id__in=self.gone(noun).values("id"))
            yield from self._tell_history(noun, noun.history.filter(ever))

    def entries(self):
        """What has been named outside the fonds, and what that names in turn; then the history of all these."""
        told, lines, seen = [], [], defaultdict(set)
        while waiting := {noun: keys - seen[noun] for noun, keys in self.named.items() if keys - seen[noun]}:
            for noun, keys in waiting.items():
                seen[noun] |= keys
                rows = noun._base_manager.filter(pk__in=keys)
                if not issubclass(noun, Record):
                    told += self._tell(noun, rows)
                elif noun.owned_through:
                    told += self._elsewhere(noun, rows.exclude(**{noun.owned_through: self.organization}))
                else:
                    told += self._tell(noun, rows)
                    lines += self._tell_history(noun, noun.history.filter(id__in=keys))
        return sorted(told, key=place), sorted(lines, key=place)

    def _elsewhere(self, noun, rows):
        """Rows that lie in another fonds, by what they are known by."""
        for row in rows:
            yield {
                "noun": noun._meta.label_lower,
                "id": self.origins.key(noun, row.pk),
                "made_at": row.created_at.isoformat(),
                "owner": row.owner and row.owner.name,
            }

    def _tell(self, noun, rows):
        return self._told(noun, noun, "pk", rows.order_by("pk"))

    def _tell_history(self, noun, lines):
        return self._told(noun, noun.history.model, "id", lines.order_by("history_date", "history_id"))

    def _told(self, noun, model, key, rows):
        fields = fields_of(model)
        if self.columns is not None:
            fields = [field for field in fields if field.name in self.columns[model._meta.label_lower]]
        told = [
            {
                "noun": noun._meta.label_lower,
                "id": self.origins.key(noun, getattr(row, key)),
                "values": {field.name: self._value(noun, field, row) for field in fields},
            }
            for row in rows
        ]
        return sorted(told, key=place)

    def _value(self, noun, field, row):
        value = getattr(row, field.attname)
        if value is None:
            return None
        if field.remote_field:
            self.named[field.related_model].add(value)
            return self.origins.key(field.related_model, value)
        if isinstance(field, JSONField):
            return with_keys(value, self.origins.key)
        if is_file(noun, field):
            name = self.origins.file(str(value))
            self.files |= {name} - {""}
            return name
        return field.value_to_string(row)
