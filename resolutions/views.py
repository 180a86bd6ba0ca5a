"""The public pages. Each begins at `published()`, and shows what the API shows."""

import re
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.db.models import Count, Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import DetailView, FormView, ListView, TemplateView, View
from django.views.generic.detail import SingleObjectMixin

from district.models import Organization, Term
from district.serializers import extract_of, title_of
from district.text import fold
from meetings.filters import SessionFilters
from meetings.models import Draft, IndicatorValue, Result, Seal, Session, Shortcoming
from meetings.models.seal import Altered
from resolutions.charts import percent_bars, stacked
from resolutions.filters import KINDS, DirectiveFilters, ResolutionFilters, ShortcomingFilters
from resolutions.forms import IssueForm, Preparation, ReportForm, WithdrawalForm, as_chosen
from resolutions.models import (
    Directive,
    PaperTemplate,
    PersonnelDecision,
    ProgressReport,
    Resolution,
    Review,
)
from resolutions.models.directive import Standing
from resolutions.models.paper_template import KINDS as PAPER_KINDS
from resolutions.papers.catalogue import MEDIA_TYPES, links, printed
from resolutions.papers.head import readable
from resolutions.proposals import Kept, Proposal, with_one_more
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
                "addenda__corrections",
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


class PreparationPage(PermissionRequiredMixin, DetailView):
    """The office judges, in one form, everything that earlier sessions left open."""

    template_name = "pages/preparation.html"
    permission_required = "resolutions.add_review"
    queryset = Session.objects.for_rows()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"preparation": Preparation(self.object), **kwargs})

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        preparation = Preparation(self.object, request.POST)
        if not preparation.is_valid():
            messages.error(request, _("Chưa lưu: xem lại các dòng có lỗi. Những gì đã nhập vẫn còn nguyên."))
            return self.render_to_response(self.get_context_data(preparation=preparation))
        preparation.save()
        messages.success(request, _("Đã lưu đánh giá."))
        return redirect("preparation", self.object.pk)


class ApprovalPage(PermissionRequiredMixin, DetailView):
    """The office submits a session, returns, approves, publishes or withdraws it: each step is a button."""

    template_name = "pages/approval.html"
    permission_required = "meetings.change_session"
    queryset = Session.objects.for_rows().select_related("submitted_by", "approved_by")

    def get_context_data(self, **kwargs):
        _own, *others = self.object.states_open_to(self.request.user)
        steps = [(state, STEPS[self.object.is_published, state]) for state in others]
        return super().get_context_data(steps=steps, addenda=self.object.addenda.all(), **kwargs)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        self.object.remark = request.POST.get("remark", self.object.remark)
        try:
            self.object.move_to(request.POST.get("state", ""), by=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            self.object = self.get_object()
            return self.render_to_response(self.get_context_data())
        messages.success(request, f"{self.object.name}: {self.object.get_state_display()}")
        return redirect("approval", self.object.pk)


STEPS = {
    (False, Session.State.DRAFT): gettext_lazy("Trả lại để sửa"),
    (False, Session.State.SUBMITTED): gettext_lazy("Trình duyệt"),
    (False, Session.State.APPROVED): gettext_lazy("Duyệt và khóa"),
    (True, Session.State.APPROVED): gettext_lazy("Rút khỏi trang công cộng"),
    (False, Session.State.PUBLISHED): gettext_lazy("Công khai"),
}
"""What a step to a state is called, from a session that is public or not."""


class RegistrationPage(PermissionRequiredMixin, SingleObjectMixin, FormView):
    """The office issues a document under the next number of the register, or takes an issued one back."""

    template_name = "pages/registration.html"
    permission_required = "resolutions.change_resolution"
    queryset = Resolution.objects.for_rows()

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self):
        return WithdrawalForm if self.object.number else IssueForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "resolution": self.object}

    def form_valid(self, form):
        try:
            form.save()
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã ghi vào sổ: %(name)s.") % {"name": self.object.name})
        return redirect("registration", self.object.pk)

    def get_context_data(self, **kwargs):
        register = Resolution.objects.registered(self.object.term, self.object.kind)
        return super().get_context_data(resolution=self.object, register=register, **kwargs)


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


class DraftPage(PermissionRequiredMixin, DetailView):
    """A report beside what was read out of it: the office changes, leaves out, adds, and accepts it as a session.

    Once accepted the page tells what each passage became.
    """

    template_name = "pages/draft.html"
    queryset = Draft.objects.select_related("organization", "session__term__organization")

    def has_permission(self):
        return Draft.may_be_accepted_by(self.request.user)

    def get_context_data(self, **kwargs):
        shown = {"proposal": Proposal(self.object, self.request.user)} if self.object.is_waiting else {}
        kept = {"kept": Kept(self.object)} if self.object.session else {}
        return super().get_context_data(**{**shown, **kept, **kwargs})

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        if "discard" in request.POST or "restore" in request.POST:
            return self.set_aside(request)
        if not self.object.is_waiting:
            messages.error(request, _("Bản nháp này đã được nhận hoặc đã bỏ."))
            return redirect(self.object)
        if "add" in request.POST:
            proposal = Proposal(self.object, request.user, with_one_more(request.POST))
            return self.render_to_response(self.get_context_data(proposal=proposal))
        proposal = Proposal(self.object, request.user, request.POST)
        if proposal.is_valid() and (session := proposal.accept()):
            messages.success(request, _("Đã lập kỳ họp, chưa công khai."))
            return redirect("admin:meetings_session_change", session.pk)
        messages.error(request, _("Chưa nhận: xem lại các dòng có lỗi. Những gì đã nhập vẫn còn nguyên."))
        return self.render_to_response(self.get_context_data(proposal=proposal))

    def set_aside(self, request):
        """Discard the draft, or take a discarded one out again."""
        try:
            self.object.discard() if "discard" in request.POST else self.object.restore()
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        return redirect(self.object)


