"""The API of `district`, and how every address of the API behaves."""

from functools import cache, lru_cache, partial

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.urls import resolve, reverse
from django.utils import timezone, translation
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema, extend_schema_view
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.exceptions import NotFound
from rest_framework.generics import GenericAPIView
from rest_framework.routers import APIRootView, DefaultRouter
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from district import filters, popolo, serializers
from district.blanks import Blank, Keys
from district.clients import count
from district.documents import Document, Documents
from district.editions import Editions
from district.models import Edition, Organization
from district.openapi import Operation
from district.pagination import Chain, Found, Keyset, KeysetPagination, SincePagination, ordered
from district.problems import BadParameters
from district.renderers import CSVRenderer, JSONRenderer, NDJSONRenderer, PopoloRenderer, XLSXRenderer


class PublicView:
    """An address that anybody may read and nobody writes to. It speaks English and ignores no parameter."""

    http_method_names = ["get", "head", "options"]

    def dispatch(self, request, *args, **kwargs):
        with translation.override("en"):
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request, *args, **kwargs):
        if request.method.lower() not in self.http_method_names:
            self.http_method_not_allowed(request)
        refuse_unreadable(request.query_params, self.several)
        super().initial(request, *args, **kwargs)
        refuse_unknown(request.query_params, self.parameters)

    @property
    def parameters(self):
        """The names of the parameters that the address takes."""
        return ["format"]

    @property
    def several(self):
        """The names of those that take several values: comma separated, or as parameters of one name."""
        return ()

    @property
    def site(self):
        """What every address of this site begins with."""
        return self.request.build_absolute_uri("/").rstrip("/")

    def answer(self, data):
        """The response: the data as the format that was chosen writes them."""
        chosen = self.request.accepted_renderer
        return HttpResponse(chosen.render(data), content_type=chosen.media_type)

    @property
    def default_response_headers(self):
        return {**super().default_response_headers, "Access-Control-Allow-Origin": "*"}


def refuse_unreadable(parameters, several):
    """Raise BadParameters for values that are empty or hold a NUL, and for two of what takes one."""
    reasons = {}
    for name, values in parameters.lists():
        if any("\0" in text for text in (name, *values)):
            reasons[name.replace("\0", "\ufffd")] = "A NUL is not text."
        elif len(values) > 1 and name not in several:
            reasons[name] = "One value is expected."
        elif not all(text.strip() for text in values):
            reasons[name] = "A value is expected."
    if reasons:
        raise BadParameters(reasons)


def refuse_unknown(parameters, known):
    """Raise BadParameters for names that the address does not know."""
    unknown = [name for name in parameters if name not in known]
    if unknown:
        offered = f"This address takes: {', '.join(sorted(known))}."
        raise BadParameters(dict.fromkeys(unknown, f"This parameter is unknown here. {offered}"))


class ListView(PublicView):
    """A list: filtered, page by page as JSON, or whole as a table."""

    pagination_class = KeysetPagination
    filter_backends = [filters.Parameters]
    renderer_classes = [JSONRenderer, CSVRenderer, XLSXRenderer, NDJSONRenderer]

    def get_renderers(self):
        renderers = super().get_renderers()
        return renderers if self.action == "list" else renderers[:1]

    @property
    def parameters(self):
        if self.action != "list":
            return ["format"]
        paging = () if self.whole else self.pagination_class.parameters
        return ["format", *self.filterset_class.base_filters, *paging]

    @property
    def several(self):
        return [*filters.several(self.filterset_class), "fields", "expand"]

    @property
    def whole(self):
        """Whether the list is asked for as a table, which has no pages."""
        return getattr(self.request.accepted_renderer, "whole", False)

    def table(self, rows):
        """The rows as a table, which is counted by itself."""
        count(self.request._request, "tables")
        return self.request.accepted_renderer.answer(self.basename, self.shown, rows)

    @property
    def shown(self):
        """The fields of a row, by name."""
        return self.get_serializer().fields


