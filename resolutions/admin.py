"""The desk of `resolutions`: what must be done; and the page of a whole session."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import action, display

from district.admin import RecordAdmin, RecordFilter, RecordInline, WrittenAdmin
from district.forms import RecordForm, chosen
from district.permissions import in_sight
from meetings.admin import (
    AddendumInline,
    AttachmentInline,
    PartAdmin,
    PartCards,
    SessionRecordAdmin,
    SourceInline,
)
from meetings.admin import SessionAdmin as MeetingAdmin
from meetings.models import Session, Shortcoming
from resolutions.actions import link
from resolutions.models import (
    Directive,
    Evidence,
    Layout,
    PaperTemplate,
    PersonnelDecision,
    ProgressReport,
    Remedy,
    Reminder,
    ReservedOpinion,
    Resolution,
    Review,
    SupportingUnit,
)
from resolutions.models.directive import Clear, Standing
from resolutions.models.paper_template import KINDS
from resolutions.papers.catalogue import links
from resolutions.typeset.template import FIELDS, REQUIRED

STATUS_COLOURS = {
    Directive.Status.NOT_STARTED: "default",
    Directive.Status.IN_PROGRESS: "info",
    Directive.Status.COMPLETED: "success",
    Directive.Status.CARRIED_OVER: "warning",
    Directive.Status.DROPPED: "default",
}
REPORT_COLOURS = {
    ProgressReport.State.SENT: "warning",
    ProgressReport.State.CONFIRMED: "success",
    ProgressReport.State.RETURNED: "danger",
}

DUTY = [
    "text",
    ("lead_unit", "person_in_charge"),
    "supporting_units",
    ("due_on", "quarter", "sector", "resolution"),
    ("expected_output", "authority"),
    "answers",
    "missing_clears",
]
"""The lines in which a directive is typed."""

PROGRESS = (
    _("Thực hiện"),
    {"classes": ["collapse"], "fields": [("status", "percent", "completed_on"), "outcome"]},
)
"""How far a directive is: folded away, since it is seldom typed together with the directive."""

BALLOT = [
    ("incumbents", "votes_for", "votes_against", "votes_other"),
    ("ballots_issued", "ballots_collected", "ballots_valid"),
]
"""The lines in which a vote is typed; the second for a secret ballot."""

DOCUMENT = [
    "title",
    ("kind", "number", "symbol", "adopted_on"),
    *BALLOT,
    ("signer", "replaces"),
    "text",
]
"""The lines in which a resolution is typed."""

PERSONNEL = [
    ("kind", "body"),
    ("person", "post"),
    "text",
    *BALLOT,
    ("confidence_high", "confidence_medium", "confidence_low"),
]
"""The lines in which a decision on people is typed."""


class DirectiveForm(RecordForm):
    """A directive with its supporting units and the shortcomings that it answers."""

    def has_changed(self):
        """A new row that holds nothing but the suggested deadline is an empty row."""
        return bool(set(self.changed_data) - ({"due_on"} if self.instance.pk is None else set()))

    def full_clean(self):
        """The model judges the lead unit by the supporting units that are stored, the form by those typed."""
        super().full_clean()
        if not self.is_bound:
            return
        supporting = self.cleaned_data.get("supporting_units", [])
        if self.instance.lead_unit_id and self.instance.lead_unit in supporting:
            self.add_error("supporting_units", _("Đơn vị chủ trì không thể đồng thời là đơn vị phối hợp."))
        elif self.has_error("lead_unit", "also_supporting"):
            del self._errors["lead_unit"]

    def release_units(self):
        """Units that no longer support the directive may lead it."""
        if self.instance.pk and "supporting_units" in self.cleaned_data:
            for support in self.instance.supports.exclude(unit__in=self.cleaned_data["supporting_units"]):
                support.delete()

    def save(self, commit=True):
        with self.refusing():
            if commit:
                self.release_units()
            return super().save(commit)

    def _save_m2m(self):
        if "supporting_units" not in self.cleaned_data:
            return
        try:
            link(
                directive=self.instance,
                supporting_units=self.cleaned_data["supporting_units"],
                answers=self.cleaned_data["answers"],
            )
        except ValidationError as error:
            raise ValidationError({"answers": error.messages}) from error


class DirectiveDesk:
    """What the desk shows of a directive, on its own page and on that of its session."""

    form = DirectiveForm
    readonly_fields = ["missing_clears"]
    related = (
        "session__term__organization",
        "resolution__session__term__organization",
        "sector",
        "lead_unit",
        "person_in_charge",
    )

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .prefetch_related("supporting_units", "answers__session__term__organization")
        )

    @display(description=_("còn thiếu trong 6 rõ"))
    def missing_clears(self, directive):
        return ", ".join(str(label) for label in directive.missing) or _("đủ 6 rõ")


class ResolutionInline(PartCards):
    model = Resolution
    verbose_name_plural = _("văn bản")
    related = ("signer", "replaces__session__term__organization")
    fieldsets = [(None, {"fields": [*DOCUMENT, "position"]})]


class DirectiveInline(DirectiveDesk, PartCards):
    model = Directive

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": [*DUTY, "position"]}), PROGRESS]


class ReviewInline(RecordInline, TabularInline):
    model = Review
    verbose_name_plural = _("đánh giá nhiệm vụ trước")
    related = ("session__term__organization", "directive__session__term__organization")
    fields = ["directive", "outcome", "reason", "new_due_on"]
    hide_title = True


class PersonnelDecisionInline(PartCards):
    model = PersonnelDecision
    verbose_name_plural = _("cán bộ")
    related = ("body", "person")
    fieldsets = [(None, {"fields": [*PERSONNEL, "position"]})]


class Printed:
    """A record that has official papers, each a click away from its page."""

    def asked(self, request, object_id):
        """The record that an action is offered for, looked up once for a page; None on a list."""
        if object_id and not hasattr(request, "asked"):
            request.asked = chosen(self.model.objects.for_rows(), object_id)
        return getattr(request, "asked", None)

    def onward(self, request, object_id, page):
        """To a page of the office about the record, if there is one."""
        if self.asked(request, object_id) is None:
            raise Http404
        return redirect(page, object_id)

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "papers"]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        return [*fieldsets, (_("Văn bản chính thức"), {"fields": ["papers"]})]

    @display(description=_("tải về"))
    def papers(self, record):
        return render_to_string("pages/_papers.html", {"papers": links(record, full=True)})


@admin.register(Session)
class SessionAdmin(Printed, MeetingAdmin):
    """One page for a whole session."""

    inlines = [
        *MeetingAdmin.inlines,
        ResolutionInline,
        DirectiveInline,
        ReviewInline,
        PersonnelDecisionInline,
        AttachmentInline,
        SourceInline,
        AddendumInline,
    ]
    actions_detail = [
        "decide",
        "correct",
        {"title": _("Việc khác"), "items": ["prepare", "import_indicators", "import_directives"]},
    ]

    @action(description=_("Đánh giá việc các kỳ trước"), url_path="prepare", permissions=["prepare"])
    def prepare(self, request, object_id):
        return self.onward(request, object_id, "preparation")

    @action(description=_("Nhập chỉ tiêu từ Excel"), url_path="import-indicators")
    def import_indicators(self, request, object_id):
        return redirect(f"{reverse('admin:meetings_indicatorvalue_import')}?into={object_id}")

    @action(description=_("Nhập nhiệm vụ từ Excel"), url_path="import-directives")
    def import_directives(self, request, object_id):
        return redirect(f"{reverse('admin:resolutions_directive_import')}?into={object_id}")

    def has_prepare_permission(self, request, object_id=None):
        """Whoever may judge at the session may prepare it."""
        return request.user.has_perm("resolutions.add_review", self.asked(request, object_id))

    @action(description=_("Trình, duyệt, công khai"), url_path="decide", permissions=["decide"])
    def decide(self, request, object_id):
        return self.onward(request, object_id, "approval")

    def has_decide_permission(self, request, object_id=None):
        """Whoever may change the session may move it on."""
        return self._may(request, "change", self.asked(request, object_id))

    @action(description=_("Đính chính"), url_path="correct", permissions=["correct"])
    def correct(self, request, object_id):
        return redirect(f"{reverse('admin:meetings_session_change', args=[object_id])}?correct=1")

    def has_correct_permission(self, request, object_id=None):
        """Only what is approved is corrected by an addendum."""
        session = self.asked(request, object_id)
        return self._may(request, "change", session) and (session is None or session.is_settled)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.instance.is_settled and (unclear := form.instance.directives.unclear().count()):
            warning = ngettext(
                "%(count)s nhiệm vụ chưa đủ 6 rõ.", "%(count)s nhiệm vụ chưa đủ 6 rõ.", unclear
            )
            self.message_user(request, warning % {"count": unclear}, messages.WARNING)


class ReservedOpinionInline(RecordInline, TabularInline):
    model = ReservedOpinion
    fields = ["person", "text"]
    related = ("person",)
    hide_title = True


@admin.register(ReservedOpinion)
class ReservedOpinionAdmin(SessionRecordAdmin):
    list_display = ["person", "resolution", "text"]
    list_filter = [("resolution", RecordFilter), ("person", RecordFilter)]
    related = ("resolution__session__term__organization", "person")
    fields = [("resolution", "person"), "text"]


@admin.register(Resolution)
class ResolutionAdmin(Printed, PartAdmin):
    list_display = ["number_and_symbol", "kind", "title", "adopted_on", "session_name", "votes_for"]
    list_filter = [
        ("kind", ChoicesDropdownFilter),
        ("session", RecordFilter),
        ("term__organization", RecordFilter),
    ]
    date_hierarchy = "adopted_on"
    related = ("session__term__organization", "signer", "replaces__session__term__organization")
    fields = ["session", *DOCUMENT, ("issued_at", "withdrawn_on"), "withdrawal_reason"]
    readonly_fields = ["issued_at", "withdrawn_on", "withdrawal_reason"]
    inlines = [ReservedOpinionInline]
    actions_detail = ["register"]

    @action(description=_("Cấp số, thu hồi"), url_path="register", permissions=["register"])
    def register(self, request, object_id):
        return self.onward(request, object_id, "registration")

    def has_register_permission(self, request, object_id=None):
        """Whoever may change the document may issue it."""
        return self._may(request, "change", self.asked(request, object_id))

    @display(description=_("số, ký hiệu"), ordering="number")
    def number_and_symbol(self, resolution):
        return resolution.symbol or _("chưa cấp số")


class StandingFilter(DropdownFilter):
    """Where directives stand today."""

    title = _("tiến độ")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return Standing.choices

    def queryset(self, request, queryset):
        return queryset.with_standing().filter(standing=self.value()) if self.value() else queryset


class LackingFilter(DropdownFilter):
    """Directives that lack one of the six clears."""

    title = _("còn thiếu trong 6 rõ")
    parameter_name = "lacking"

    def lookups(self, request, model_admin):
        return Clear.choices

    def queryset(self, request, queryset):
        return queryset.lacking(Clear(self.value())) if self.value() in Clear.values else queryset


class ReportInline(RecordInline, TabularInline):
    model = ProgressReport
    related = ("unit", "directive__session__term__organization")
    fields = ["reported_on", "unit", "percent", "text", "state", "remark"]
    hide_title = True


class ReviewOfDirectiveInline(ReviewInline):
    verbose_name_plural = _("đánh giá")
    fields = ["session", "outcome", "reason", "new_due_on"]


@admin.register(Directive)
class DirectiveAdmin(DirectiveDesk, PartAdmin):
    list_display = [
        "text",
        "session_name",
        "lead_unit",
        "due_on",
        "status_label",
        "percent",
        "missing_clears",
    ]
    list_filter = [
        StandingFilter,
        LackingFilter,
        ("status", ChoicesDropdownFilter),
        ("session", RecordFilter),
        ("lead_unit", RecordFilter),
        ("sector", RecordFilter),
    ]
    date_hierarchy = "due_on"
    inlines = [ReportInline, ReviewOfDirectiveInline]

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": ["session", *DUTY]}), PROGRESS]

    def save_model(self, request, obj, form, change):
        with form.refusing():
            form.release_units()
            super().save_model(request, obj, form, change)

    @display(description=_("tình trạng"), ordering="status", label=STATUS_COLOURS | {"overdue": "danger"})
    def status_label(self, directive):
        if directive.is_overdue:
            return "overdue", Standing.OVERDUE.label
        return directive.status, directive.get_status_display()


class EvidenceInline(RecordInline, TabularInline):
    model = Evidence
    fields = ["file", "caption"]
    hide_title = True


@admin.register(ProgressReport)
class ProgressReportAdmin(RecordAdmin):
    list_display = ["reported_on", "directive", "unit", "percent", "state_label"]
    list_filter = [
        ("state", ChoicesDropdownFilter),
        ("unit", RecordFilter),
        ("directive__session", RecordFilter),
    ]
    date_hierarchy = "reported_on"
    related = ("directive__session__term__organization", "unit")
    fields = ["directive", ("unit", "reported_on", "percent"), "text", ("state", "remark")]
    inlines = [EvidenceInline]

    @display(description=_("xử lý"), ordering="state", label=REPORT_COLOURS)
    def state_label(self, report):
        return report.state, report.get_state_display()


@admin.register(Evidence)
class EvidenceAdmin(RecordAdmin):
    list_display = ["__str__", "report", "created_at"]
    related = ("report__directive__session__term__organization",)
    fields = ["report", "file", "caption"]


@admin.register(Review)
class ReviewAdmin(SessionRecordAdmin):
    list_display = ["directive", "session_name", "outcome", "new_due_on"]
    list_filter = [("outcome", ChoicesDropdownFilter), ("session", RecordFilter)]
    date_hierarchy = "session__held_on"
    related = ("session__term__organization", "directive__session__term__organization")
    fields = ["session", "directive", ("outcome", "new_due_on"), "reason"]

    @display(description=_("kỳ họp đánh giá"), ordering="session__held_on")
    def session_name(self, review):
        return review.session.name


@admin.register(PersonnelDecision)
class PersonnelDecisionAdmin(PartAdmin):
    list_display = ["text", "kind", "person", "body", "session_name"]
    list_filter = [
        ("kind", ChoicesDropdownFilter),
        ("session", RecordFilter),
        ("person", RecordFilter),
    ]
    related = ("session__term__organization", "body", "person")
    fields = ["session", *PERSONNEL]


@admin.register(Remedy)
class RemedyAdmin(SessionRecordAdmin):
    list_display = ["directive", "shortcoming", "created_at"]
    related = ("directive__session__term__organization", "shortcoming__session__term__organization")
    fields = ["directive", "shortcoming"]


@admin.register(SupportingUnit)
class SupportingUnitAdmin(SessionRecordAdmin):
    list_display = ["unit", "directive", "created_at"]
    list_filter = [("unit", RecordFilter)]
    related = ("directive__session__term__organization", "unit")
    fields = ["directive", "unit"]


@admin.register(Layout)
class LayoutAdmin(RecordAdmin):
    list_display = ["rule", "in_force_on", "note"]
    fieldsets = [
        (None, {"fields": [("rule", "in_force_on"), "note"]}),
        (
            _("Trang giấy"),
            {
                "fields": [
                    ("margin_top", "margin_bottom", "margin_left", "margin_right"),
                    ("page_number_top", "page_number_size", "is_two_sided"),
                ]
            },
        ),
        (
            _("Chữ và dòng"),
            {
                "fields": [
                    ("font", "party_size", "head_size", "kind_size"),
                    ("abstract_size", "body_size", "table_size", "recipients_size"),
                    ("line_pitch", "paragraph_gap", "first_line", "signature_space"),
                ]
            },
        ),
        (
            _("Chữ in sẵn"),
            {
                "fields": [
                    ("party_words", "issuer_mark", "abstract_rule"),
                    ("draft_words", "recipients_words"),
                ]
            },
        ),
    ]


@admin.register(PaperTemplate)
class PaperTemplateAdmin(RecordAdmin):
    list_display = ["kind", "organization", "in_force_on", "note"]
    list_filter = [("kind", ChoicesDropdownFilter), ("organization", RecordFilter)]
    related = ("organization",)
    fields = [("organization", "kind", "in_force_on"), "file", "note", "beginning"]
    readonly_fields = ["beginning"]

    @display(description=_("mẫu gốc và các trường"))
    def beginning(self, template):
        return render_to_string(
            "admin/starting_templates.html",
            {"kinds": KINDS.items(), "fields": FIELDS.items(), "required": REQUIRED},
        )


@admin.register(Reminder)
class ReminderAdmin(WrittenAdmin):
    list_display = ["sent_on", "organization", "kind", "subject"]
    list_filter = [("kind", ChoicesDropdownFilter), ("organization", RecordFilter)]
    date_hierarchy = "sent_on"
    related = ("organization",)
    fields = ["organization", ("kind", "sent_on"), "subject", "recipients"]


def first_look(request, context):
    """What a clerk sees first: the newest sessions, what waits, and what is late or due."""
    user = request.user
    directives = in_sight(Directive.objects.select_related("session__term__organization", "lead_unit"), user)
    sessions = in_sight(Session.objects.select_related("term__organization"), user)
    reports = in_sight(ProgressReport.objects.filter(state=ProgressReport.State.SENT), user)
    return context | {
        "sessions": sessions.order_by("-held_on", "-pk")[:5],
        "unpublished": sessions.exclude(state=Session.State.PUBLISHED).count(),
        "overdue": directives.overdue().order_by("due_on", "id")[:8],
        "overdue_count": directives.overdue().count(),
        "due_next": directives.due_next()[:8],
        "due_next_count": directives.due_next().count(),
        "open_shortcomings": in_sight(Shortcoming.objects.unresolved(), user).count(),
        "reports_waiting": reports.count(),
    }
