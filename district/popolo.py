"""How people and bodies look in Popolo (popoloproject.com), the format of civic data on them.

Ids are texts there. A link to a record is a shape with its id alone: `PopoloRenderer` writes it as `parent_id`.
"""

from django.urls import reverse
from rest_framework import serializers

from district.documents import Computed, Nested
from district.models import Membership, Organization, Person, Term
from district.models.membership import Post
from district.serializers import ComputedText, RecordSerializer


class Told(Computed, serializers.JSONField):
    """A value of Popolo that follows from columns."""


class Sources(Told):
    """Where the record stands in this API."""

    def __init__(self, route):
        super().__init__(lambda record: f"{reverse('api-root')}{route}/{record.pk}/", "pk")

    def tell(self, record, site):
        return [{"url": f"{site}{self.ask(record)}"}]


def identity():
    """The id of a record."""
    return ComputedText(lambda record: str(record.pk), "pk")


class Reference(Nested, serializers.Serializer):
    """A record, by its id."""

    id = identity()


class PopoloSerializer(RecordSerializer):
    """What every record has in Popolo."""

    id = identity()
    updated_at = serializers.DateTimeField(source="modified_at", read_only=True)


class MembershipSerializer(PopoloSerializer):
    """Who sits in which body, as what, from when to when.

    A post that one person at a time holds is a post of the body; `legislative_period` is what EveryPolitician adds.
    """

    person = Reference()
    organization = Reference()
    role = Told(lambda record: str(Post(record.post).label), "post")
    post = Told(lambda record: post_of(record), "post", "organization")
    start_date = serializers.DateField(source="starts_on", read_only=True)
    end_date = serializers.DateField(source="ends_on", read_only=True)
    legislative_period = Reference(source="term", if_published=True)
    sources = Sources("memberships")

    class Meta:
        model = Membership
        fields = [
            "id",
            "person",
            "organization",
            "role",
            "post",
            "start_date",
            "end_date",
            "legislative_period",
            "created_at",
            "updated_at",
            "sources",
        ]


def post_of(membership):
    """The post of the body that the membership fills, where only one can fill it."""
    if membership.post not in Post.single_seats():
        return None
    return {
        "id": f"{membership.organization_id}-{membership.post}",
        "label": str(Post(membership.post).label),
        "role": membership.post,
        "organization_id": str(membership.organization_id),
    }


class PersonSerializer(PopoloSerializer):
    """Somebody whom a published record names, with the bodies that they sit in."""

    honorific_prefix = Told(lambda record: "Đồng chí", "pk")
    summary = serializers.CharField(source="title", read_only=True)
    memberships = MembershipSerializer(many=True)
    sources = Sources("people")

    class Meta:
        model = Person
        fields = [
            "id",
            "name",
            "honorific_prefix",
            "summary",
            "memberships",
            "created_at",
            "updated_at",
            "sources",
        ]


class OrganizationSerializer(PopoloSerializer):
    """A body, with its code and the symbol of its documents as identifiers."""

    other_names = Told(
        lambda record: [{"name": record.short_name, "note": "Tên ngắn"}] if record.short_name else [],
        "short_name",
    )
    identifiers = Told(
        lambda record: [
            {"scheme": scheme, "identifier": value}
            for scheme, value in (("code", record.code), ("symbol", record.symbol))
            if value
        ],
        "code",
        "symbol",
    )
    classification = serializers.CharField(source="kind", read_only=True)
    parent = Reference(if_published=True)
    founding_date = serializers.DateField(source="founded_on", read_only=True)
    dissolution_date = serializers.DateField(source="dissolved_on", read_only=True)
    sources = Sources("organizations")

    class Meta:
        model = Organization
        fields = [
            "id",
            "name",
            "other_names",
            "identifiers",
            "classification",
            "parent",
            "founding_date",
            "dissolution_date",
            "created_at",
            "updated_at",
            "sources",
        ]


class EventSerializer(PopoloSerializer):
    """A term, as the legislative period that EveryPolitician makes of it; by its years where no days are known."""

    name = ComputedText(Term.name, "number", "start_year", "end_year")
    classification = Told(lambda record: "legislative period", "pk")
    organization = Reference()
    start_date = ComputedText(
        lambda record: str(record.starts_on or record.start_year), "starts_on", "start_year"
    )
    end_date = ComputedText(lambda record: str(record.ends_on or record.end_year), "ends_on", "end_year")
    sources = Sources("terms")

    class Meta:
        model = Term
        fields = [
            "id",
            "name",
            "classification",
            "organization",
            "start_date",
            "end_date",
            "created_at",
            "updated_at",
            "sources",
        ]
