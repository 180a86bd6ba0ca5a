"""Forms: what was typed is kept, and what is refused is said beside its field."""

import re
from contextlib import contextmanager, nullcontext
from decimal import Decimal
from math import ceil

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, models, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from import_export.forms import ConfirmImportForm
from unfold.contrib.filters.forms import AutocompleteDropdownForm
from unfold.contrib.import_export.forms import ImportForm
from unfold.forms import (
    AdminPasswordChangeForm,
    BaseDialogForm,
    PaginationInlineFormSet,
    UserChangeForm,
    UserCreationForm,
)
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from district.fields import in_latin
from district.models import FirstPassword
from district.models.history import noted, noting
from district.permissions import refuse_strangers
from district.sheets import LARGEST, ROWS
from district.text import legible
from district.versions import ADDED, DELETED, WRITTEN, Clash, Compared, Difference, newest, signature, title


class Refused(Exception):
    """A row that passed its form was refused while it was being saved.

    The truths that involve other rows of the same page show only then.
    """

    def __init__(self, prefix, error):
        super().__init__(error)
        self.prefix, self.error = prefix, error


GONE = _(
    "%(who)s đã xóa bản ghi này trong lúc bạn sửa. Những gì bạn đã nhập còn nguyên dưới đây: "
    "lưu lần nữa thì thành bản ghi mới."
)


KEY = re.compile(r"[0-9]{1,18}")
"""What may be the key of a record; Django's own widget asks the database for whatever was sent."""


def chosen(records, key):
    """The record of this key among these, or None: whatever it is that was sent for a key."""
    try:
        return forms.ModelChoiceField(records, required=False).clean(key)
    except ValidationError:
        return None


def chosen_or_404(records, key):
    """The record of this key among these; without it there is no such page."""
    if (record := chosen(records, key)) is None:
        raise Http404
    return record


class DecimalInput(UnfoldAdminTextInputWidget):
    """A number with a decimal comma, without the zeros that the column pads it with."""

    def format_value(self, value):
        return super().format_value(value.normalize() if isinstance(value, Decimal) else value)


class _Chosen:
    """Shows the records that the form already holds; Django's own widget asks the database for each."""

    held = staticmethod(list)

    def optgroups(self, name, value, attr=None):
        held = {str(record.pk): record for record in self.held()}
        chosen = [key for key in value if KEY.fullmatch(key)]
        if not held.keys() >= set(chosen):
            return super().optgroups(name, chosen, attr)
        blank = [] if self.is_required or self.allow_multiple_selected else [("", "")]
        labelled = [(key, self.choices.field.label_from_instance(held[key])) for key in chosen]
        return [
            (None, [self.create_option(name, key, label, chosen, index)], index)
            for index, (key, label) in enumerate(blank + labelled)
        ]


class ChosenSelect(_Chosen, AutocompleteSelect):
    """One record, found by typing."""


class ChosenSelectMultiple(_Chosen, AutocompleteSelectMultiple):
    """Some records, found by typing."""


class RecordFilterForm(AutocompleteDropdownForm):
    """What a list is filtered by: a record, found by typing."""

    widget = ChosenSelect


class Lost:
    """Says which files must be chosen again: no browser keeps them when a form comes back with errors."""

    chosen = ()

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        self.chosen = value if isinstance(value, list) else [value]
        return value

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["lost"] = [file.name for file in self.chosen if isinstance(file, UploadedFile)]
        return context


class FileInput(Lost, UnfoldAdminFileFieldWidget):
    """One file of the desk."""

    template_name = "district/file.html"


