"""The same lists as most people write them with DRF: model serializers, page numbers, select_related."""

from django.urls import include, path
from rest_framework.pagination import PageNumberPagination
from rest_framework.routers import DefaultRouter
from rest_framework.serializers import ModelSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from district.models import Organization, Person, Sector, Term
from meetings.models import AgendaItem, Indicator, IndicatorValue, Result, Session, Shortcoming
from resolutions.models import Directive, Resolution, Review

JOINED = ("session__term__organization", "sector", "lead_unit", "resolution")


class Pages(PageNumberPagination):
    page_size, page_size_query_param = 50, "page_size"


def shown(noun, *names, **nested):
    meta = type("Meta", (), {"model": noun, "fields": [*names, *nested]})
    return type(f"{noun.__name__}Serializer", (ModelSerializer,), {**nested, "Meta": meta})


def link(noun, name="name", **many):
    return shown(noun, "id", name)(**many)


def part(noun, *names, **links):
    return shown(noun, "id", "position", *names, "created_at", "modified_at", **links)(many=True)


sector, unit, person = link(Sector), link(Organization), link(Person)
DirectiveSerializer = shown(
    Directive,
    "id", "url", "position", "text", "expected_output", "due_on", "quarter", "status", "percent", "created_at",
    "modified_at",
    session=shown(Session, "id", "url", "name")(),
    resolution=shown(Resolution, "id", "name")(),
    sector=sector,
    lead_unit=unit,
    supporting_units=link(Organization, many=True),
    answers=link(Shortcoming, "text", many=True),
)  # fmt: skip
SessionSerializer = shown(
    Session,
    "id", "url", "name", "ordinal", "kind", "held_on", "ends_on", "place", "summary", "created_at", "modified_at",
    term=link(Term),
    chair=person,
    secretary=person,
    agenda_items=part(AgendaItem, "title", "conclusion", presenter=person),
    results=part(Result, "text", sector=sector),
    indicator_values=part(IndicatorValue, "planned", "actual", "percent_of_plan", "base", indicator=link(Indicator)),
    shortcomings=part(Shortcoming, "text", "cause", "measure", "status", "repeats", sector=sector, responsible=unit),
    resolutions=part(Resolution, "kind", "number", "symbol", "title", "text", "adopted_on", "votes_for", signer=person),
    directives=DirectiveSerializer(many=True),
    reviews=shown(Review, "id", "outcome", "reason", "new_due_on", directive=link(Directive, "text"))(many=True),
)  # fmt: skip


class DirectiveViewSet(ReadOnlyModelViewSet):
    serializer_class, pagination_class = DirectiveSerializer, Pages

    def get_queryset(self):
        rows = Directive.objects.filter(session__state="published").select_related(*JOINED)
        asked = self.request.query_params
        names = {
            "status": "status",
            "responsible": "lead_unit",
            "organization": "session__term__organization",
        }
        rows = rows.filter(**{names[name]: asked[name] for name in names if name in asked})
        rows = rows.filter(search_key__contains=asked["q"]) if "q" in asked else rows
        return rows.prefetch_related("supporting_units", "answers").order_by("due_on", "id")


class SessionViewSet(ReadOnlyModelViewSet):
    serializer_class = SessionSerializer
    queryset = (
        Session.objects.filter(state="published")
        .select_related("term__organization", "chair", "secretary")
        .prefetch_related(
            "agenda_items__presenter", "results__sector", "indicator_values__indicator", "shortcomings__sector",
            "shortcomings__responsible", "resolutions__signer", "reviews__directive", "directives__supporting_units",
            "directives__answers", *(f"directives__{name}" for name in ("sector", "lead_unit", "resolution")),
        )
    )  # fmt: skip


router = DefaultRouter()
router.register("directives", DirectiveViewSet, "directive")
router.register("sessions", SessionViewSet, "session")
urlpatterns = [path("", include(router.urls))]
