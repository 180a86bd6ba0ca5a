"""The desk of `meetings`: what was said.

The page of a whole session, which holds directives too, is composed in `resolutions`.
"""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.forms import HiddenInput, model_to_dict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline, TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextareaWidget

from district import fields
from district.admin import RecordAdmin, RecordFilter, RecordInline, WrittenAdmin
from district.forms import chosen, chosen_or_404
from district.text import legible
from meetings.actions import correct
from meetings.forms import AddendumForm, DraftForm, PartFormSet, SessionForm
from meetings.models import (
    Addendum,
    AgendaItem,
    Attachment,
    Attendance,
    Correction,
    Draft,
    Indicator,
    IndicatorValue,
    Result,
    Seal,
    Session,
    Shortcoming,
    Source,
    Statement,
)

STATE_COLOURS = {
    Session.State.DRAFT: "warning",
    Session.State.SUBMITTED: "info",
    Session.State.APPROVED: "primary",
    Session.State.PUBLISHED: "success",
}
SHORTCOMING_COLOURS = {
    Shortcoming.Status.OPEN: "danger",
    Shortcoming.Status.BEING_REMEDIED: "warning",
    Shortcoming.Status.RESOLVED: "success",
}
DRAFT_COLOURS = {
    Draft.Status.WAITING: "warning",
    Draft.Status.ACCEPTED: "success",
    Draft.Status.DISCARDED: "default",
}

WEAKNESS = [
    "text",
    ("sector", "responsible"),
    ("measure", "qualifier", "percent"),
    ("repeats", "status"),
    "cause",
]
"""The lines in which a shortcoming is typed."""


class SessionRecordAdmin(RecordAdmin):
    """The desk of what hangs on a session: once that is approved, only what lives on is typed here."""

    def has_change_permission(self, request, obj=None):
        is_read_only = obj is not None and not self.model.lives_on and obj.is_locked
        may = super().has_change_permission(request, obj)
        return may and not (is_read_only and not self.typed_before(request, obj))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.is_locked)

    def get_readonly_fields(self, request, obj=None):
        readonly = super().get_readonly_fields(request, obj)
        if obj is None or not obj.is_locked:
            return readonly
        settled = [
            *(field.name for field in obj.settled_fields()),
            *(link.name for link in obj._meta.many_to_many),
        ]
        still_typed = self.typed_before(request, obj)
        return [*readonly, *(name for name in settled if name not in still_typed)]


class PartAdmin(SessionRecordAdmin):
    """The desk of a part of a session."""

    import_into = "session"
    date_hierarchy = "session__held_on"
    ordering = ["-session__held_on", "position", "id"]

    @display(description=_("kỳ họp"), ordering="session__held_on")
    def session_name(self, part):
        return part.session.name

    def choice_label(self, part):
        return f"{part} ({part.session.name})"


class PartInline(RecordInline):
    """The rows of a session, in an order that the clerk changes by dragging."""

    formset = PartFormSet
    fk_name = "session"
    ordering_field = "position"
    hide_ordering_field = True

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == self.ordering_field:
            kwargs["widget"] = HiddenInput
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class PartTable(PartInline, TabularInline):
    """Short rows, one below the other."""

    hide_title = True


class PartCards(PartInline, StackedInline):
    """Long rows, each a small form of its own."""

    template_before = "admin/row_errors.html"


class AgendaItemInline(PartTable):
    model = AgendaItem
    verbose_name_plural = _("chương trình")
    fields = ["title", "presenter", "conclusion", "position"]
    related = ("presenter",)


class AttendanceInline(PartTable):
    model = Attendance
    verbose_name_plural = _("thành phần")
    fields = ["person", "status", "reason", "position"]
    related = ("person",)


class StatementInline(PartTable):
    model = Statement
    verbose_name_plural = _("ý kiến")
    fields = ["person", "speaker", "agenda_item", "text", "position"]
    related = ("person", "agenda_item__session__term__organization")


class ResultInline(PartTable):
    model = Result
    verbose_name_plural = _("kết quả")
    fields = ["sector", "text", "position"]
    related = ("sector",)


class IndicatorValueInline(PartTable):
    model = IndicatorValue
    verbose_name_plural = _("chỉ tiêu")
    fields = [
        "indicator",
        "planned",
        "actual",
        "qualifier",
        "percent_of_plan",
        "base",
        "same_period_last_year",
        "position",
    ]
    related = ("indicator",)


class ShortcomingInline(PartCards):
    model = Shortcoming
    verbose_name_plural = _("hạn chế")
    related = ("sector", "responsible", "repeats__session__term__organization")
    fieldsets = [(None, {"fields": [*WEAKNESS, "position"]})]


