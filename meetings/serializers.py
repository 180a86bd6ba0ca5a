"""How the nouns of `meetings` look from outside."""

from rest_framework import serializers

from district.documents import Address, Computed, Url
from district.serializers import NAME, ComputedText, Link, PersonLink, RecordSerializer, SectorLink
from meetings.models import (
    Addendum,
    AgendaItem,
    Attachment,
    Correction,
    Indicator,
    IndicatorValue,
    Result,
    Seal,
    Session,
    Source,
)


class SessionLink(Link):
    """A session, small."""

    url = Address("sessions")
    name = ComputedText(Session.name, "ordinal", "term__organization__session_word", help_text=NAME)


class IndicatorLink(Link):
    """An indicator, small."""

    url = Address("indicators")


class ShortcomingLink(Link):
    """A shortcoming, small."""

    url = Address("shortcomings")
    name = serializers.CharField(source="text", read_only=True, help_text=NAME)


class PeriodSerializer(Computed, serializers.Serializer):
    """The days from start to end, both included, and what an office calls them."""

    start = serializers.DateField(read_only=True, help_text="The first day.")
    end = serializers.DateField(read_only=True, help_text="The last day.")
    label = serializers.CharField(read_only=True, help_text="What an office calls these days.")


class ComputedNumber(Computed, serializers.DecimalField):
    """A number that follows from columns."""

    def tell(self, record, site):
        value = super().tell(record, site)
        return None if value is None else float(value)


class AgendaItemSerializer(RecordSerializer):
    """A matter on the agenda of a session."""

    presenter = PersonLink(allow_null=True)

    class Meta:
        model = AgendaItem
        fields = ["id", "position", "title", "presenter", "conclusion", "created_at", "modified_at"]


class PhotoSerializer(RecordSerializer):
    """A photo of a session; it may be known by its caption alone."""

    url = serializers.FileField(source="file", read_only=True, allow_null=True)
    thumbnail = serializers.FileField(
        read_only=True,
        allow_null=True,
        help_text="The photo as a JPEG of at most 480 × 480 pixels, upright, without what the camera wrote beside it.",
    )

    class Meta:
        model = Attachment
        fields = ["id", "url", "thumbnail", "position", "caption", "credit", "created_at", "modified_at"]

    def rows(self, model):
        return super().rows(model).filter(kind=model.Kind.PHOTO)


class SourceSerializer(RecordSerializer):
    """An article or document that a session's record was taken from."""

    class Meta:
        model = Source
        fields = [
            "id",
            "title",
            "author",
            "publication",
            "url",
            "issued_on",
            "position",
            "created_at",
            "modified_at",
        ]
        extra_kwargs = {"url": {"help_text": "Where the source itself is published."}}


class ResultSerializer(RecordSerializer):
    """What went well in a sector, as a session assessed it."""

    url = Address("results")
    session = SessionLink()
    sector = SectorLink(allow_null=True)

    joined = ("session__term__organization", "sector")
    titled = ("text",)

    class Meta:
        model = Result
        fields = ["id", "url", "position", "text", "session", "sector", "created_at", "modified_at"]


class IndicatorSerializer(RecordSerializer):
    """A named measure with its unit, the same from session to session."""

    url = Address("indicators")
    sector = SectorLink(allow_null=True)

    class Meta:
        model = Indicator
        fields = ["id", "url", "name", "unit", "sector", "created_at", "modified_at"]


class IndicatorValueSerializer(RecordSerializer):
    """What a session states of one indicator."""

    url = Address("indicator-values")
    name = serializers.CharField(source="indicator.name", read_only=True)
    unit = serializers.CharField(source="indicator.unit", read_only=True)
    indicator = IndicatorLink()
    session = SessionLink()
    sector = SectorLink(source="indicator.sector", allow_null=True)
    computed_percent = ComputedNumber(
        IndicatorValue.computed_percent,
        "actual",
        "planned",
        max_digits=20,
        decimal_places=2,
        allow_null=True,
        help_text="Actual over planned in percent, to two places.",
    )

    joined = ("session__term__organization", "indicator__sector")
    titled = (
        "indicator__name",
        "indicator__unit",
        "session__ordinal",
        "session__term__organization__session_word",
        "session__term__organization__name",
    )

    class Meta:
        model = IndicatorValue
        fields = [
            "id",
            "url",
            "position",
            "name",
            "unit",
            "indicator",
            "session",
            "sector",
            "planned",
            "actual",
            "percent_of_plan",
            "computed_percent",
            "base",
            "qualifier",
            "same_period_last_year",
            "note",
            "created_at",
            "modified_at",
        ]
        extra_kwargs = {
            "percent_of_plan": {"help_text": "As the session states it."},
            "base": {"help_text": "What the percentage is a part of."},
            "qualifier": {"help_text": "How the number is to be read: a bound is not a value."},
        }


class CorrectionSerializer(RecordSerializer):
    """One field of one record, before and after an addendum; `field` is null for a whole record."""

    field = ComputedText(lambda correction: correction.field or None, "field", allow_null=True)

    class Meta:
        model = Correction
        fields = ["record", "record_label", "field", "field_label", "before", "after"]


class AddendumSerializer(RecordSerializer):
    """A numbered correction of an approved session."""

    name = ComputedText(Addendum.name, "number", help_text=NAME)
    corrections = CorrectionSerializer(many=True)

    class Meta:
        model = Addendum
        fields = ["number", "name", "made_on", "reason", "corrections"]


class SealSerializer(RecordSerializer):
    """The newest seal of a session: papers that print this code are of the session as it reads now."""

    url = Url(
        Seal.get_absolute_url,
        "digest",
        help_text="The page that says what the seal covers.",
    )
    code = ComputedText(Seal.code, "digest", help_text="What the papers print: 12 digits of the digest.")

    class Meta:
        model = Seal
        fields = ["url", "code", "number", "occasion", "sealed_at", "digest"]

    def rows(self, model):
        return super().rows(model).order_by("-number")