class UnitMixin(LoginRequiredMixin):
    """A page for somebody who reports for one or more units, and sees only what those lead or support."""

    def get_queryset(self):
        self.units = Organization.objects.reported_by(self.request.user)
        return Directive.objects.of_units(self.units).for_rows().with_past()


class UnitPage(UnitMixin, ListView):
    """What my unit has to do: open directives by deadline, then the closed ones."""

    template_name = "pages/unit.html"
    context_object_name = "directives"

    def get_queryset(self):
        return super().get_queryset().open_first()

    def get_context_data(self, **kwargs):
        return super().get_context_data(units=self.units, **kwargs)


class ReportPage(UnitMixin, SingleObjectMixin, FormView):
    """A unit reports on one directive, from a phone, in under a minute."""

    template_name = "pages/report.html"
    form_class = ReportForm
    success_url = reverse_lazy("unit")

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {
            **super().get_form_kwargs(),
            "directive": self.object,
            "unit": self.object.reporting_unit(self.units),
        }

    def form_valid(self, form):
        form.save()
        messages.success(self.request, _("Đã gửi báo cáo tới văn phòng."))
        return super().form_valid(form)


class ReportsPage(PermissionRequiredMixin, ListView):
    """The office confirms, or returns with a remark, what units have reported."""

    template_name = "pages/reports.html"
    permission_required = "resolutions.change_progressreport"
    context_object_name = "reports"
    queryset = (
        ProgressReport.objects.filter(state=ProgressReport.State.SENT)
        .select_related("unit", "directive__session__term__organization")
        .prefetch_related("evidence")
        .order_by("reported_on", "id")
    )

    def post(self, request, *args, **kwargs):
        report = get_object_or_404(self.queryset, pk=request.POST.get("report"))
        remark = request.POST.get("remark", "")
        try:
            report.send_back(remark) if "return" in request.POST else report.confirm()
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return self.get(request, *args, refused=report.pk, remark=remark, **kwargs)
        messages.success(request, _("Đã ghi nhận."))
        return redirect("reports")


class PaperView(View):
    """An official paper as a file: of what is published for everyone, of anything for the office."""

    model = None

    def get(self, request, pk, kind, ending):
        """The paper, with its name in Vietnamese and, for old programs, in ASCII."""
        noun = self.model._meta
        full = request.user.is_staff and request.user.has_perms(
            ["meetings.view_session", f"{noun.app_label}.view_{noun.model_name}"]
        )
        record = get_object_or_404(readable(self.model.objects, full), pk=pk)
        if not any((link.kind, link.format) == (kind, ending) for link in links(record, full=full)):
            raise Http404
        name, content = printed(record, kind, ending, full=full, root=request.build_absolute_uri("/")[:-1])
        plain = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
        disposition = "inline" if ending == "pdf" else "attachment"
        return HttpResponse(
            content,
            content_type=MEDIA_TYPES[ending],
            headers={
                "Content-Disposition": (
                    f'{disposition}; filename="{plain}.{ending}"; '
                    f"filename*=UTF-8''{quote(f'{name}.{ending}', safe='')}"
                ),
                "Cache-Control": "private, no-cache",
            },
        )


class SessionPaper(PaperView):
    """A paper of a session."""

    model = Session


class ResolutionPaper(PaperView):
    """A numbered document."""

    model = Resolution


class TermPaper(PaperView):
    """The register of a term."""

    model = Term


class StartingTemplate(PermissionRequiredMixin, View):
    """The Word file with which an office begins a template of its own."""

    permission_required = "resolutions.view_papertemplate"

    def get(self, request, kind):
        if kind not in PAPER_KINDS:
            raise Http404
        content = PaperTemplate(kind=kind).starting()
        disposition = {"Content-Disposition": f'attachment; filename="{kind.replace("_", "-")}.docx"'}
        return HttpResponse(content, content_type=MEDIA_TYPES["docx"], headers=disposition)


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
            groups=list(self._groups(words, chosen)) if fold(words) else [],
            **kwargs,
        )

    def _groups(self, words, chosen):
        most = self.shown * (10 if chosen else 1)
        for name, shape in FOUND.items():
            rows = list(shape.found().matching(words)[: most + 1]) if chosen in ("", name) else []
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


def page_of(record):
    """The page that shows the record: its own, else that of its directive or session, else none."""
    for holder in (record, getattr(record, "directive", None), getattr(record, "session", None)):
        if hasattr(holder, "get_absolute_url"):
            return holder.get_absolute_url()
    return None
