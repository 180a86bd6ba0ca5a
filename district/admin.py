"""The desk of `district`: who. Here too is what every noun's desk shares."""

from functools import wraps

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import flatten, flatten_fieldsets, unquote
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import DataError, OperationalError, models, transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV, XLSX
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    ChoicesDropdownFilter,
    RelatedDropdownFilter,
)
from unfold.contrib.import_export.forms import ExportForm
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextareaWidget

from district.actions import lift_lock_out, remove_second_factor
from district.changes import LINES_ON_A_PAGE, of_record, read
from district.forms import (
    KEY,
    AccountForm,
    ChosenSelect,
    ChosenSelectMultiple,
    DecimalInput,
    DeletionForm,
    FileInput,
    GivenPasswordForm,
    NewAccountForm,
    RecordFilterForm,
    RecordForm,
    RecordFormSet,
    Refused,
    RevocationForm,
    TableConfirmForm,
    TableForm,
)
from district.models import ApiKey, FirstPassword, Membership, Organization, Person, Role, Sector, Term
from district.permissions import in_sight, permission
from district.resources import resource_of
from district.sheets import Table, Unreadable, Waiting
from district.versions import newest, sign, unsign


class Typed:
    """How a noun is typed, on a page of its own or as a row below another."""

    form = RecordForm
    related: tuple[str | None, ...] = (None,)
    """The links whose records a row names, fetched along with the rows."""

    formfield_overrides = {
        models.DateField: {"widget": UnfoldAdminSingleDateWidget(attrs={"placeholder": "dd/mm/yyyy"})},
        models.DecimalField: {"localize": True, "widget": DecimalInput(attrs={"inputmode": "decimal"})},
        models.FileField: {"widget": FileInput},
        models.TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 2})},
        models.URLField: {"assume_scheme": "https"},
    }

    def get_queryset(self, request):
        return in_sight(super().get_queryset(request), request.user).select_related(*self.related)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("widget", ChosenSelect(db_field, self.admin_site))
        kwargs.setdefault("queryset", in_sight(db_field.related_model._default_manager.all(), request.user))
        return self._labelled(super().formfield_for_foreignkey(db_field, request, **kwargs))

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        widget = ChosenSelectMultiple(db_field, self.admin_site)
        records = in_sight(db_field.related_model._default_manager.all(), request.user)
        return self._labelled(db_field.formfield(widget=widget, required=False, queryset=records))

    def _labelled(self, field):
        field.label_from_instance = self.admin_site.get_model_admin(field.queryset.model).choice_label
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.template_name = "district/chosen.html"
            field.widget.can_add_related &= not getattr(db_field.related_model, "public_through", ())
        return field


