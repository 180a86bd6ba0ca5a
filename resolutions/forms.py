"""The forms of the pages: judging what earlier sessions left open, reporting progress."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district.filters import Day, Ordering, Related, Select
from district.forms import Lost
from district.versions import WRITTEN, Clash, Compared, Difference, newest, sign, title, unsign
from meetings.models import Shortcoming
from resolutions.actions import issue, judge_shortcoming, withdraw
from resolutions.models import Directive, Evidence, ProgressReport, Review

LONGEST_SELECT = 200
"""How many records a list of choices holds; where there are more, the id or code is typed."""


def as_chosen(filters, names):
    """The fields of a filterset as a page shows them: the API's own parameters, but chosen, not typed.

    Yields the bound fields. Days are picked, records are chosen by name among the published.
    """
    for name in names:
        asked, field = filters.filters[name], filters.form.fields[name]
        if isinstance(asked, Day):
            field.widget = forms.DateInput(attrs={"type": "date"})
        elif isinstance(asked, Related):
            choices = asked.choices(filters.queryset, LONGEST_SELECT + 1)
            if len(choices) <= LONGEST_SELECT:
                field.widget = Select(choices=[("", "—"), *choices])
        elif isinstance(asked, Ordering):
            field.widget = Select(choices=[("", "—"), *ORDERINGS.items()])
        yield filters.form[name]


ORDERINGS = {
    "-held_on": _("kỳ họp mới trước"),
    "due_on": _("hạn gần trước"),
    "-due_on": _("hạn xa trước"),
    "responsible": _("theo đơn vị"),
    "status": _("theo tình trạng"),
}
"""The orders that a page offers; the address takes every order of the API."""


class DirectiveVerdictForm(Compared, forms.ModelForm):
    """A session's verdict on one directive; no outcome means not judged yet, or a verdict taken back."""

    outcome = forms.ChoiceField(
        label=_("Đánh giá"),
        choices=[("", _("Chưa đánh giá")), *Review.Outcome.choices],
        required=False,
    )

    class Meta:
        model = Review
        fields = ["outcome", "reason", "new_due_on"]
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 2}),
            "new_due_on": forms.DateInput(attrs={"placeholder": "dd/mm/yyyy"}),
        }

    def __init__(self, *args, directive, session, began=None, **kwargs):
        given = next((review for review in directive.reviews.all() if review.session_id == session.pk), None)
        review = given or Review(directive=directive, session=session)
        self.directive, self.began = directive, began or ({} if given and began is not None else None)
        super().__init__(*args, instance=review, prefix=f"directive-{directive.pk}", **kwargs)
        if self.clash:
            self.clash.record = title(directive)

    def clean(self):
        cleaned = super().clean()
        typed = cleaned.get("reason") or cleaned.get("new_due_on")
        if typed and not cleaned.get("outcome") and not self.instance.pk:
            self.add_error("outcome", _("Chọn đánh giá, hoặc xóa lý do và thời hạn mới."))
        return cleaned

    def add_error(self, field, error):
        """Errors of the session or the directive, which are not typed here, stand above the row."""
        if field is None and hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                super().add_error(name if name in self.fields else None, errors)
        else:
            super().add_error(field, error)

    def _post_clean(self):
        if self.cleaned_data.get("outcome"):
            super()._post_clean()

    def save(self, commit=True):
        """Keep, change or take back the verdict."""
        if self.cleaned_data["outcome"]:
            return super().save(commit)
        if self.instance.pk:
            self.instance.delete()
        return None


class ShortcomingVerdictForm(forms.Form):
    """A session's verdict on one shortcoming; a repeated one is assessed again, as a row of the session."""

    verdict = forms.ChoiceField(
        label=_("Đánh giá"),
        choices=[
            ("", _("Chưa đánh giá")),
            (Shortcoming.Status.RESOLVED, _("Đã khắc phục")),
            (Shortcoming.Status.BEING_REMEDIED, _("Đang khắc phục")),
            (Shortcoming.Status.OPEN, _("Vẫn còn")),
            ("repeated", _("Lặp lại, nêu lại tại kỳ họp này")),
        ],
        required=False,
    )
    text = forms.CharField(label=_("Nêu lại là"), widget=forms.Textarea(attrs={"rows": 2}), required=False)

    clash = None
    """What another has made of the shortcoming since the page was opened, if anything."""

    def __init__(self, *args, shortcoming, session, began=None, **kwargs):
        initial = {"text": shortcoming.text}
        super().__init__(*args, initial=initial, prefix=f"shortcoming-{shortcoming.pk}", **kwargs)
        self.shortcoming, self.session = shortcoming, session
        self.shown = {"status": shortcoming.status}
        if self.is_bound and began not in (None, self.shown) and self["verdict"].data != shortcoming.status:
            self.clash = self._clash(Shortcoming.Status(began["status"]))

    def _clash(self, before):
        verdict = self["verdict"].data
        difference = Difference(
            label=self.fields["verdict"].label,
            before=str(before.label),
            theirs=self.shortcoming.get_status_display(),
            mine=str(dict(self.fields["verdict"].choices).get(verdict, "") if verdict else ""),
            author=newest(self.shortcoming.history),
            is_both=bool(verdict),
        )
        return Clash(title(self.shortcoming), {"verdict": difference})

    def full_clean(self):
        super().full_clean()
        if self.clash:
            self.add_error(None, ValidationError(WRITTEN, code="written"))

    def save(self):
        """Write the verdict, if there is one."""
        if verdict := self.cleaned_data["verdict"]:
            judge_shortcoming(
                shortcoming=self.shortcoming,
                session=self.session,
                verdict=verdict,
                text=self.cleaned_data["text"],
            )