@display(description=_("xem trước"))
def preview(attachment):
    """The thumbnail of a photo, leading to the photo."""
    if not attachment.thumbnail:
        return None
    return format_html(
        '<a href="{}" target="_blank"><img class="preview" src="{}" width="{}" height="{}" alt="{}" loading="lazy"></a>',
        attachment.file.url,
        attachment.thumbnail.url,
        attachment.thumbnail_width,
        attachment.thumbnail_height,
        attachment,
    )


class AttachmentInline(PartTable):
    model = Attachment
    readonly_fields = [preview]
    fields = [preview, "kind", "file", "caption", "credit", "position"]


class SourceInline(PartTable):
    model = Source
    fields = ["title", "author", "publication", "url", "issued_on", "position"]


class _Shown(Exception):
    """The page of an addendum is shown again with its errors: nothing of it is kept."""


def _is_correcting(request):
    return "correct" in request.GET


class AddendumInline(RecordInline, TabularInline):
    model = Addendum
    fields = readonly_fields = ["name", "made_on", "made_by", "reason"]
    related = ("made_by", "session__term__organization")
    can_delete = False
    hide_title = True

    def has_add_permission(self, request, obj=None):
        return False

    @display(description=_("bản đính chính"))
    def name(self, addendum):
        return addendum.name


