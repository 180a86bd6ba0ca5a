"""The desk of `meetings`: what was said.

The page of a whole session, which holds directives too, is composed in `resolutions`.
"""

from django.contrib import admin
from django.forms import HiddenInput, model_to_dict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline, TabularInline
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter
from unfold.decorators import display

from district.admin import RecordAdmin, RecordInline
from meetings.forms import PartFormSet
from meetings.models import (
    AgendaItem,
    Attachment,
    Attendance,
    Draft,
    Indicator,
    IndicatorValue,
    Result,
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


WEAKNESS = [
    "text",
    ("sector", "responsible"),
    ("measure", "qualifier", "percent"),
    ("repeats", "status"),
    "cause",
]
"""The lines in which a shortcoming is typed."""


class PartAdmin(RecordAdmin):
    """The desk of a part of a session."""

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


class AttachmentInline(PartTable):
    model = Attachment
    fields = ["kind", "file", "caption", "credit", "position"]


class SourceInline(PartTable):
    model = Source
    fields = ["title", "author", "publication", "url", "issued_on", "position"]


class SessionAdmin(RecordAdmin):
    """The part of a session's page that `meetings` knows."""

    list_display = ["title", "organization", "held_on", "assessed", "targets", "state_label"]
    list_filter = [
        ("state", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ("term__organization", AutocompleteSelectFilter),
        ("term", AutocompleteSelectFilter),
    ]
    date_hierarchy = "held_on"
    related = ("term__organization", "chair", "secretary")
    actions = ["publish", "withdraw"]
    readonly_fields = ["published_at"]
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
                    ("held_on", "ends_on", "place"),
                    ("chair", "secretary"),
                    ("state", "published_at"),
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

    @admin.action(description=_("Công khai"), permissions=["change"])
    def publish(self, request, queryset):
        for session in queryset:
            session.publish()
        self.message_user(request, _("Đã công khai các kỳ họp được chọn."))

    @admin.action(description=_("Rút về bản nháp"), permissions=["change"])
    def withdraw(self, request, queryset):
        for session in queryset:
            session.withdraw()
        self.message_user(request, _("Đã rút các kỳ họp được chọn về bản nháp."))

    def get_changeform_initial_data(self, request):
        """What the session before lets us expect: the one named by `after`, else the newest."""
        typed = super().get_changeform_initial_data(request)
        earlier = self.get_queryset(request).filter(pk=typed.pop("after", None)).first() or (
            self.get_queryset(request).order_by("-held_on", "-pk").first()
        )
        return {**(model_to_dict(earlier.following()) if earlier else {}), **typed}

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = {**(extra_context or {}), "show_save_and_add_another": False}
        return super().changeform_view(request, object_id, form_url, context)

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
    list_filter = [("session", AutocompleteSelectFilter), ("presenter", AutocompleteSelectFilter)]
    related = ("session__term__organization", "presenter")
    fields = ["session", "title", "presenter", "conclusion"]


@admin.register(Attendance)
class AttendanceAdmin(PartAdmin):
    list_display = ["person", "session_name", "status", "reason"]
    list_filter = [
        ("status", ChoicesDropdownFilter),
        ("session", AutocompleteSelectFilter),
        ("person", AutocompleteSelectFilter),
    ]
    related = ("session__term__organization", "person")
    fields = ["session", "person", ("status", "reason")]


@admin.register(Statement)
class StatementAdmin(PartAdmin):
    list_display = ["who", "text", "session_name", "agenda_item"]
    list_filter = [("session", AutocompleteSelectFilter), ("person", AutocompleteSelectFilter)]
    related = ("session__term__organization", "person", "agenda_item__session__term__organization")
    fields = ["session", ("person", "speaker"), "agenda_item", "text"]

    @display(description=_("người phát biểu"), ordering="person__sort_key")
    def who(self, statement):
        return statement.person or statement.speaker


@admin.register(Result)
class ResultAdmin(PartAdmin):
    list_display = ["text", "session_name", "sector"]
    list_filter = [("session", AutocompleteSelectFilter), ("sector", AutocompleteSelectFilter)]
    related = ("session__term__organization", "sector")
    fields = ["session", "sector", "text"]


@admin.register(Indicator)
class IndicatorAdmin(RecordAdmin):
    list_display = ["name", "unit", "sector"]
    list_filter = [("sector", AutocompleteSelectFilter)]
    related = ("sector",)
    fields = ["name", ("unit", "sector")]


@admin.register(IndicatorValue)
class IndicatorValueAdmin(PartAdmin):
    list_display = ["indicator", "session_name", "planned", "actual", "qualifier", "percent_of_plan", "base"]
    list_filter = [
        ("session", AutocompleteSelectFilter),
        ("indicator", AutocompleteSelectFilter),
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
        ("session", AutocompleteSelectFilter),
        ("sector", AutocompleteSelectFilter),
        ("responsible", AutocompleteSelectFilter),
    ]
    related = ("session__term__organization", "sector", "responsible", "repeats__session__term__organization")
    fields = ["session", *WEAKNESS]

    @display(description=_("tình trạng"), ordering="status", label=SHORTCOMING_COLOURS)
    def status_label(self, shortcoming):
        return shortcoming.status, shortcoming.get_status_display()


@admin.register(Attachment)
class AttachmentAdmin(PartAdmin):
    list_display = ["__str__", "kind", "session_name", "credit"]
    list_filter = [("kind", ChoicesDropdownFilter), ("session", AutocompleteSelectFilter)]
    related = ("session__term__organization",)
    fields = ["session", "kind", "file", "caption", "credit"]


@admin.register(Source)
class SourceAdmin(PartAdmin):
    list_display = ["title", "publication", "author", "issued_on", "session_name"]
    list_filter = [("session", AutocompleteSelectFilter)]
    related = ("session__term__organization",)
    fields = ["session", "title", ("author", "publication"), ("url", "issued_on")]


@admin.register(Draft)
class DraftAdmin(RecordAdmin):
    list_display = ["title", "organization", "status", "created_at"]
    list_filter = [("status", ChoicesDropdownFilter), ("organization", AutocompleteSelectFilter)]
    related = ("organization", "session__term__organization")
    fields = ["title", "organization", "text", ("status", "session")]