class Preparation:
    """Everything open that a session has to judge, as forms that are saved together or not at all."""

    def __init__(self, session, data=None):
        self.session, self.page = session, f"preparation.{session.pk}"
        began = unsign(data or {}, self.page)
        judged, weak = ((began or {}).get(kind, {}) for kind in ("directives", "shortcomings"))
        unseen = None if began is None else {}
        directives = _still(Directive.objects.waiting_for(session), judged)
        shortcomings = _still(Shortcoming.objects.waiting_for(session), weak)
        self.directives = [
            DirectiveVerdictForm(data, directive=one, session=session, began=judged.get(str(one.pk), unseen))
            for one in directives.for_rows().with_past().order_by("due_on", "id")
        ]
        self.shortcomings = [
            ShortcomingVerdictForm(data, shortcoming=one, session=session, began=weak.get(str(one.pk)))
            for one in shortcomings.for_rows().most_returned()
        ]

    @property
    def began(self):
        """What the page shows of each row, to be sent back with it."""
        shown = {
            "directives": {form.directive.pk: form.shown for form in self.directives},
            "shortcomings": {form.shortcoming.pk: form.shown for form in self.shortcomings},
        }
        return sign(shown, self.page)

    @property
    def clashes(self):
        """What another has written since the page was opened."""
        return [form.clash for form in self.forms if form.clash]

    @property
    def forms(self):
        """All the forms, directives first."""
        return [*self.directives, *self.shortcomings]

    def is_valid(self):
        """Whether every row is right; each row shows its own errors."""
        return all(form.is_valid() for form in self.forms)

    @transaction.atomic
    def save(self):
        """Write what was judged; rows that nobody touched stay as they are."""
        for form in self.forms:
            if form.has_changed():
                form.save()


def _still(waiting, shown):
    """The rows that wait, and those that the page showed although another has judged them since."""
    if not shown:
        return waiting
    return waiting.model.objects.filter(Q(pk__in=waiting.values("pk")) | Q(pk__in=shown.keys()))


class FilesField(forms.FileField):
    """Any number of files, each checked as one."""

    class Input(Lost, forms.ClearableFileInput):
        allow_multiple_selected = True
        template_name = "district/files.html"

    widget = Input

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(file) for file in data or []]


class ReportForm(forms.ModelForm):
    """A unit's report on one directive, with its evidence."""

    evidence = FilesField(
        label=_("Minh chứng"),
        required=False,
        help_text=_("Ảnh, PDF, Word hoặc Excel; chọn được nhiều tệp, mỗi tệp không quá 20 MB."),
    )

    class Meta:
        model = ProgressReport
        fields = ["percent", "text", "reported_on"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "percent": forms.NumberInput(attrs={"max": 100}),
        }

    def __init__(self, *args, directive, unit, **kwargs):
        report = ProgressReport(directive=directive, unit=unit, reported_on=timezone.localdate())
        super().__init__(*args, instance=report, **kwargs)

    def clean_evidence(self):
        files, refusals = self.cleaned_data["evidence"], []
        for file in files:
            try:
                Evidence(report=self.instance, file=file).clean_fields(exclude=["report"])
            except ValidationError as refused:
                refusals += [f"{file.name}: {message}" for message in refused.messages]
        if refusals:
            raise ValidationError(refusals)
        return files

    @transaction.atomic
    def save(self, commit=True):
        """Send the report and its evidence to the office."""
        report = super().save(commit)
        for file in self.cleaned_data["evidence"]:
            Evidence.objects.create(report=report, file=file)
        return report


class RegistrationForm(forms.Form):
    """What happens to a document in the register, on a day."""

    on = forms.DateField(
        label=_("Ngày"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy"}),
    )

    def __init__(self, *args, resolution, **kwargs):
        super().__init__(*args, **kwargs)
        self.resolution = resolution


class IssueForm(RegistrationForm):
    """A document takes the next number."""

    def save(self):
        """Issue the document; raises ValidationError if it may not be."""
        issue(resolution=self.resolution, **self.cleaned_data)


class WithdrawalForm(RegistrationForm):
    """An issued document is taken back; its number stays."""

    reason = forms.CharField(label=_("Lý do thu hồi"), widget=forms.Textarea(attrs={"rows": 2}))

    def save(self):
        """Withdraw the document; raises ValidationError if it may not be."""
        withdraw(resolution=self.resolution, **self.cleaned_data)