class RecordViewSet(ListView, GenericViewSet):
    """A noun as a list and one by one. A subclass names its shapes and its filters."""

    lookup_value_converter = "int"
    detail_serializer_class = None

    popolo_serializer_class = None
    """How Popolo shows the noun, if it has a word for it."""

    writers = {}
    """What writes one record as a document of its own (record, root → bytes), by the renderer of the format."""

    def get_renderers(self):
        more = [PopoloRenderer()] if self.popolo_serializer_class else []
        more += [renderer() for renderer in self.writers if self.action == "retrieve"]
        return [*super().get_renderers(), *more]

    def get_serializer_class(self):
        if self.renderer_class is PopoloRenderer:
            return self.popolo_serializer_class
        return (self.action == "retrieve" and self.detail_serializer_class) or self.serializer_class

    def get_queryset(self):
        return published(self.serializer_class.Meta.model).all()

    @property
    def renderer_class(self):
        """The class of the format that is asked for, once there is a request."""
        return type(getattr(self.request, "accepted_renderer", None))

    @property
    def parameters(self):
        standard = self.renderer_class is PopoloRenderer or self.renderer_class in self.writers
        return [*super().parameters, *([] if standard else ["fields", "expand"])]

    @property
    def shown(self):
        """The fields that the request names, or all, in the order of the shape; some links as whole records."""
        return fields_of(self.get_serializer_class(), *self.asked)

    @property
    def asked(self):
        """The names of the fields to show (None: all), and of those among them to expand."""
        shape, parameters = self.get_serializer_class(), self.request.query_params
        names = listed(parameters, "fields", fields_of(shape)) or None
        links = [name for name in self.links if names is None or name in names]
        return names, listed(parameters, "expand", links)

    @property
    def links(self):
        """The names of the fields that link to other records."""
        return links_of(self.get_serializer_class())

    def list(self, request):
        """A page of the list; the whole list, as a file."""
        rows = self.rows()
        if self.whole:
            return self.table(told for told, _place in rows)
        page = self.paginator.paginate_queryset(rows, request)
        return self.answer(self.paginator.page([told for told, _place in page]))

    def retrieve(self, request, pk):
        """One record, by its id."""
        if write := self.writers.get(self.renderer_class):
            answers = (write(record, root=self.site) for record in self.get_queryset().filter(pk=pk))
        elif pk > filters.LARGEST_ID:
            answers = ()
        else:
            rows = self.rows(pk=(key_of(self.serializer_class.Meta.model), pk))
            answers = (told for told, _place in rows.after(None, 1))
        for answer in answers:
            return self.answer(answer)
        raise NotFound

    def rows(self, **lookups):
        """The JSON of the rows that parameters and lookups ask for."""
        noun, parameters = self.serializer_class.Meta.model, self.request.query_params
        keyset, values = asked_for(noun, self.filterset_class, parameters, **lookups)
        return Documents(keyset, document_of(self.get_serializer_class(), *self.asked), self.site, values)


@cache
def published(model):
    """The published rows of a noun, as a query that is put together once."""
    return model.objects.published()


def asked_for(model, filterset, parameters, **lookups):
    """The published rows of a noun that parameters and lookups (a blank, and what fills it) ask for, and what fills
    the blanks of their query.
    """
    question, values = filters.question_in(parameters, filters.filters_of(filterset, model))
    for blank, value in lookups.values():
        values[blank] = value
    lookups = tuple((lookup, blank) for lookup, (blank, _value) in lookups.items())
    return keyset_of(model, filterset, question, lookups, published(model).db, timezone.localdate()), values


@lru_cache(maxsize=300)
def keyset_of(model, filterset, question, lookups, using, day):
    """The published rows of a noun that are asked for, put together once a day: what is overdue depends on it."""
    rows, asked = published(model).using(using).filter(**dict(lookups)), filters.filters_of(filterset, model)
    for name, value in question:
        rows = asked[name].filter(rows, value)
    rows = rows if rows.query.order_by else ordered(rows)
    narrowed = {asked[name].field_name for name, _value in question}
    is_wide = (
        not lookups
        and all(asked[name].leaves_many for name, _value in question)
        and rows.query.order_by[0].expression.name not in narrowed
    )
    return Keyset(rows, is_wide=is_wide)


@cache
def key_of(noun):
    """The place of the key of one of its rows."""
    return Blank(noun._meta.pk)


@cache
def keys_of(noun):
    """The place of the keys of some of its rows."""
    return Keys(noun._meta.pk)