class RecordForm(Compared, forms.ModelForm):
    """A record, with every error beside the field that it is about."""

    refused = None
    """The `Refused` of the first attempt to save this page, where there was one."""

    user = None
    """Who types, where it is to be asked whether the record is theirs to write."""

    page = None
    """What the page showed of each record, by its key; None where it showed none."""

    gone = None
    """The line of history that deleted the record while it was typed."""

    @property
    def began(self):
        """What the page showed of this record; empty where it does not say."""
        return (
            self.page.get(str(self.instance.pk), {}) if self.page is not None and self.instance.pk else None
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, _Chosen):
                widget.held = lambda name=name: self._held(name)

    def _held(self, name):
        field = self.instance._meta.get_field(name)
        if field.many_to_many:
            return getattr(self.instance, name).all() if self.instance.pk else []
        record = getattr(self.instance, name) if field.is_cached(self.instance) else None
        return [record] if record else []

    def full_clean(self):
        super().full_clean()
        if self.refused and self.refused.prefix == self.prefix:
            self.add_error(None, self.refused.error)
        if self.gone:
            self.add_error(None, ValidationError(GONE % {"who": signature(self.gone)}, code="gone"))

    def _post_clean(self):
        super()._post_clean()
        if self.user and not self.errors:
            try:
                refuse_strangers(self.user, self.instance)
            except ValidationError as error:
                self.add_error(None, error)

    def add_error(self, field, error):
        """A broken truth is said beside the last of its fields; what has no field here, above the row."""
        if field is None and hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                for one in errors:
                    super().add_error(name if name in self.fields else self._field_beside(one), one)
        else:
            super().add_error(field, error)

    def _field_beside(self, error):
        shown = [name for name, field in self.fields.items() if not field.widget.is_hidden]
        for _model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                if constraint.violation_error_message == error.message:
                    about = _fields_of(constraint)
                    return next((name for name in reversed(shown) if name in about), None)
        return None

    @contextmanager
    def refusing(self):
        """Within this, what a model or the database refuses is raised as `Refused`, with its reason."""
        try:
            with transaction.atomic():
                yield
        except ValidationError as error:
            raise Refused(self.prefix, error) from error
        except IntegrityError as error:
            raise Refused(self.prefix, self._reason()) from error

    def _reason(self):
        try:
            self.instance.full_clean()
        except ValidationError as error:
            return error
        return ValidationError(_("Dữ liệu này trùng hoặc trái với dữ liệu vừa được lưu. Hãy xem lại."))

    def save(self, commit=True):
        with self.refusing():
            return super().save(commit)


def _fields_of(constraint):
    is_unique = isinstance(constraint, models.UniqueConstraint)
    return constraint.fields if is_unique else constraint.condition.referenced_base_fields


class DeletionForm(forms.Form):
    """Why something is deleted, asked before it goes."""

    reason = forms.CharField(
        label=_("Lý do xóa"), max_length=500, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2})
    )

    def saying_why(self):
        """Within this, what is deleted goes with the reason."""
        return noting(reason=self.cleaned_data["reason"]) if self.is_valid() else nullcontext()


