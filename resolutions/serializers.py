"""How the nouns of `resolutions` look from outside, and what shows them beside those of `meetings`."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from rest_framework import serializers

from district.documents import Address, Computed, Queried
from district.serializers import (
    NAME,
    ComputedText,
    Link,
    OrganizationLink,
    PersonLink,
    RecordSerializer,
    SectorLink,
    TermLink,
)
from meetings.models import Attendance, Session, Shortcoming
from meetings.serializers import (
    AddendumSerializer,
    AgendaItemSerializer,
    IndicatorValueSerializer,
    PeriodSerializer,
    PhotoSerializer,
    ResultSerializer,
    SealSerializer,
    SessionLink,
    ShortcomingLink,
    SourceSerializer,
)
from resolutions.models import Directive, PersonnelDecision, ProgressReport, Remedy, Resolution, Review
from resolutions.models.paper_template import KINDS
from resolutions.papers.catalogue import links


class ResolutionLink(Link):
    """A document, small."""

    url = Address("resolutions")
    name = ComputedText(Resolution.name, "kind", "symbol", help_text=NAME)


class DirectiveLink(Link):
    """A directive, small."""

    url = Address("directives")
    name = serializers.CharField(source="text", read_only=True, help_text=NAME)


class PaperSerializer(serializers.Serializer):
    """An official paper of a session or a resolution."""

    kind = serializers.ChoiceField(list(KINDS.items()), read_only=True, help_text="Which paper it is.")
    format = serializers.CharField(read_only=True, help_text="The kind of file: docx or pdf.")
    url = serializers.URLField(read_only=True, help_text="Where it is fetched.")


class Papers(Computed, serializers.ListField):
    """The official papers of a record that a stranger may fetch; a book of tables is none."""

    child = PaperSerializer()

    def tell(self, record, site):
        return [
            {"kind": paper.kind, "format": paper.format, "url": f"{site}{paper.path}"}
            for paper in self.ask(record)
            if paper.kind != "book"
        ]


class ComputedYesNo(Computed, serializers.BooleanField):
    """Yes or no, as it follows from columns."""


class ShortcomingSerializer(RecordSerializer):
    """A weakness that a session assessed."""

    url = Address("shortcomings")
    session = SessionLink()
    sector = SectorLink(allow_null=True)
    responsible = OrganizationLink(allow_null=True)
    repeats = ShortcomingLink(
        allow_null=True, if_published=True, help_text="The earlier shortcoming that comes back here."
    )
    directives = DirectiveLink(many=True, if_published=True, help_text="The directives that answer it.")

    joined = ("session__term__organization", "sector", "responsible")
    titled = ("text",)

    class Meta:
        model = Shortcoming
        fields = [
            "id",
            "url",
            "position",
            "text",
            "cause",
            "session",
            "sector",
            "responsible",
            "measure",
            "percent",
            "qualifier",
            "status",
            "repeats",
            "directives",
            "created_at",
            "modified_at",
        ]
        extra_kwargs = {
            "measure": {"help_text": "The numbers as the text gives them."},
            "percent": {"help_text": "The percentage among them."},
            "qualifier": {"help_text": "How the percentage is to be read: a bound is not a value."},
        }


class ResolutionSerializer(RecordSerializer):
    """A numbered document of a session."""

    url = Address("resolutions")
    name = ComputedText(Resolution.name, "kind", "symbol", help_text="As one cites it.")
    session = SessionLink()
    signer = PersonLink(allow_null=True)
    replaces = ResolutionLink(allow_null=True, if_published=True)
    papers = Papers(links, "pk", "kind", help_text="Its official papers.")
    carried = ComputedYesNo(
        Resolution.carried,
        "votes_for",
        "incumbents",
        allow_null=True,
        help_text="Whether more than half of the incumbents approved; null where unknown.",
    )

    joined = ("session__term__organization", "signer")
    titled = ("kind", "symbol")

    class Meta:
        model = Resolution
        fields = [
            "id",
            "url",
            "position",
            "name",
            "kind",
            "number",
            "symbol",
            "title",
            "text",
            "session",
            "adopted_on",
            "incumbents",
            "votes_for",
            "votes_against",
            "votes_other",
            "ballots_issued",
            "ballots_collected",
            "ballots_valid",
            "carried",
            "signer",
            "replaces",
            "withdrawn_on",
            "withdrawal_reason",
            "papers",
            "created_at",
            "modified_at",
        ]
        extra_kwargs = {"incumbents": {"help_text": "Members in office, who could vote."}}


class DirectiveSerializer(RecordSerializer):
    """One duty for the period ahead."""

    url = Address("directives")
    session = SessionLink()
    resolution = ResolutionLink(allow_null=True)
    sector = SectorLink(allow_null=True)
    lead_unit = OrganizationLink(allow_null=True, help_text="Null where the record names none.")
    supporting_units = OrganizationLink(many=True)
    overdue = ComputedYesNo(
        Directive.is_overdue,
        "due_on",
        "status",
        help_text="Whether it is open and its deadline has passed today.",
    )
    answers = ShortcomingLink(many=True, if_published=True, help_text="The shortcomings that it answers.")

    joined = ("session__term__organization", "resolution", "sector", "lead_unit")
    titled = ("text",)

    class Meta:
        model = Directive
        fields = [
            "id",
            "url",
            "position",
            "text",
            "session",
            "resolution",
            "sector",
            "lead_unit",
            "supporting_units",
            "expected_output",
            "due_on",
            "quarter",
            "status",
            "overdue",
            "percent",
            "answers",
            "created_at",
            "modified_at",
        ]
        extra_kwargs = {
            "due_on": {"help_text": "Null where no deadline is known."},
            "quarter": {"help_text": "As 2023-Q4; empty where unknown."},
            "percent": {"help_text": "How far it is, 0 to 100."},
        }


class ReviewSerializer(RecordSerializer):
    """How a later session judged a directive."""

    url = Address("reviews")
    session = SessionLink(help_text="The session that judged.")
    directive = DirectiveLink()

    joined = ("session__term__organization", "directive")
    titled = (
        "outcome",
        "session__ordinal",
        "session__term__organization__session_word",
        "session__term__organization__name",
    )

    class Meta:
        model = Review
        fields = [
            "id",
            "url",
            "session",
            "directive",
            "outcome",
            "reason",
            "new_due_on",
            "created_at",
            "modified_at",
        ]


class ProgressReportSerializer(RecordSerializer):
    """What a unit says it has done for a directive, confirmed by the office."""

    url = Address("progress-reports")
    directive = DirectiveLink()
    unit = OrganizationLink()

    joined = ("directive", "unit")
    titled = ("text", "reported_on", "percent")

    class Meta:
        model = ProgressReport
        fields = [
            "id",
            "url",
            "directive",
            "reported_on",
            "unit",
            "percent",
            "text",
            "created_at",
            "modified_at",
        ]


class RemedySerializer(RecordSerializer):
    """That a directive answers a shortcoming."""

    shortcoming = ShortcomingLink()

    class Meta:
        model = Remedy
        fields = ["id", "shortcoming", "created_at", "modified_at"]


class DirectiveDetailSerializer(DirectiveSerializer):
    """One duty with its whole past."""

    remedies = RemedySerializer(many=True)
    reports = ProgressReportSerializer(many=True)
    reviews = ReviewSerializer(many=True)

    class Meta(DirectiveSerializer.Meta):
        fields = [*DirectiveSerializer.Meta.fields, "remedies", "reports", "reviews"]


class PersonnelDecisionSerializer(RecordSerializer):
    """What a session decided on the people of a body."""

    url = Address("personnel-decisions")
    session = SessionLink()
    body = OrganizationLink(allow_null=True)
    person = PersonLink(allow_null=True)

    joined = ("session__term__organization", "body", "person")
    titled = ("text",)

    class Meta:
        model = PersonnelDecision
        fields = [
            "id",
            "url",
            "position",
            "kind",
            "text",
            "session",
            "body",
            "post",
            "person",
            "incumbents",
            "ballots_issued",
            "ballots_collected",
            "ballots_valid",
            "votes_for",
            "votes_against",
            "votes_other",
            "confidence_high",
            "confidence_medium",
            "confidence_low",
            "created_at",
            "modified_at",
        ]


class TargetsSerializer(serializers.Serializer):
    """How many of the year's targets are met; null where the session states nothing."""

    met = serializers.IntegerField(
        source="targets_met", read_only=True, allow_null=True, help_text="How many are met."
    )
    total = serializers.IntegerField(
        source="targets_total", read_only=True, allow_null=True, help_text="How many there are."
    )