def listed(parameters, name, offered):
    """The names that a parameter lists, in the order in which they are offered; none where it is missing."""
    if name not in parameters:
        return ()
    names = filters.given(parameters, name).split(",")
    if not set(names) <= set(offered) or len(set(names)) < len(names):
        expected = f"One or more of these are expected, each once: {', '.join(offered)}."
        raise BadParameters({name: expected if offered else "No field that is shown can be expanded."})
    return tuple(each for each in offered if each in names)


@lru_cache(maxsize=500)
def fields_of(shape, names=None, expanded=()):
    """The fields of a serializer, made once: those of these names (None: all), some links as whole records."""
    fields = shape().fields
    for name in expanded:
        fields[name] = whole(fields[name])
    return {name: field for name, field in fields.items() if names is None or name in names}


@cache
def links_of(shape):
    """The names of the fields of a serializer that link to other records."""
    fields = fields_of(shape).items()
    return [name for name, field in fields if isinstance(serializers.one(field), serializers.Link)]


def whole(link):
    """The field that shows in full what a link names: as it stands in the list of its own."""
    source = {} if link.source == link.field_name else {"source": link.source}
    shape = shape_at(serializers.one(link).fields["url"].route)
    return shape(expanded=True, many=hasattr(link, "child"), **source)


def shape_at(route):
    """The shape of the rows of a list."""
    return resolve(reverse(f"{route}-list")).func.cls.serializer_class


@lru_cache(maxsize=500)
def document_of(shape, names=None, expanded=()):
    """The document of a serializer with the fields of these names: nothing in it depends on a request."""
    return Document(shape(), shape.Meta.model, fields=fields_of(shape, names, expanded))


class SearchViewSet(ListView, GenericViewSet):
    """Everything published that holds the words, one kind after another.

    Within a kind come first those that hold every word with its accents as typed, the newest first, then
    the others, the newest first.
    """

    serializer_class = serializers.HitSerializer
    routes = ()

    def list(self, request):
        """A page of what is found; all of it, as a file."""
        hits = self.filter_queryset(self.get_queryset())
        words = request.query_params["q"]
        if self.whole:
            return self.table(hit.shown(words) for hit in hits)
        page = self.paginator.paginate_queryset(hits, request)
        return self.answer(self.paginator.page([hit.shown(words) for hit in page]))

    def get_queryset(self):
        """The viewsets of the kinds that are searched."""
        chosen = filters.given(self.request.query_params, "kind").split(",")
        return [viewset for _route, viewset in self.routes if chosen == [""] or kind(viewset) in chosen]

    def filter_queryset(self, queryset):
        super().filter_queryset(Organization.objects.none())  # what cannot be read is named first
        words = self.request.query_params["q"]
        return Chain(
            [
                Found(
                    viewset.serializer_class.Meta.model,
                    words,
                    partial(self._rows, viewset),
                    partial(self._hits, viewset),
                )
                for viewset in queryset
            ]
        )

    def _rows(self, viewset):
        """The published rows of a kind."""
        return super().filter_queryset(viewset.serializer_class.Meta.model.objects.published())

    def _hits(self, viewset, pks):
        """The hits among the rows with these keys, by key."""
        document = serializers.hits_of(viewset.serializer_class, kind(viewset))
        noun, parameters = viewset.serializer_class.Meta.model, self.request.query_params
        keyset, values = asked_for(noun, self.filterset_class, parameters, pk__among=(keys_of(noun), pks))
        told = Documents(keyset, document, self.site, values).after(None, len(pks))
        return {hit["id"]: serializers.Hit(hit) for hit, _place in told}


@cache
def kind(viewset):
    """What a search calls the noun of a viewset: indicator_value."""
    name = viewset.serializer_class.Meta.model.__name__
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).strip("_")