class RecordFormSet(PaginationInlineFormSet):
    """Rows of records below their parent. Whoever ticks one to be deleted says why, once for the whole page.

    Rows that another has added since the page was opened come in; of those that another has deleted, the ones that
    were typed over stay, as new rows.
    """

    REASON = "deletion_reason"

    page = None
    """What the page showed of each row, by its key; None where none may be typed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.came_and_went = []
        if self.is_bound and self.page is not None:
            self._catch_up()

    @property
    def shown(self):
        """What the form shows of each stored row, by its key."""
        return {str(form.instance.pk): form.shown for form in self.initial_forms}

    @property
    def clashes(self):
        """What another has written into the rows since the page was opened."""
        return [*(form.clash for form in self.initial_forms if form.clash), *self.came_and_went]

    def clean(self):
        super().clean()
        if self.clashes:
            raise ValidationError(WRITTEN, code="written")
        if not self.reason and any(self._should_delete_form(form) for form in self.initial_forms):
            raise ValidationError(
                _("Có dòng được đánh dấu xóa: hãy ghi lý do xóa ở cuối trang."), code="reason"
            )

    @property
    def reason(self):
        """Why rows of the page are deleted: as typed, or as the page as a whole says it."""
        return legible(self.data.get(self.REASON, "")).strip() or noted("reason") or ""

    def delete_existing(self, obj, commit=True):
        with noting(reason=self.reason):
            super().delete_existing(obj, commit)

    def _catch_up(self):
        pk = self.model._meta.pk.name
        stored = {str(row.pk): row for row in self.get_queryset()}
        keys = [self.data.get(f"{self.add_prefix(index)}-{pk}") for index in range(self.initial_form_count())]
        added, gone = [key for key in stored if key not in keys], [key for key in keys if key not in stored]
        if not (added or gone):
            return
        is_new = self.instance._state.adding
        missed = {key for key in gone if is_new or self._is_missed(keys.index(key), key)}
        rows = self._taken_out()
        kept = [row for key, row in zip(keys, rows, strict=False) if key in stored]
        kept += [{**self._came_in(stored[key]), pk: [key]} for key in added]
        anew = [{**row, pk: [""]} for key, row in zip(keys, rows, strict=False) if key in missed]
        self._put_in(kept, [*anew, *rows[len(keys) :]])

    def _taken_out(self):
        """What came back of each row, by the names of its controls."""
        rows = [{} for _index in range(self.total_form_count())]
        self.files = self.files.copy() if self.files else MultiValueDict()
        for source in (self.data, self.files):
            for name in [name for name in source if name.startswith(f"{self.prefix}-")]:
                index, _dash, control = name.removeprefix(f"{self.prefix}-").partition("-")
                if index.isdecimal() and int(index) < len(rows):
                    rows[int(index)][control] = source.pop(name)
        return rows

    def _put_in(self, kept, fresh):
        """The stored rows, and the new ones after them, as if they had come back so."""
        for index, row in enumerate(kept + fresh):
            for control, values in row.items():
                is_file = any(isinstance(value, UploadedFile) for value in values)
                (self.files if is_file else self.data).setlist(f"{self.add_prefix(index)}-{control}", values)
        self.data[f"{self.prefix}-INITIAL_FORMS"] = len(kept)
        self.data[f"{self.prefix}-TOTAL_FORMS"] = len(kept + fresh)
        del self.management_form

    def _is_missed(self, index, key):
        """Whether a row that another has deleted was typed over meanwhile; not if it was to be deleted anyway."""
        prefix = self.add_prefix(index)
        began = self.page.get(key, {})
        if f"{prefix}-DELETE" in self.data:
            return False
        form = self.form(self.data, self.files, prefix=prefix)
        line = newest(self.model.history.filter(id=key, history_type="-")) if began else None
        before = {name: form.in_words(name, began[name]) if name in began else "" for name in form.shown}
        mine = {name: form.typed_in_words(name) for name in form.shown}
        is_typed_over = any(name not in began or form.is_typed_over(name, began[name]) for name in form.shown)
        named = [capfirst(self.model._meta.verbose_name), *[said for said in before.values() if said][:1]]
        differences = {
            name: Difference(form.fields[name].label, before[name], str(DELETED), mine[name], line)
            for name in form.visible_names()
            if before[name] or mine[name]
        }
        clash = Clash(": ".join(map(str, named)), differences, DELETED, line, is_typed_over)
        self.came_and_went.append(clash)
        return is_typed_over

    def _came_in(self, row):
        """A row that another has added, as it would come back."""
        form = self.form(instance=row)
        words = {name: form.in_words(name, form.shown[name]) for name in form.visible_names()}
        line = newest(self.model.history.filter(id=row.pk))
        differences = {
            name: Difference(form.fields[name].label, theirs=said, author=line)
            for name, said in words.items()
            if said
        }
        self.came_and_went.append(Clash(title(row), differences, ADDED, line))
        return {name: form.as_typed(name) for name in form.shown}


class RevocationForm(BaseDialogForm):
    """Why a key is revoked."""

    reason = forms.CharField(label=_("Lý do thu hồi"), max_length=500, widget=UnfoldAdminTextareaWidget)


class Into:
    """Names the record to which the rows of a table belong that do not say so themselves, such as their session."""

    def __init__(self, *args, into=None, **kwargs):
        super().__init__(*args, **kwargs)
        if into:
            self.fields["into"] = into


class TableForm(Into, ImportForm):
    """An Excel book or CSV file to be read."""

    field_order = ["resource", "into", "import_file", "format"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)
        self.fields["format"].widget = forms.HiddenInput()
        self.fields["format"].initial = self.initial["format"] = "0"
        self.fields["import_file"].help_text = _(
            "Excel (.xlsx) hoặc CSV, dòng đầu là tên cột, không quá %(rows)s dòng. "
            "Mẫu: xuất danh sách ra Excel, sửa hoặc thêm dòng, rồi nhập lại."
        ) % {"rows": f"{ROWS:,}".replace(",", ".")}

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > LARGEST:
            raise ValidationError(_("Tệp lớn hơn %(limit)s MB.") % {"limit": LARGEST // 1024**2})
        return file


class TableConfirmForm(Into, ConfirmImportForm):
    """What was seen in the preview, to be written now."""

    format = resource = forms.ChoiceField(choices=[("0", "0")])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.HiddenInput()


class NewAccountForm(UserCreationForm):
    """A new account, whose name is in our letters, so that it passes for no other."""

    def clean_username(self):
        in_latin(self.cleaned_data["username"])
        return super().clean_username()


class AccountForm(UserChangeForm):
    """An account as it is changed; an old name may stay."""

    def clean_username(self):
        if "username" in self.changed_data:
            in_latin(self.cleaned_data["username"])
        return self.cleaned_data["username"]


class GivenPasswordForm(AdminPasswordChangeForm):
    """An administrator chooses a password for somebody, who changes it at the next sign-in."""

    @transaction.atomic
    def save(self, commit=True):
        user = super().save(commit)
        FirstPassword.objects.update_or_create(user=user, defaults={"must_change": True})
        return user


class OwnPasswordForm(PasswordChangeForm):
    """An account chooses its own password, and not the one that it has."""

    def clean_new_password1(self):
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise ValidationError(_("Mật khẩu mới phải khác mật khẩu đang dùng."), code="same_password")
        return password


class SignInForm(AuthenticationForm):
    """Name and password. A name longer than any account's is nobody's: no attempt is looked up or noted for it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name = self.fields["username"]
        name.validators.append(MaxLengthValidator(name.max_length))