def _attending(status):
    people = Attendance.objects.filter(session=OuterRef("pk"), status=status).order_by().values("session")
    return Coalesce(Subquery(people.annotate(people=Count("pk")).values("people")), 0)


class AttendanceSerializer(serializers.Serializer):
    """How many people were there, and how many were not."""

    present = Queried(_attending("present"), "attendances", help_text="Members who were there.")
    excused = Queried(_attending("excused"), "attendances", help_text="Members who were away with a reason.")
    absent = Queried(_attending("absent"), "attendances", help_text="Members who were away without one.")
    invited = Queried(_attending("invited"), "attendances", help_text="Guests.")


class SessionSerializer(RecordSerializer):
    """One sitting, whole."""

    url = Address("sessions")
    name = ComputedText(Session.name, "ordinal", "term__organization__session_word", help_text=NAME)
    organization = OrganizationLink(source="term.organization")
    term = TermLink()
    chair = PersonLink(allow_null=True)
    secretary = PersonLink(allow_null=True)
    period_assessed = PeriodSerializer(
        Session.period_assessed,
        "assessed_starts_on",
        "assessed_ends_on",
        allow_null=True,
        help_text="The months behind.",
    )
    period_ahead = PeriodSerializer(
        Session.period_ahead,
        "ahead_starts_on",
        "ahead_ends_on",
        allow_null=True,
        help_text="The months for which duties are set.",
    )
    targets = TargetsSerializer(source="*", help_text="Targets of the year met, of all.")
    agenda = AgendaItemSerializer(source="agenda_items", many=True)
    attendance = AttendanceSerializer(source="*", help_text="How many people came, or did not.")
    results = ResultSerializer(many=True)
    indicators = IndicatorValueSerializer(source="indicator_values", many=True)
    shortcomings = ShortcomingSerializer(many=True)
    resolutions = ResolutionSerializer(many=True)
    directives = DirectiveSerializer(many=True)
    reviews = ReviewSerializer(many=True, help_text="How this session judged earlier directives.")
    personnel_decisions = PersonnelDecisionSerializer(many=True)
    photos = PhotoSerializer(source="attachments", many=True)
    source = SourceSerializer(
        source="sources", first=True, allow_null=True, help_text="The source that stands first."
    )
    sources = SourceSerializer(many=True)
    addenda = AddendumSerializer(many=True, help_text="What was corrected after approval.")
    seal = SealSerializer(source="seals", first=True, allow_null=True)
    papers = Papers(links, "pk", help_text="Its official papers.")

    joined = ("term__organization", "chair", "secretary")
    titled = ("ordinal", "term__organization__session_word")

    class Meta:
        model = Session
        fields = [
            "id",
            "url",
            "name",
            "organization",
            "term",
            "ordinal",
            "kind",
            "held_on",
            "ends_on",
            "opens_at",
            "closes_at",
            "place",
            "chair",
            "secretary",
            "period_assessed",
            "period_ahead",
            "targets",
            "summary",
            "agenda",
            "attendance",
            "results",
            "indicators",
            "shortcomings",
            "resolutions",
            "directives",
            "reviews",
            "personnel_decisions",
            "photos",
            "source",
            "sources",
            "addenda",
            "seal",
            "papers",
            "created_at",
            "modified_at",
        ]
        extra_kwargs = {"ordinal": {"help_text": "Counted through the term."}}


