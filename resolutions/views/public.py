"""The pages for everyone. Each begins at `published()`, and shows what the API shows."""

from django.db.models import Count, Prefetch
from django.shortcuts import get_object_or_404
from django.utils.safestring import mark_safe
from django.utils.translation import pgettext_lazy
from django.views.generic import DetailView, ListView, TemplateView

from district.pagination import Found
from district.serializers import extract_of, title_of
from meetings.filters import SessionFilters
from meetings.models import Correction, IndicatorValue, Result, Seal, Session, Shortcoming
from meetings.models.seal import Altered
from resolutions.charts import percent_bars, stacked
from resolutions.filters import KINDS, DirectiveFilters, ResolutionFilters, ShortcomingFilters
from resolutions.forms import as_chosen
from resolutions.models import Directive, PersonnelDecision, ProgressReport, Resolution, Review
from resolutions.models.directive import Standing
from resolutions.papers.catalogue import links
from resolutions.serializers import FOUND

PAST = (
    Prefetch(
        "reports", ProgressReport.objects.published().select_related("unit").prefetch_related("evidence")
    ),
    Prefetch("reviews", Review.objects.published().select_related("session__term__organization")),
)
"""What a directive's timeline is made of."""


def tally_rows(tally, name):
    """The rows of a tally as a table shows them: a name, a bar, and a count for each standing."""
    return [
        {
            "name": row[name],
            "total": row["total"],
            "bar": stacked(row, Standing.choices),
            "counts": [row[standing] for standing in Standing.values],
        }
        for row in tally
    ]


class HomePage(TemplateView):
    """What a leader looks at first: the newest session, what is due, what is late, what came back."""

    template_name = "pages/home.html"

    def get_context_data(self, **kwargs):
        directives = Directive.objects.published()
        session = Session.objects.published().for_rows().first()
        values = session.indicator_values.select_related("indicator") if session else []
        bars, rule = percent_bars(values)
        return super().get_context_data(
            session=session,
            standings=Standing,
            totals=directives.totals(),
            by_unit=tally_rows(
                directives.tally("lead_unit", "lead_unit__name").worst_first()[:12], "lead_unit__name"
            ),
            by_sector=tally_rows(
                directives.tally("sector", "sector__name").worst_first()[:12], "sector__name"
            ),
            overdue=directives.overdue().for_rows().order_by("due_on", "id")[:5],
            next_due=directives.due_next().for_rows()[:8],
            returning=Shortcoming.objects.published().unresolved().most_returned().for_rows()[:8],
            bars=bars,
            rule=rule,
            **kwargs,
        )


class ListPage(ListView):
    """A list with the filters of the API's list of the same noun, in the address bar."""

    template_name = "pages/list.html"
    paginate_by = 50
    filterset_class = None
    chosen = ()
    title = row_template = ""

    def get_queryset(self):
        rows = self.model.objects.published().for_rows()
        self.filters = self.filterset_class(self.request.GET, queryset=rows)
        return self.filters.qs if self.filters.is_valid() else rows.none()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=self.title,
            row_template=self.row_template,
            fields=as_chosen(self.filters, self.chosen),
            with_session=True,
            **kwargs,
        )


class SessionList(ListPage):
    """Every published session."""

    title, row_template = pgettext_lazy("plural", "Kỳ họp"), "pages/_session.html"
    model = Session
    filterset_class = SessionFilters
    chosen = ["q", "organization", "year", "kind"]


class DirectiveList(ListPage):
    """Every published directive."""

    title, row_template = pgettext_lazy("plural", "Nhiệm vụ"), "pages/_directive.html"
    model = Directive
    filterset_class = DirectiveFilters
    chosen = [
        "q", "status", "overdue", "responsible", "sector", "session", "quarter", "due_after", "due_before", "ordering",
    ]  # fmt: skip


class ShortcomingList(ListPage):
    """Every published shortcoming."""

    title, row_template = pgettext_lazy("plural", "Hạn chế"), "pages/_shortcoming.html"
    model = Shortcoming
    filterset_class = ShortcomingFilters
    chosen = ["q", "status", "has_directive", "responsible", "sector", "session"]


class ResolutionList(ListPage):
    """Every published document."""

    title, row_template = pgettext_lazy("plural", "Văn bản"), "pages/_resolution.html"
    model = Resolution
    filterset_class = ResolutionFilters
    chosen = ["q", "kind", "session", "adopted_after", "adopted_before"]