class PasswordForm(forms.Form):
    """Whoever has come in shows that it is still the same person."""

    password = forms.CharField(
        label=_("Mật khẩu"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, user, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.request = user, request

    def clean_password(self):
        """A wrong one counts as a failure to sign in."""
        name, password = self.user.get_username(), self.cleaned_data["password"]
        if not authenticate(self.request, username=name, password=password):
            raise ValidationError(_("Mật khẩu không đúng."), code="wrong_password")


class CodeForm(forms.Form):
    """A code of the account's device, or of a device that is being set up; or else a recovery code."""

    code = forms.CharField(
        label=_("Mã xác thực"),
        max_length=30,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args, user, device=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.device = user, device
        self.fields["code"].widget.attrs["autofocus"] = device is None

    def clean_code(self):
        """The code without its spaces; `device` becomes the one that it proves."""
        code = "".join(self.cleaned_data["code"].split()).lower()
        asked = self.device or self._device_of(code)
        self.device = asked and verify_token(self.user, asked.persistent_id, code)
        if not self.device:
            raise ValidationError(self._why_not(asked), code="wrong_code")
        return code

    def _device_of(self, code):
        kind = TOTPDevice if code.isdecimal() and len(code) == 6 else StaticDevice
        return kind.objects.filter(user=self.user.pk, confirmed=True).first()

    def _why_not(self, asked):
        if asked:
            asked.refresh_from_db()
            _allowed, reason = asked.verify_is_allowed()
            if reason:
                wait = ceil((reason["locked_until"] - timezone.now()).total_seconds())
                return _("Mã không đúng hoặc đã dùng. Hãy thử lại sau %(wait)s giây.") % {"wait": wait}
        return _("Mã không đúng hoặc đã dùng.")
