"""How the nouns of `district` look from outside, and what all shapes share."""

from functools import cache, reduce

from django.db.models.constants import LOOKUP_SEP
from rest_framework import serializers

from district.documents import Address, Computed, Document, Nested, Together, field_at
from district.extracts import extract
from district.models import Edition, Membership, Organization, Person, Sector, Term


class ComputedText(Computed, serializers.CharField):
    """A text that follows from columns."""


class Choice(serializers.ChoiceField):
    """One of the choices; null where the record leaves it open."""

    def to_representation(self, value):
        return super().to_representation(value) or None


KEY = "Its key in this API."
NAME = "What it is called, or says."
"""What the description says of fields that every shape has."""


class Link(Nested, serializers.Serializer):
    """A related object, small: enough to show a row without a second call."""

    id = serializers.IntegerField(source="pk", read_only=True, help_text=KEY)
    url = Address("")
    name = serializers.CharField(read_only=True, help_text=NAME)


def one(field):
    """What the field shows of one record, if it shows several."""
    return getattr(field, "child", field)


class RecordSerializer(Nested, serializers.ModelSerializer):
    """A noun from outside; what it shows is published."""

    serializer_choice_field = Choice

    joined = ()
    """The paths to what a found row is called by."""

    titled = ("name",)
    """The columns that say what a found row is called (`title_of`)."""

    @classmethod
    def found(cls):
        """The published rows with what their name needs."""
        return cls.Meta.model.objects.published().select_related(*cls.joined)

    def rows(self, model):
        return model.objects.published()

    def get_fields(self):
        """The fields; where it stands for a link, without the records that hang on it."""
        fields = super().get_fields()
        if not self.expanded:
            return fields
        return {name: field for name, field in fields.items() if not isinstance(one(field), RecordSerializer)}

    def get_extra_kwargs(self):
        given = super().get_extra_kwargs()
        given["id"] = {"help_text": KEY}
        return {name: {"read_only": True, **given.get(name, {})} for name in self.Meta.fields}

    def get_uniqueness_extra_kwargs(self, field_names, declared_fields, extra_kwargs):
        return extra_kwargs, {}

    def build_standard_field(self, field_name, model_field):
        """Leave out what the model tells a person who types: a reader of the API is told here."""
        field_class, kwargs = super().build_standard_field(field_name, model_field)
        if issubclass(field_class, Choice):
            kwargs["allow_null"] = model_field.blank
        return field_class, {key: kwargs[key] for key in kwargs if key not in ("label", "help_text")}


class OrganizationLink(Link):
    """An organization, small."""

    url = Address("organizations")


class TermLink(Link):
    """A term, small."""

    url = Address("terms")
    name = ComputedText(Term.name, "number", "start_year", "end_year", help_text=NAME)


class PersonLink(Link):
    """A person, small."""

    url = Address("people")


class SectorLink(Link):
    """A sector, small."""

    url = Address("sectors")


class OrganizationSerializer(RecordSerializer):
    """A Party committee, cell, people's committee, department or commune."""

    url = Address("organizations")
    parent = OrganizationLink(allow_null=True, if_published=True)
    successor = OrganizationLink(allow_null=True, if_published=True)

    class Meta:
        model = Organization
        fields = [
            "id",
            "url",
            "code",
            "name",
            "short_name",
            "kind",
            "level",
            "parent",
            "symbol",
            "governing_body",
            "session_word",
            "founded_on",
            "dissolved_on",
            "successor",
            "created_at",
            "modified_at",
        ]
        extra_kwargs = {
            "code": {"help_text": "A readable key, accepted wherever an organization's id is."},
            "symbol": {"help_text": "What its documents carry after the slash: HU."},
            "governing_body": {"help_text": "The body that meets."},
            "session_word": {"help_text": "What it calls a session."},
            "dissolved_on": {"help_text": "From this day on its records are closed."},
        }


class TermSerializer(RecordSerializer):
    """The years between two congresses of one organization."""

    url = Address("terms")
    name = ComputedText(Term.name, "number", "start_year", "end_year", help_text=NAME)
    organization = OrganizationLink()

    joined = ("organization",)
    titled = ("number", "start_year", "end_year")

    class Meta:
        model = Term
        fields = [
            "id",
            "url",
            "name",
            "organization",
            "number",
            "start_year",
            "end_year",
            "starts_on",
            "ends_on",
            "created_at",
            "modified_at",
        ]
        extra_kwargs = {"number": {"help_text": "Which congress began the term: khóa VI is 6."}}