class Importing(ImportExportMixin):
    """A list goes out as a table, and comes in again: seen first, then written as a whole or not at all.

    What an import may write is what the form lets one type.
    """

    to_encoding = "utf-8-sig"
    export_form_class = ExportForm
    export_formats = [CSV, XLSX]
    import_formats = [Table]
    import_form_class = TableForm
    confirm_form_class = TableConfirmForm
    tmp_storage_class = Waiting

    import_into: str | None = None
    """The link that rows of a table may leave out, since it is chosen once for all of them."""

    not_imported: tuple[str, ...] = ()
    """What the form shows but only a verb changes."""

    def has_import_permission(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def get_resource_classes(self, request):
        return [resource_of(self.model)]

    def get_import_resource_kwargs(self, request, form=None, **kwargs):
        shown = flatten_fieldsets(self.get_fieldsets(request))
        frozen = {*self.not_imported, *self.get_readonly_fields(request)}
        typed = {"position", *(name for name in shown if isinstance(name, str))} - frozen
        chosen = getattr(form, "cleaned_data", {}).get("into")
        return {
            "typed": {name for name in typed if not isinstance(self._field(name), models.FileField)},
            "records": self.get_queryset(request),
            "user": request.user,
            "into": chosen and (self.import_into, chosen),
        }

    def _field(self, name):
        return next((field for field in self.model._meta.get_fields() if field.name == name), None)

    def get_import_data_kwargs(self, request=None, form=None, **kwargs):
        return {**kwargs, "rollback_on_validation_errors": True}

    def get_import_form_kwargs(self, request):
        return {**super().get_import_form_kwargs(request), "into": self._into(request)}

    def get_confirm_form_kwargs(self, request, import_form):
        return {**super().get_confirm_form_kwargs(request, import_form), "into": self._into(request)}

    def get_import_form_initial(self, request):
        return {"into": request.GET.get("into")}

    def get_confirm_form_initial(self, request, import_form):
        initial = super().get_confirm_form_initial(request, import_form)
        chosen = import_form and import_form.cleaned_data.get("into")
        return {**initial, "into": chosen.pk if chosen else None}

    def _into(self, request):
        if not self.import_into:
            return None
        field = self.formfield_for_dbfield(self._field(self.import_into), request)
        field.widget, field.required = field.widget.widget, False
        field.help_text = _("Cho những dòng không ghi ở cột này.")
        return field

    def add_data_read_fail_error_to_form(self, form, error):
        if not isinstance(error, Unreadable):
            raise error
        form.add_error("import_file", str(error))

    def process_import(self, request, **kwargs):
        try:
            return super().process_import(request, **kwargs)
        except OSError:
            self.message_user(request, _("Tệp đã chờ quá lâu: hãy chọn lại."), messages.ERROR)
            return redirect(reverse("admin:{}_{}_import".format(*self.get_model_info())))

    def process_result(self, result, request):
        """What was right in the preview may be wrong by now; then nothing was written."""
        if result.has_errors() or result.has_validation_errors():
            self.message_user(
                request, _("Chưa nhập dòng nào: dữ liệu đã thay đổi từ lúc xem trước."), messages.ERROR
            )
            return redirect(reverse("admin:{}_{}_import".format(*self.get_model_info())))
        return super().process_result(result, request)


class RecordFilter(AutocompleteSelectFilter):
    """Lists the rows that name a record."""

    form_class = RecordFilterForm


def or_the_whole_list(view):
    """The view of a list. Asked for a number beyond any of the database's, the whole list, as Django does where it cannot
    read one.
    """

    @wraps(view)
    def answer(desk, request, extra_context=None):
        try:
            return view(desk, request, extra_context)
        except (OverflowError, DataError):
            return redirect(f"{request.path}?{ERROR_FLAG}=1")

    return answer


class Ticked:
    """Of what is ticked in a list only keys are looked for."""

    def response_action(self, request, queryset):
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        request.POST = request.POST.copy()
        request.POST.setlist(ACTION_CHECKBOX_NAME, [key for key in ticked if KEY.fullmatch(key)])
        return super().response_action(request, queryset)


class RecordAdmin(Typed, Ticked, Importing, ModelAdmin):
    """The desk of one noun: a list that is searched without accents, exported and imported, a form that loses nothing.

    Records of an organization that has ended are shown, with the reason, but not changed.
    """

    change_form_after_template = "district/deletion_reason.html"
    change_form_outer_before_template = "admin/not_changed.html"
    change_form_before_template = "admin/clashes.html"
    compressed_fields = False
    list_filter_submit = True
    list_fullwidth = True
    list_per_page = 50
    warn_unsaved_form = True

    choice_label = staticmethod(str)
    """A record in the words of a list to choose from."""

    def get_search_fields(self, request):
        return self.model.searched

    def get_search_results(self, request, queryset, search_term):
        """A list to choose from is searched while somebody types: the last word is not finished."""
        return queryset.matching(search_term, unfinished=True), False

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view", obj) or self._may(request, "change", obj)

    def has_change_permission(self, request, obj=None):
        is_closed = obj and obj.is_closed and not self.typed_before(request, obj)
        return self._may(request, "change", obj) and not is_closed

    def typed_before(self, request, record):
        """The fields of a record that were open when the page that is sent back was: so they come back.

        Whether they may still be written is for the noun to say, beside what was typed.
        """
        return (self._began(request) or {}).get("", {}).get(str(record.pk), {}).keys()

    def _began(self, request):
        """What the page that was sent back showed, by the prefix of the form and the key of the record; see `unsign`."""
        if not hasattr(request, "began"):
            request.began = unsign(request.POST, self.model._meta.label)
        return request.began

    def has_delete_permission(self, request, obj=None):
        return self._may(request, "delete", obj) and not (obj and obj.is_closed)

    def _may(self, request, deed, record):
        return request.user.has_perm(permission(deed, self.model), record)

    def get_deleted_objects(self, objs, request):
        for record in objs:
            record.refuse_if_closed()
        return super().get_deleted_objects(objs, request)

    @or_the_whole_list
    def changelist_view(self, request, extra_context=None):
        return self._or_say_why(request, super().changelist_view, request, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        deletion = DeletionForm(request.POST if request.method == "POST" else None)
        if deletion.is_bound and not deletion.is_valid():
            request.POST = QueryDict()  # Django takes whatever is posted for a yes
        with deletion.saying_why():
            context = {"deletion": deletion, **(extra_context or {})}
            return self._or_say_why(request, super().delete_view, request, object_id, context)

    def history_view(self, request, object_id, extra_context=None):
        """The lines of a record and of its parts, the newest first; those of a deleted record as well."""
        record = self.get_object(request, unquote(object_id)) or self._gone(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_permission(request):
            raise PermissionDenied
        places = of_record(self.model, record.pk, request.user)
        page = Paginator(places, LINES_ON_A_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Lịch sử: %(record)s") % {"record": record},
            "opts": self.opts,
            "original": record,
            "page": page,
            "entries": read(page),
        }
        return TemplateResponse(request, "district/history.html", context)

    def _gone(self, request, key):
        """The record as it was when it was deleted, or None."""
        lines = in_sight(self.model.history.all(), request.user)
        try:
            line = lines.filter(id=self.opts.pk.to_python(key)).first()
        except ValidationError:
            return None
        return line and line.history_object

    def _or_say_why(self, request, view, *args):
        """What the view answers; where a noun refuses, the page again with the reason."""
        try:
            with transaction.atomic():
                return view(*args)
        except (ValidationError, Refused) as refusal:
            error = getattr(refusal, "error", refusal)
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return redirect(request.get_full_path())

    def changeform_view(self, request, *args, **kwargs):
        """The form of a record; a second look where a noun refuses, or where another page has gone first."""
        try:
            return self._held_view(request, *args, **kwargs)
        except Refused as refused:
            request.refused = refused
        except OperationalError:
            if transaction.get_connection().in_atomic_block:
                raise
        return self._held_view(request, *args, **kwargs)

    def _held_view(self, request, object_id=None, form_url="", extra_context=None):
        """While a record is saved nobody else writes it; one that is gone by now comes back to be made anew."""
        view = super().changeform_view
        if request.method != "POST" or object_id is None:
            return view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            pk = unquote(object_id)
            held = pk.isdecimal() and self.model._base_manager.select_for_update().filter(pk=pk).first()
            began = self._began(request) or {}
            if not held and "" in began:
                if pk in began[""]:
                    request.gone = newest(self.model.history.filter(id=pk))
                object_id = None
            return view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.refused, form.user = getattr(request, "refused", None), request.user
        began = self._began(request)
        form.page = None if began is None else began.get("", {})
        form.gone = getattr(request, "gone", None)
        return form

    def render_change_form(self, request, context, *args, **kwargs):
        form = context["adminform"].form
        rows = [one.formset for one in context["inline_admin_formsets"] if one.has_change_permission]
        shown = {formset.prefix: formset.shown for formset in rows}
        shown[""] = {str(form.instance.pk): form.shown} if form.instance.pk else {}
        clashes = [clash for formset in rows for clash in formset.clashes]
        context |= {
            "began": sign(shown, self.model._meta.label),
            "clashes": [form.clash, *clashes] if form.clash else clashes,
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        with form.refusing():
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        with form.refusing():
            super().save_related(request, form, formsets, change)


class WrittenAdmin(RecordAdmin):
    """The desk of a noun that the system alone writes: it is read here."""

    def get_readonly_fields(self, request, obj=None):
        return flatten(self.fields)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class RecordInline(Typed):
    """Rows of a noun on the page of another, behind a tab."""

    formset = RecordFormSet
    extra = 0
    show_count = True
    show_change_link = True
    tab = True

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.refused = getattr(request, "refused", None)
        kept_with_parent = (self.model.owned_through or "").startswith(formset.fk.name)
        formset.form.user = None if kept_with_parent else request.user
        if (
            request.method == "POST"
            and request.began is not None
            and self.has_change_permission(request, obj)
        ):
            formset.page = formset.form.page = request.began.get(formset.get_default_prefix(), {})
        return formset

    def get_queryset(self, request):
        """The rows; while a page is saved, held like their parent."""
        rows = super().get_queryset(request)
        return rows.select_for_update(of=("self",)) if request.method == "POST" else rows

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request) and self._reaches(request, "view", obj)

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and self._reaches(request, "change", obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request) and self._reaches(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request) and self._reaches(request, "change", obj)

    def _reaches(self, request, deed, parent):
        return parent is None or request.user.has_perm(permission(deed, self.parent_model), parent)


class TermInline(RecordInline, TabularInline):
    model = Term
    fields = ["number", "start_year", "end_year", "starts_on", "ends_on"]
    hide_title = True


class MembershipInline(RecordInline, TabularInline):
    model = Membership
    fields = ["organization", "person", "term", "post", "starts_on", "ends_on"]
    related = ("organization", "person", "term__organization")
    hide_title = True


@admin.register(Organization)
class OrganizationAdmin(RecordAdmin):
    list_display = ["name", "kind", "level", "parent", "symbol", "dissolved_on"]
    list_filter = [("kind", ChoicesDropdownFilter), ("level", ChoicesDropdownFilter)]
    related = ("parent", "successor")
    inlines = [TermInline, MembershipInline]
    fieldsets = [
        (None, {"fields": ["name", ("short_name", "code"), ("kind", "level"), "parent"]}),
        (
            _("Họp và văn bản"),
            {"fields": [("governing_body", "session_word", "symbol"), ("seat", "quorum", "email")]},
        ),
        (_("Thành lập, kết thúc"), {"fields": [("founded_on", "dissolved_on"), "successor"]}),
    ]


@admin.register(Term)
class TermAdmin(RecordAdmin):
    list_display = ["organization", "name", "starts_on", "ends_on"]
    list_filter = [("organization", RecordFilter)]
    related = ("organization",)
    fields = ["organization", "number", ("start_year", "end_year"), ("starts_on", "ends_on")]
    readonly_preprocess_fields = dict.fromkeys(
        ["start_year", "end_year"], lambda year: year.replace(".", "").replace(",", "")
    )

    @display(description=_("nhiệm kỳ"), ordering="number")
    def name(self, term):
        return term.name


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    list_display = ["name", "title", "organization", "gender", "born_on"]
    list_filter = [("organization", RecordFilter), ("gender", ChoicesDropdownFilter)]
    related = ("organization",)
    inlines = [MembershipInline]
    fields = ["name", ("title", "organization"), ("gender", "born_on")]

    def choice_label(self, person):
        return f"{person.name} – {person.title}" if person.title else person.name


@admin.register(Membership)
class MembershipAdmin(RecordAdmin):
    list_display = ["person", "post", "organization", "term_name", "starts_on", "ends_on"]
    list_filter = [
        ("organization", RecordFilter),
        ("term", RecordFilter),
        ("post", ChoicesDropdownFilter),
    ]
    related = ("organization", "person", "term__organization")
    fields = [("person", "post"), ("organization", "term"), ("starts_on", "ends_on")]

    @display(description=_("nhiệm kỳ"), ordering="term")
    def term_name(self, membership):
        return membership.term and membership.term.name


@admin.register(Sector)
class SectorAdmin(RecordAdmin):
    list_display = ["name", "parent", "code"]
    list_filter = [("parent", RelatedDropdownFilter)]
    related = ("parent",)
    fields = ["name", "code", "parent", "position"]


@admin.register(Role)
class RoleAdmin(RecordAdmin):
    list_display = ["user", "kind", "organization"]
    list_filter = [("kind", ChoicesDropdownFilter), ("organization", RecordFilter)]
    related = ("user", "organization")
    fields = ["user", "organization", "kind"]


KEY_COLOURS = {
    ApiKey.State.LIVE: "success",
    ApiKey.State.EXPIRED: "warning",
    ApiKey.State.REVOKED: "danger",
    ApiKey.State.ENDED: "default",
}


@admin.register(ApiKey)
class ApiKeyAdmin(RecordAdmin):
    """Keys are typed one by one, shown once and revoked: they leave by no table and come by none."""

    list_display = ["name", "organization", "key", "scopes", "expires_on", "last_used_on", "state_label"]
    list_filter = [("organization", RecordFilter)]
    related = ("organization",)
    readonly_fields = ["key", "last_used_on", "revoked_at", "revocation_reason"]
    actions_detail = ["revoke"]

    def get_fieldsets(self, request, obj=None):
        lines = [
            "organization",
            "name",
            "contact",
            ("reads_tables", "follows_changes"),
            ("allowance", "expires_on"),
        ]
        made = [("key", "last_used_on")] if obj else []
        revoked = [("revoked_at", "revocation_reason")] if obj and obj.revoked_at else []
        return [(None, {"fields": [*lines, *made, *revoked]})]

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, *(["organization"] if obj else [])]

    def has_import_permission(self, request):
        return False

    def has_export_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.revoked_at)

    def has_delete_permission(self, request, obj=None):
        return False

    def response_add(self, request, obj, post_url_continue=None):
        """The answer to whoever has made the key is the only place where it is ever shown."""
        shown = {**self.admin_site.each_context(request), "opts": self.opts, "title": obj.name, "key": obj}
        return TemplateResponse(request, "admin/key_shown_once.html", shown)

    @action(
        description=_("Thu hồi khóa"),
        url_path="revoke",
        permissions=["revoke"],
        dialog={
            "title": _("Thu hồi khóa"),
            "description": _("Phần mềm dùng khóa bị từ chối ngay. Không khôi phục được."),
            "form_class": RevocationForm,
            "form_submit_text": _("Thu hồi khóa"),
        },
    )
    def revoke(self, request, form, object_id):
        self.get_object(request, object_id).revoke(form.cleaned_data["reason"])
        return HttpResponse(
            headers={"HX-Redirect": reverse("admin:district_apikey_change", args=[object_id])}
        )

    def has_revoke_permission(self, request, object_id):
        """Whoever may change the key, while it is not revoked."""
        key = self.get_object(request, object_id)
        return key is not None and self.has_change_permission(request, key)

    @display(description=_("đầu khóa"), ordering="prefix")
    def key(self, key):
        return f"{key.prefix}…"

    @display(description=_("phạm vi"))
    def scopes(self, key):
        return ", ".join(str(scope.label) for scope in key.scopes)

    @display(description=_("tình trạng"), label=KEY_COLOURS)
    def state_label(self, key):
        return key.state, key.state.label


admin.site.unregister([User, Group, StaticDevice, TOTPDevice])


DEEDS = {"view": _("xem"), "add": _("thêm"), "change": _("sửa"), "delete": _("xóa")}


def permit_label(permission):
    """A permission in the words of the screen; Django keeps its name in English."""
    deed = permission.codename.partition("_")[0]
    return f"{permission.content_type.name}: {DEEDS.get(deed, permission.name)}"


class Permitting(Ticked):
    """Permissions are given for what has a desk."""

    @or_the_whole_list
    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, extra_context)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field and db_field.related_model is Permission:
            nouns = ContentType.objects.get_for_models(*self.admin_site._registry).values()
            field.queryset = field.queryset.filter(content_type__in=nouns).select_related("content_type")
            field.label_from_instance = permit_label
        return field


