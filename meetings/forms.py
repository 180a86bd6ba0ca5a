"""The forms of the desk for what was said."""

from district.forms import RecordFormSet


class PartFormSet(RecordFormSet):
    """The rows of a session: a new one comes after all the others."""

    def save_new(self, form, commit=True):
        rows = [row.instance for row in self.initial_forms] + self.new_objects
        form.instance.position = max((row.position for row in rows), default=0) + 1
        return super().save_new(form, commit)
