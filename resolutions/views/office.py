"""The pages of the office, around the desk: what is done to a whole session, a document or a draft."""

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, ListView, View
from django.views.generic.detail import SingleObjectMixin

from district.forms import chosen_or_404
from district.permissions import in_sight
from district.versions import clashes_since, count_lines, hold, newest, plain, sign, signature, unsign
from meetings.models import Draft, Session
from meetings.models.session_record import records_of_sessions
from resolutions.forms import IssueForm, Preparation, WithdrawalForm
from resolutions.models import PaperTemplate, ProgressReport, Resolution
from resolutions.models.paper_template import KINDS as PAPER_KINDS
from resolutions.papers.catalogue import MEDIA_TYPES
from resolutions.proposals import Kept, Proposal, with_one_more


class OfficePage(PermissionRequiredMixin):
    """A page about records of the organizations for which the user holds a role; others do not exist for it."""

    def get_queryset(self):
        return in_sight(super().get_queryset(), self.request.user)

    def get_object(self, queryset=None):
        return self.record

    @cached_property
    def record(self):
        """What the page is about, looked up once."""
        return super().get_object()

    def has_permission(self):
        """Whether the user may do here what the page does to the record."""
        user = self.request.user
        return user.is_authenticated and user.has_perm(self.permission_required, self.record)


class PreparationPage(OfficePage, DetailView):
    """The office judges, in one form, everything that earlier sessions left open."""

    template_name = "pages/preparation.html"
    permission_required = "resolutions.add_review"
    queryset = Session.objects.for_rows()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"preparation": Preparation(self.object), **kwargs})

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        with transaction.atomic():
            hold(self.object)
            preparation = Preparation(self.object, request.POST)
            if preparation.is_valid():
                preparation.save()
        if not preparation.is_valid():
            messages.error(request, _("Chưa lưu: xem lại các dòng có lỗi. Những gì đã nhập vẫn còn nguyên."))
            return self.render_to_response(self.get_context_data(preparation=preparation))
        messages.success(request, _("Đã lưu đánh giá."))
        return redirect("preparation", self.object.pk)


class ApprovalPage(OfficePage, DetailView):
    """The office submits a session, returns, approves, publishes or withdraws it: each step is a button."""

    template_name = "pages/approval.html"
    permission_required = "meetings.change_session"
    queryset = Session.objects.for_rows().select_related("submitted_by", "approved_by")

    def get_context_data(self, **kwargs):
        _own, *others = self.object.states_open_to(self.request.user)
        steps = [(state, STEPS[self.object.is_published, state]) for state in others]
        began = sign(count_lines(self._records), self._page)
        addenda = self.object.addenda.all()
        return super().get_context_data(steps=steps, addenda=addenda, began=began, **kwargs)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        remark, clashes = request.POST.get("remark", self.object.remark), []
        try:
            with transaction.atomic():
                hold(self.object)
                counted = unsign(request.POST, self._page)
                if counted is not None:
                    clashes += clashes_since(counted, self._records)
                if clashes:
                    raise ValidationError(_("Chưa làm gì: kỳ họp đã thay đổi từ lúc bạn mở trang này."))
                self.object.remark = Session._meta.get_field("remark").clean(remark, self.object)
                self.object.move_to(request.POST.get("state", ""), by=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            self.object.refresh_from_db()
            return self.render_to_response(self.get_context_data(clashes=clashes, remark=remark))
        messages.success(request, f"{self.object.name}: {self.object.get_state_display()}")
        return redirect("approval", self.object.pk)

    @property
    def _page(self):
        return f"approval.{self.object.pk}"

    @property
    def _records(self):
        """What is approved: for each noun the lookup to its rows."""
        return {noun: {noun.session_through or "id": self.object.pk} for noun in records_of_sessions()}


STEPS = {
    (False, Session.State.DRAFT): gettext_lazy("Trả lại để sửa"),
    (False, Session.State.SUBMITTED): gettext_lazy("Trình duyệt"),
    (False, Session.State.APPROVED): gettext_lazy("Duyệt và khóa"),
    (True, Session.State.APPROVED): gettext_lazy("Rút khỏi trang công cộng"),
    (False, Session.State.PUBLISHED): gettext_lazy("Công khai"),
}
"""What a step to a state is called, from a session that is public or not."""


class RegistrationPage(OfficePage, SingleObjectMixin, FormView):
    """The office issues a document under the next number of the register, or takes an issued one back."""

    template_name = "pages/registration.html"
    permission_required = "resolutions.change_resolution"
    queryset = Resolution.objects.for_rows()

    @property
    def object(self):
        """The document: a form's view does not look it up by itself."""
        return self.record

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


class DraftPage(OfficePage, DetailView):
    """A report beside what was read out of it: the office changes, leaves out, adds, and accepts it as a session.

    Once accepted the page tells what each passage became.
    """

    template_name = "pages/draft.html"
    queryset = Draft.objects.select_related("organization", "session__term__organization")

    def has_permission(self):
        """Whoever may enter a session may make one out of a text."""
        user = self.request.user
        return Draft.may_be_accepted_by(user) and user.has_perm("meetings.change_draft", self.record)

    def get_context_data(self, **kwargs):
        shown = {"proposal": Proposal(self.object, self.request.user)} if self.object.is_waiting else {}
        kept = {"kept": Kept(self.object)} if self.object.session else {}
        return super().get_context_data(**{**shown, **kept, **kwargs})

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        if "discard" in request.POST or "restore" in request.POST:
            return self.set_aside(request)
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

    def get_queryset(self):
        return in_sight(super().get_queryset(), self.request.user)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for report in context["reports"]:
            report.began = sign(_shown(report), f"report.{report.pk}")
        return context

    def post(self, request, *args, **kwargs):
        reports = in_sight(ProgressReport.objects.all(), request.user)
        report = chosen_or_404(reports, request.POST.get("report"))
        if not request.user.has_perm(self.permission_required, report):
            raise PermissionDenied
        remark = request.POST.get("remark", "")
        try:
            with transaction.atomic():
                hold(report)
                report.refresh_from_db()
                if unsign(request.POST, f"report.{report.pk}") not in (None, _shown(report)):
                    raise ValidationError(_rewritten(report, remark))
                report.send_back(remark) if "return" in request.POST else report.confirm()
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return self.get(request, *args, refused=report.pk, remark=remark, **kwargs)
        messages.success(request, _("Đã ghi nhận."))
        return redirect("reports")


def _shown(report):
    """What the office reads of a report before it confirms it."""
    read = {name: getattr(report, name) for name in ("reported_on", "percent", "text", "state")}
    return plain({**read, "evidence": sorted(one.pk for one in report.evidence.all())})


def _rewritten(report, remark):
    said = _("Báo cáo đã thay đổi từ lúc bạn mở trang này (%(who)s): %(report)s, %(state)s. Hãy xem lại.")
    said %= {
        "who": signature(newest(report.history)),
        "report": report,
        "state": report.get_state_display(),
    }
    return f"{said} {_('Ý kiến bạn đã nhập')}: “{remark}”" if remark else said


class StartingTemplate(PermissionRequiredMixin, View):
    """The Word file with which an office begins a template of its own."""

    permission_required = "resolutions.view_papertemplate"

    def get(self, request, kind):
        if kind not in PAPER_KINDS:
            raise Http404
        content = PaperTemplate(kind=kind).starting()
        disposition = {"Content-Disposition": f'attachment; filename="{kind.replace("_", "-")}.docx"'}
        return HttpResponse(content, content_type=MEDIA_TYPES["docx"], headers=disposition)