@admin.register(User)
class UserAdmin(Permitting, DjangoUserAdmin, ModelAdmin):
    form = AccountForm
    add_form = NewAccountForm
    change_password_form = GivenPasswordForm
    choice_label = staticmethod(str)
    list_display = [*DjangoUserAdmin.list_display, "second_factor"]
    actions = ["remove_second_factor", "lift_lock_out"]

    def get_queryset(self, request):
        devices = TOTPDevice.objects.filter(user=models.OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).annotate(has_second_factor=models.Exists(devices))

    @display(description=_("bảo mật hai lớp"), boolean=True)
    def second_factor(self, user):
        return user.has_second_factor

    @action(description=_("Gỡ bảo mật hai lớp của tài khoản mất thiết bị"), permissions=["change"])
    def remove_second_factor(self, request, users):
        remove_second_factor(users=users)
        self._note(request, users, _("Đã gỡ bảo mật hai lớp."))

    @action(description=_("Mở khóa đăng nhập"), permissions=["change"])
    def lift_lock_out(self, request, users):
        lift_lock_out(users=users)
        self._note(request, users, _("Đã mở khóa đăng nhập."))

    def _note(self, request, users, deed):
        for user in users:
            self.log_change(request, user, str(deed))
        self.message_user(request, deed, messages.SUCCESS)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            FirstPassword.objects.create(user=obj, must_change=True)

    def user_change_password(self, request, id, form_url=""):
        """One's own password is changed on the page for everybody, which asks for the old one."""
        if id == str(request.user.pk):
            return redirect("password-change")
        return super().user_change_password(request, id, form_url)


@admin.register(Group)
class GroupAdmin(Permitting, DjangoGroupAdmin, ModelAdmin):
    pass