class Named:
    """A register entry as a tally names it: enough for a small nested object."""

    def __init__(self, pk, name):
        self.pk = self.id = pk
        self.name = name


class TallyRowSerializer(serializers.Serializer):
    """How many rows have one value of what they are grouped by, and how many of them stand where."""

    responsible = OrganizationLink(required=False, allow_null=True, help_text="By unit: which one.")
    sector = SectorLink(required=False, allow_null=True, help_text="By sector: which one.")
    quarter = serializers.CharField(required=False, allow_null=True, help_text="By quarter: as 2023-Q4.")
    status = serializers.CharField(required=False, help_text="By status: which one.")
    total = serializers.IntegerField(help_text="How many rows.")
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="They add up to the total.")

    def to_representation(self, row):
        return {name: shown for name, shown in super().to_representation(row).items() if name in row}


class TallySerializer(serializers.Serializer):
    """Rows counted by one of their fields."""

    group_by = serializers.CharField(help_text="What they are counted by.")
    total = serializers.IntegerField(help_text="All rows that the filters let through.")
    results = TallyRowSerializer(many=True, help_text="The largest first.")


FOUND = {
    "session": SessionSerializer,
    "shortcoming": ShortcomingSerializer,
    "directive": DirectiveSerializer,
    "resolution": ResolutionSerializer,
    "result": ResultSerializer,
    "indicator_value": IndicatorValueSerializer,
    "review": ReviewSerializer,
    "progress_report": ProgressReportSerializer,
    "personnel_decision": PersonnelDecisionSerializer,
}
"""The kinds that a search on the pages goes through: those that a page shows."""
