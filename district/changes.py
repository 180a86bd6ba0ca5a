"""What changed from one line of history to the next, in the words of the screen."""

from django.contrib.admin.utils import display_for_field
from simple_history.template_utils import HistoricalRecordContextHelper, ObjDiffDisplay


class Changes(HistoricalRecordContextHelper):
    """Changes as the form shows them: words for choices, names for links, dates dd/mm/yyyy."""

    def prepare_delta_change_value(self, change, value):
        return display_for_field(value, self.model._meta.get_field(change.field), "", avoid_link=True)

    def get_obj_diff_display(self):
        return Excerpts(max_length=self.max_displayed_delta_change_chars)


class Excerpts(ObjDiffDisplay):
    """Two long texts, cut down to where they differ."""

    def shortened_str(self, prefix, num_skipped_chars, suffix):
        return f"{prefix} […] {suffix}"