class SessionAdmin(SessionRecordAdmin):
    """The part of a session's page that `meetings` knows.

    The page of an approved session is read; asked with `?correct=1`, it is typed again, with a reason, and
    what changes becomes an addendum.
    """

    form = SessionForm

    not_imported = ("state",)
    list_display = ["title", "organization", "held_on", "assessed", "targets", "state_label"]
    list_filter = [
        ("state", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ("term__organization", RecordFilter),
        ("term", RecordFilter),
    ]
    date_hierarchy = "held_on"
    related = ("term__organization", "chair", "secretary")
    actions = ["publish", "withdraw"]
    readonly_fields = ["submitted_by", "approved_by", "approved_at", "published_at", "sealed"]
    inlines = [
        AgendaItemInline,
        AttendanceInline,
        StatementInline,
        ResultInline,
        IndicatorValueInline,
        ShortcomingInline,
    ]
    fieldsets = [
        (
            _("Kỳ họp"),
            {
                "fields": [
                    ("term", "ordinal", "kind"),
                    ("held_on", "ends_on", "opens_at", "closes_at"),
                    ("place", "chair", "secretary"),
                    ("state", "remark"),
                ]
            },
        ),
        (
            _("Kỳ đánh giá và kỳ tới"),
            {
                "fields": [
                    ("assessed_starts_on", "assessed_ends_on", "ahead_starts_on", "ahead_ends_on"),
                    ("targets_met", "targets_total"),
                ]
            },
        ),
        (_("Đánh giá chung"), {"fields": ["summary", "note"]}),
        (
            _("Trình, duyệt, công khai"),
            {"fields": [("submitted_by", "approved_by"), ("approved_at", "published_at", "sealed")]},
        ),
    ]

    @display(description=_("kỳ họp"), ordering="ordinal")
    def title(self, session):
        return session.name

    @display(description=_("tổ chức"), ordering="term__organization__sort_key")
    def organization(self, session):
        return session.organization

    @display(description=_("kỳ đánh giá"), ordering="assessed_ends_on")
    def assessed(self, session):
        return session.period_assessed and session.period_assessed.label

    @display(description=_("chỉ tiêu đạt"))
    def targets(self, session):
        if session.targets_total is None:
            return None
        return f"{session.targets_met}/{session.targets_total}"

    @display(description=_("trạng thái"), ordering="state", label=STATE_COLOURS)
    def state_label(self, session):
        return session.state, session.get_state_display()

    @display(description=_("niêm phong"))
    def sealed(self, session):
        seal = session.pk and session.seal
        return seal and format_html('<a href="{}">{}</a>', seal.get_absolute_url(), seal.code)

    @admin.action(description=_("Công khai"), permissions=["change"])
    def publish(self, request, queryset):
        for session in queryset:
            session.publish(by=request.user)
        self.message_user(request, _("Đã công khai các kỳ họp được chọn."))

    @admin.action(description=_("Rút khỏi trang công cộng"), permissions=["change"])
    def withdraw(self, request, queryset):
        for session in queryset.filter(state=Session.State.PUBLISHED):
            session.withdraw()
        self.message_user(request, _("Đã rút các kỳ họp được chọn khỏi trang công cộng."))

    def has_change_permission(self, request, obj=None):
        """An approved session is changed by an addendum only."""
        may = RecordAdmin.has_change_permission(self, request, obj)
        is_shut = obj is not None and obj.is_settled and not self.typed_before(request, obj)
        return may and (not is_shut or _is_correcting(request))

    def get_readonly_fields(self, request, obj=None):
        return RecordAdmin.get_readonly_fields(self, request, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        base = AddendumForm if _is_correcting(request) else SessionForm
        form = super().get_form(request, obj, change, **{"form": base, **kwargs})
        form.user = request.user
        return form

    def get_fieldsets(self, request, obj=None):
        if not _is_correcting(request):
            return super().get_fieldsets(request, obj)
        (title, typed), *others = super().get_fieldsets(request, obj)
        without_state = [line for line in typed["fields"] if "state" not in line]
        return [(_("Bản đính chính"), {"fields": ["reason"]}), (title, {"fields": without_state}), *others]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        with form.refusing():
            form.instance.move_to(form.cleaned_data.get("state", form.instance.state), by=request.user)
        quorum = form.instance.quorum
        if quorum and not quorum.is_met:
            warning = _("Chưa đủ túc số: có mặt %(present)s trên %(incumbents)s ủy viên, cần %(needed)s.")
            counts = {**quorum._asdict(), "needed": quorum.needed}
            self.message_user(request, warning % counts, messages.WARNING)

    def get_changeform_initial_data(self, request):
        """What the session before lets us expect: the one named by `after`, else the newest."""
        typed = super().get_changeform_initial_data(request)
        sessions = self.get_queryset(request).order_by("-held_on", "-pk")
        earlier = chosen(sessions, typed.pop("after", None)) or sessions.first()
        return {**(model_to_dict(earlier.following()) if earlier else {}), **typed}

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = {**(extra_context or {}), "show_save_and_add_another": False}
        view = super().changeform_view
        corrected = (
            _is_correcting(request) and request.method == "POST" and self.get_object(request, object_id)
        )
        if not corrected:
            return view(request, object_id, form_url, context)
        try:
            with correct(
                session=corrected,
                reason=legible(request.POST.get("reason", "")),
                by=request.user,
            ):
                response = view(request, object_id, form_url, context)
                if response.status_code == 200:
                    raise _Shown(response)
        except _Shown as shown:
            return shown.args[0]
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return redirect(request.get_full_path())
        return redirect("admin:meetings_session_change", object_id)

    def response_post_save_add(self, request, obj):
        return self._next_session(request, obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request, obj):
        return self._next_session(request, obj) or super().response_post_save_change(request, obj)

    def _next_session(self, request, session):
        if "_addnext" in request.POST:
            return redirect(f"{reverse('admin:meetings_session_add')}?after={session.pk}")
        return None


@admin.register(AgendaItem)
class AgendaItemAdmin(PartAdmin):
    list_display = ["title", "session_name", "presenter"]
    list_filter = [("session", RecordFilter), ("presenter", RecordFilter)]
    related = ("session__term__organization", "presenter")
    fields = ["session", "title", "presenter", "conclusion"]


@admin.register(Attendance)
class AttendanceAdmin(PartAdmin):
    list_display = ["person", "session_name", "status", "reason"]
    list_filter = [
        ("status", ChoicesDropdownFilter),
        ("session", RecordFilter),
        ("person", RecordFilter),
    ]
    related = ("session__term__organization", "person")
    fields = ["session", "person", ("status", "reason")]


@admin.register(Statement)
class StatementAdmin(PartAdmin):
    list_display = ["who", "text", "session_name", "agenda_item"]
    list_filter = [("session", RecordFilter), ("person", RecordFilter)]
    related = ("session__term__organization", "person", "agenda_item__session__term__organization")
    fields = ["session", ("person", "speaker"), "agenda_item", "text"]

    @display(description=_("người phát biểu"), ordering="person__sort_key")
    def who(self, statement):
        return statement.person or statement.speaker


@admin.register(Result)
class ResultAdmin(PartAdmin):
    list_display = ["text", "session_name", "sector"]
    list_filter = [("session", RecordFilter), ("sector", RecordFilter)]
    related = ("session__term__organization", "sector")
    fields = ["session", "sector", "text"]


@admin.register(Indicator)
class IndicatorAdmin(RecordAdmin):
    list_display = ["name", "unit", "sector"]
    list_filter = [("sector", RecordFilter)]
    related = ("sector",)
    fields = ["name", ("unit", "sector")]


@admin.register(IndicatorValue)
class IndicatorValueAdmin(PartAdmin):
    list_display = ["indicator", "session_name", "planned", "actual", "qualifier", "percent_of_plan", "base"]
    list_filter = [
        ("session", RecordFilter),
        ("indicator", RecordFilter),
        ("base", ChoicesDropdownFilter),
    ]
    related = ("session__term__organization", "indicator")
    fields = [
        "session",
        "indicator",
        ("planned", "actual", "qualifier", "percent_of_plan"),
        ("base", "same_period_last_year"),
        "note",
    ]


@admin.register(Shortcoming)
class ShortcomingAdmin(PartAdmin):
    list_display = ["text", "session_name", "sector", "responsible", "returns", "status_label"]
    list_filter = [
        ("status", ChoicesDropdownFilter),
        ("session", RecordFilter),
        ("sector", RecordFilter),
        ("responsible", RecordFilter),
    ]
    related = ("session__term__organization", "sector", "responsible", "repeats__session__term__organization")
    fields = ["session", *WEAKNESS]

    @display(description=_("tình trạng"), ordering="status", label=SHORTCOMING_COLOURS)
    def status_label(self, shortcoming):
        return shortcoming.status, shortcoming.get_status_display()


@admin.register(Attachment)
class AttachmentAdmin(PartAdmin):
    list_display = ["__str__", preview, "kind", "session_name", "credit"]
    readonly_fields = [preview]
    list_filter = [("kind", ChoicesDropdownFilter), ("session", RecordFilter)]
    related = ("session__term__organization",)
    fields = ["session", ("kind", "file"), preview, ("caption", "credit")]


@admin.register(Source)
class SourceAdmin(PartAdmin):
    list_display = ["title", "publication", "author", "issued_on", "session_name"]
    list_filter = [("session", RecordFilter)]
    related = ("session__term__organization",)
    fields = ["session", "title", ("author", "publication"), ("url", "issued_on")]


@admin.register(Draft)
class DraftAdmin(RecordAdmin):
    """Text comes in here; what becomes of it is decided on the draft's own page."""

    form = DraftForm
    list_display = ["title", "organization", "status_label", "session_name", "created_at"]
    list_filter = [("status", ChoicesDropdownFilter), ("organization", RecordFilter)]
    related = ("organization", "session__term__organization")
    readonly_fields = ["status", "session"]
    actions_detail = ["look_through"]
    formfield_overrides = RecordAdmin.formfield_overrides | {
        fields.TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 18})}
    }

    def get_fieldsets(self, request, obj=None):
        about = [("status", "session")] if obj else ["text", "file"]
        return [(None, {"fields": [*about, ("title", "organization")]})]

    @display(description=_("tình trạng"), ordering="status", label=DRAFT_COLOURS)
    def status_label(self, draft):
        return draft.status, draft.get_status_display()

    @display(description=_("kỳ họp"))
    def session_name(self, draft):
        return draft.session and draft.session.name

    @action(description=_("Soát văn bản"), url_path="look-through", permissions=["look_through"])
    def look_through(self, request, object_id):
        return redirect(chosen_or_404(self.get_queryset(request), object_id))

    def has_look_through_permission(self, request, object_id=None):
        """Whoever may enter a session may make one out of a text."""
        return Draft.may_be_accepted_by(request.user)

    def response_post_save_add(self, request, obj):
        if self.has_look_through_permission(request):
            return redirect(obj)
        return super().response_post_save_add(request, obj)


