"""The forms of the desk for what was said."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextareaWidget

from district.forms import RecordForm, RecordFormSet
from meetings.files import Unreadable, text_of
from meetings.models import Session
from meetings.parsing import TooLong, read


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


class DraftForm(RecordForm):
    """A report's text, pasted or taken out of a file; the title is that of the text unless one is typed."""

    file = forms.FileField(
        label=_("Hoặc gửi tệp"),
        required=False,
        widget=UnfoldAdminFileFieldWidget,
        help_text=_("Tệp .docx, .txt hoặc PDF có chữ."),
    )

    class Meta:
        help_texts = {
            "title": _("Để trống thì lấy theo văn bản."),
            "text": _(
                "Dán bài báo, báo cáo hay biên bản. Khi dán, giữ nguyên chỗ xuống dòng, dấu chấm phẩy và gạch đầu dòng: "
                "nhờ đó mà tách được từng ý."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"title", "text"} & self.fields.keys():
            self.fields[name].required = False

    def clean(self):
        cleaned = super().clean()
        pasted, file = cleaned.get("text", ""), cleaned.get("file")
        if "text" not in self.fields or self.errors:
            return cleaned
        if bool(pasted) == bool(file):
            self.add_error(
                "file" if file else "text", _("Dán văn bản, hoặc gửi một tệp: chọn một trong hai.")
            )
            return cleaned
        try:
            text = text_of(file.name, file.read()) if file else pasted.replace("\r\n", "\n")
            title = read(text).source["title"]
        except (Unreadable, TooLong) as error:
            self.add_error("file" if file else "text", str(error))
            return cleaned
        text = text.replace("\0", "")
        title = cleaned["title"] or (title.value if title else text.strip().partition("\n")[0])
        return {**cleaned, "text": text, "title": title[:200].strip()}
