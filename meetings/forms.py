"""The forms of the desk for what was said."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from district.forms import RecordForm, RecordFormSet
from meetings.models import Session


class PartFormSet(RecordFormSet):
    """The rows of a session: a new one comes after all the others."""

    def save_new(self, form, commit=True):
        rows = [row.instance for row in self.initial_forms] + self.new_objects
        form.instance.position = max((row.position for row in rows), default=0) + 1
        return super().save_new(form, commit)


class SessionForm(RecordForm):
    """A session, with the states to which the user may move it.

    The move is the last thing that happens, after the session's rows are stored: until then the session
    is judged, and saved, in the state that it has.
    """

    user = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "state" in self.fields:
            states = self.instance.states_open_to(self.user)
            self.fields["state"].choices = [(state, Session.State(state).label) for state in states]

    def _post_clean(self):
        wanted = self.cleaned_data.pop("state", None)
        super()._post_clean()
        if wanted:
            self.cleaned_data["state"] = wanted


class AddendumForm(RecordForm):
    """An approved session that is corrected, with the reason."""

    reason = forms.CharField(
        label=_("Lý do đính chính"), max_length=1000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2})
    )