class CorrectionInline(RecordInline, TabularInline):
    model = Correction
    fields = readonly_fields = ["record_label", "field_label", "before", "after"]
    can_delete = False
    hide_title = True

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Addendum)
class AddendumAdmin(WrittenAdmin):
    list_display = ["name", "session", "made_on", "made_by", "reason"]
    list_filter = [("session", RecordFilter)]
    date_hierarchy = "made_on"
    related = ("session__term__organization", "made_by")
    fields = ["session", ("number", "made_on", "made_by"), "reason"]
    inlines = [CorrectionInline]


@admin.register(Correction)
class CorrectionAdmin(WrittenAdmin):
    list_display = ["record_label", "field_label", "before", "after", "addendum"]
    list_filter = [("addendum__session", RecordFilter)]
    related = ("addendum__session__term__organization",)
    fields = ["addendum", ("record_label", "field_label"), ("before", "after")]


@admin.register(Seal)
class SealAdmin(WrittenAdmin):
    list_display = ["printed", "number", "organization", "session", "occasion", "sealed_at"]
    list_filter = [("occasion", ChoicesDropdownFilter), ("organization", RecordFilter)]
    date_hierarchy = "sealed_at"
    related = ("organization", "session__term__organization")
    fields = ["organization", ("number", "occasion", "sealed_at"), "session", "digest", "previous"]

    @display(description=_("dấu in trên giấy"))
    def printed(self, seal):
        return seal.code
