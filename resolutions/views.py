"""The public pages. Each begins at `published()`, and shows what the API shows."""

from django.db.models import Count, Prefetch
from django.views.generic import DetailView, TemplateView

from meetings.models import IndicatorValue, Result, Session, Shortcoming
from resolutions.charts import percent_bars, stacked
from resolutions.models import Directive, PersonnelDecision, ProgressReport, Resolution, Review
from resolutions.models.directive import Standing

PAST = (
    Prefetch("reports", ProgressReport.objects.published().select_related("unit")),
    Prefetch("reviews", Review.objects.published().select_related("session__term__organization")),
)
"""What a directive's timeline is made of."""


def tally_rows(tally, name):
    """The rows of a tally as a table shows them: a name, a bar, and a count for each standing."""
    for row in tally:
        yield {
            "name": row[name],
            "total": row["total"],
            "bar": stacked(row, Standing.choices),
            "counts": [row[standing] for standing in Standing.values],
        }


class HomePage(TemplateView):
    """What a leader looks at first: the newest session, what is due, what is late, what came back."""

    template_name = "pages/home.html"

    def get_context_data(self, **kwargs):
        directives = Directive.objects.published()
        session = Session.objects.published().with_organization().first()
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


class SessionPage(DetailView):
    """Everything of one session, as a reader expects to read it, on screen and on paper."""

    template_name = "pages/session.html"

    def get_queryset(self):
        return (
            Session.objects.published()
            .with_organization()
            .select_related("chair", "secretary")
            .prefetch_related(
                "agenda_items__presenter",
                "sources",
                "attachments",
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
        attendance = self.object.attendances.values("status").annotate(people=Count("pk"))
        return super().get_context_data(
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