class SessionPage(DetailView):
    """Everything of one session, as a reader expects to read it, on screen and on paper."""

    template_name = "pages/session.html"

    def get_queryset(self):
        return (
            Session.objects.published()
            .for_rows()
            .select_related("chair", "secretary")
            .prefetch_related(
                "agenda_items__presenter",
                "sources",
                "attachments",
                Prefetch("addenda__corrections", Correction.objects.published()),
                Prefetch("results", Result.objects.select_related("sector")),
                Prefetch("indicator_values", IndicatorValue.objects.select_related("indicator")),
                Prefetch("shortcomings", Shortcoming.objects.for_rows()),
                Prefetch("resolutions", Resolution.objects.select_related("signer")),
                Prefetch("directives", Directive.objects.for_rows()),
                Prefetch("personnel_decisions", PersonnelDecision.objects.select_related("body", "person")),
                Prefetch(
                    "reviews",
                    Review.objects.published().select_related("directive__session__term__organization"),
                ),
            )
        )

    def get_context_data(self, **kwargs):
        bars, rule = percent_bars(self.object.indicator_values.all())
        attendance = self.object.attendances.values("status").annotate(people=Count("pk"))
        return super().get_context_data(
            papers=links(self.object),
            bars=bars,
            rule=rule,
            seal=self.object.seal,
            attendance={row["status"]: row["people"] for row in attendance},
            earlier=self.object.neighbours().filter(held_on__lt=self.object.held_on).first(),
            later=self.object.neighbours().filter(held_on__gt=self.object.held_on).last(),
            **kwargs,
        )


class DirectivePage(DetailView):
    """One directive and its whole past: what it answers, who reported what, how sessions judged it."""

    template_name = "pages/directive.html"

    def get_queryset(self):
        return (
            Directive.objects.published()
            .for_rows()
            .select_related("resolution", "person_in_charge")
            .prefetch_related(
                Prefetch("answers", Shortcoming.objects.published().for_rows()),
                *PAST,
            )
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(timeline=self.object.timeline(), **kwargs)


class ShortcomingPage(DetailView):
    """One weakness over all sessions that assessed it, with what was done about it."""

    template_name = "pages/shortcoming.html"

    def get_queryset(self):
        return Shortcoming.objects.published().for_rows()

    def get_context_data(self, **kwargs):
        chain = self.object.chain.published().for_rows()
        answers = Directive.objects.published().for_rows()
        return super().get_context_data(
            chain=chain.prefetch_related(Prefetch("directives", answers.prefetch_related(*PAST))),
            **kwargs,
        )


class SealPage(TemplateView):
    """Whether the paper in hand, which prints this code, is of the session as it was sealed and reads now."""

    template_name = "pages/seal.html"

    def get_context_data(self, code, **kwargs):
        seal = get_object_or_404(
            Seal.objects.select_related("session__term__organization"), digest__startswith=code.lower()
        )
        try:
            seal.session.seal.verify()
            altered = False
        except Altered:
            altered = True
        return super().get_context_data(
            seal=seal, newest=seal.session.seal, altered=altered, session=seal.session, **kwargs
        )


class SearchPage(TemplateView):
    """Everything published that holds the words, kind by kind, with the words marked."""

    template_name = "pages/search.html"
    shown = 10

    def get_context_data(self, **kwargs):
        words = self.request.GET.get("q", "").replace("\0", "").strip()[:200]
        chosen = self.request.GET.get("kind", "")
        return super().get_context_data(
            search_words=words,
            kind=chosen,
            groups=list(self._groups(words, chosen)),
            **kwargs,
        )

    def _groups(self, words, chosen):
        most = self.shown * (10 if chosen else 1)
        for name, shape in FOUND.items():
            rows = self._found(shape, words, most + 1) if chosen in ("", name) else []
            if rows:
                hits = [
                    {
                        "title": title_of(row),
                        "page": page_of(row),
                        "extract": mark_safe(extract_of(row, words)),
                    }
                    for row in rows[:most]
                ]
                yield {"kind": name, "label": KINDS[name], "hits": hits, "more": len(rows) > most}

    def _found(self, shape, words, most):
        return Found(shape.Meta.model, words, shape.found).after(None, most)


def page_of(record):
    """The page that shows the record: its own, else that of its directive or session, else none."""
    for holder in (record, getattr(record, "directive", None), getattr(record, "session", None)):
        if hasattr(holder, "get_absolute_url"):
            return holder.get_absolute_url()
    return None