@extend_schema_view(get=extend_schema(responses=serializers.ChangeSerializer(many=True), filters=True))
class ChangesView(PublicView, GenericAPIView):
    """The feed of changes over some lists (`district.editions`)."""

    serializer_class = serializers.ChangeSerializer
    filter_backends = [filters.Parameters]
    pagination_class = SincePagination
    routes = ()

    @property
    def parameters(self):
        return ["format", *self.filterset_class.base_filters, *self.pagination_class.parameters]

    @property
    def several(self):
        return filters.several(self.filterset_class)

    def get(self, request):
        """The changes after the cursor."""
        lists = {kind(viewset): f"{self.site}{reverse('api-root')}{route}/" for route, viewset in self.routes}
        feed = feed_of(self.routes)
        with feed.up_to_date():
            editions = self.paginate_queryset(self.filter_queryset(Edition.objects.all()))
            documents = feed.tell(editions, self.site)
        since = int(request.query_params.get("since", 0))
        if since > self.paginator.place or 0 < since < Edition.objects.oldest():
            raise BadParameters({"since": "This cursor is of another database: begin anew, without it."})
        changes = [
            {
                "kind": edition.kind,
                "id": edition.record,
                "url": f"{lists[edition.kind]}{edition.record}/",
                "change": edition.change,
                "noted_at": edition.noted_at,
                "document": documents.get((edition.kind, edition.record)),
            }
            for edition in editions
            if edition.concerns(since)
        ]
        return self.answer(self.paginator.page(self.get_serializer(changes, many=True).data))


@cache
def feed_of(routes):
    """The feed of changes over lists."""
    shapes = {kind(viewset): viewset.serializer_class for _route, viewset in routes}
    return Editions({name: document_of(shape) for name, shape in shapes.items()})


ADDRESSES = {
    "type": "object",
    "description": "Every address by its name.",
    "additionalProperties": {"type": "string", "format": "uri"},
}
"""The answer of the root in OpenAPI."""


@extend_schema_view(get=extend_schema(responses={200: ADDRESSES}))
class Root(PublicView, APIRootView):
    """Every list of this API, the search, the statistics and this description, by the names of their paths."""

    schema = Operation()

    def get(self, request, *args, **kwargs):
        """The addresses."""
        return super().get(request, *args, **kwargs)


class Router(DefaultRouter):
    """The addresses of one version of the API; its root lists them all."""

    include_format_suffixes = False
    APIRootView = Root

    def __init__(self, routes, **extra):
        """Take the viewsets by their path, and further view names by theirs."""
        super().__init__(use_regex_path=False)
        self.extra = extra
        for route, viewset in routes:
            self.register(route, viewset, basename=route)

    def get_api_root_view(self, api_urls=None):
        lists = {route: f"{basename}-list" for route, viewset, basename in self.registry}
        return self.APIRootView.as_view(api_root_dict={**lists, **self.extra})


class Nothing(PublicView, APIView):
    """Any other address below /api/: one that only lacks its last slash leads on, the rest is not found."""

    schema = None

    @property
    def parameters(self):
        return self.request.query_params

    def get(self, request):
        match = resolve(f"{request.path_info}/")
        if request.path_info.endswith("/") or getattr(match.func, "cls", None) is Nothing:
            raise NotFound
        return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))


@extend_schema(exclude=True)
class Schema(PublicView, SpectacularAPIView):
    """This API as OpenAPI 3."""

    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer2, OpenApiYamlRenderer]


@extend_schema(exclude=True)
class Docs(PublicView, SpectacularSwaggerView):
    """This API as pages to read and to try, from this server alone, without a cookie."""

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        response["Content-Security-Policy"] = build_policy()
        response["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        return response


class OrganizationViewSet(RecordViewSet):
    """Organizations: Party committees, cells, people's committees, departments, communes."""

    serializer_class = serializers.OrganizationSerializer
    popolo_serializer_class = popolo.OrganizationSerializer
    filterset_class = filters.OrganizationFilters


class TermViewSet(RecordViewSet):
    """Terms: the years between two congresses of an organization."""

    serializer_class = serializers.TermSerializer
    popolo_serializer_class = popolo.EventSerializer
    filterset_class = filters.TermFilters


class PersonViewSet(RecordViewSet):
    """People whom published records name."""

    serializer_class = serializers.PersonSerializer
    popolo_serializer_class = popolo.PersonSerializer
    filterset_class = filters.PersonFilters


class MembershipViewSet(RecordViewSet):
    """Memberships: who sits in which body."""

    serializer_class = serializers.MembershipSerializer
    popolo_serializer_class = popolo.MembershipSerializer
    filterset_class = filters.MembershipFilters


class SectorViewSet(RecordViewSet):
    """Sectors: the fields of work."""

    serializer_class = serializers.SectorSerializer
    filterset_class = filters.SectorFilters


routes = [
    ("organizations", OrganizationViewSet),
    ("terms", TermViewSet),
    ("people", PersonViewSet),
    ("memberships", MembershipViewSet),
    ("sectors", SectorViewSet),
]