class PersonSerializer(RecordSerializer):
    """Somebody whom a published record names."""

    url = Address("people")
    organization = OrganizationLink(allow_null=True, if_published=True)

    class Meta:
        model = Person
        fields = ["id", "url", "name", "title", "organization", "created_at", "modified_at"]


class MembershipSerializer(RecordSerializer):
    """Who sits in which body, in which term, with which post, from when to when."""

    url = Address("memberships")
    person = PersonLink()
    organization = OrganizationLink()
    term = TermLink(allow_null=True, if_published=True)

    joined = ("person", "organization")
    titled = ("person__name", "post", "organization__name")

    class Meta:
        model = Membership
        fields = [
            "id",
            "url",
            "person",
            "organization",
            "term",
            "post",
            "starts_on",
            "ends_on",
            "created_at",
            "modified_at",
        ]


class SectorSerializer(RecordSerializer):
    """A field of work, in the tree that the office edits."""

    url = Address("sectors")
    parent = SectorLink(allow_null=True, if_published=True)

    class Meta:
        model = Sector
        fields = ["id", "url", "code", "name", "parent", "position", "created_at", "modified_at"]
        extra_kwargs = {"code": {"help_text": "A readable key, accepted wherever a sector's id is."}}


class HitSerializer(serializers.Serializer):
    """Something that a search found."""

    kind = serializers.CharField(
        read_only=True, help_text="Which noun it is, as the parameter `kind` names it."
    )
    id = serializers.IntegerField(read_only=True, help_text=KEY)
    url = serializers.URLField(read_only=True, help_text=Address("").help_text)
    name = serializers.CharField(read_only=True, help_text=NAME)
    extract = serializers.CharField(
        read_only=True, help_text="HTML: the text around the first hit, with <mark> around each hit."
    )
    created_at = serializers.DateTimeField(read_only=True, help_text="When it was written first.")
    modified_at = serializers.DateTimeField(read_only=True, help_text="When it was written last.")


class Hit(dict):
    """What a search shows of a record: a list gives it its place, as it does a record."""

    @property
    def pk(self):
        """The key of the record."""
        return self["id"]

    def shown(self, words):
        """What is shown: of all the texts that are searched, the part around the words."""
        return self | {"extract": extract(words, *self["extract"])}


@cache
def hits_of(shape, kind):
    """The document of a noun as a search shows it; its `extract` is still all the texts that are searched."""
    fields = shape().fields
    shown = {
        "kind": ComputedText(lambda record: kind),
        "id": fields["id"],
        "url": fields["url"],
        "name": ComputedText(title_of, *shape.titled),
        "extract": Together(*_searched_fields(shape)),
        "created_at": fields["created_at"],
        "modified_at": fields["modified_at"],
    }
    return Document(shape(), shape.Meta.model, fields=shown)


def _searched_fields(shape):
    """The fields of the texts behind the folded columns: as the shape shows them, else as they are."""
    for path in shape.Meta.model.searched:
        *steps, _key = path.split(LOOKUP_SEP)
        for source in field_at(shape.Meta.model, path).sources:
            shown = None if steps else shape().fields.get(source)
            yield shown or serializers.CharField(source=".".join([*steps, source]))


class ChangeSerializer(serializers.Serializer):
    """That a record became public, changed, or is no longer public."""

    kind = serializers.CharField(help_text="The kind of the record: directive.")
    id = serializers.IntegerField(help_text="The key of the record.")
    url = serializers.URLField(help_text="The address of the record.")
    change = serializers.ChoiceField(
        Edition.Change.choices,
        help_text="What happened to it last: it became public, changed, or is no longer public.",
    )
    noted_at = serializers.DateTimeField(help_text="When the change was taken up, soon after it was made.")
    document = serializers.JSONField(
        allow_null=True, help_text="The record as its list shows it; null if it is withdrawn."
    )


def title_of(record):
    """What a found record is called: its name, else its text."""
    named = (getattr(record, name, None) for name in ("name", "text"))
    return next(filter(None, named), None) or str(record)


def extract_of(record, words):
    """HTML: of the texts that a search looks into, the one with the most hits, around the first of them."""
    return extract(words, *_searched_texts(record))


def _searched_texts(record):
    """The texts behind the folded columns that a search looks into."""
    for path in record.searched:
        *steps, key = path.split(LOOKUP_SEP)
        holder = reduce(getattr, steps, record)
        if holder is not None:
            yield from (str(getattr(holder, name) or "") for name in holder._meta.get_field(key).sources)
