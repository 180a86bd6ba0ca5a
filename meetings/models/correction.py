"""Correction."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district import fields
from district.differences import word_by_word
from district.models import RecordQuerySet
from meetings.models.addendum import Addendum
from meetings.models.session_record import SessionRecord, records_of_sessions


class CorrectionQuerySet(RecordQuerySet):
    """Corrections, by who may read them."""

    def published(self):
        """What a stranger may see: a correction shows no more than the record that it corrects."""
        kept = Q()
        for noun in records_of_sessions():
            key = Q(record__startswith=f"{noun._meta.label_lower}:")
            if noun.is_for_the_office:
                kept |= key
            elif noun.office_fields:
                kept |= key & Q(field__in=noun.office_fields)
        return super().published().exclude(kept)


class Correction(SessionRecord):
    """One field of one record as it read before and after an addendum (nội dung đính chính).

    A record that the addendum added or took away has one correction for the whole of it.
    """

    addendum = models.ForeignKey(
        Addendum, models.PROTECT, related_name="corrections", verbose_name=_("bản đính chính")
    )
    record = fields.CharField(_("khóa bản ghi"), max_length=80)
    record_label = fields.CharField(_("bản ghi"), max_length=200)
    field = fields.CharField(_("khóa nội dung"), max_length=60, blank=True)
    field_label = fields.CharField(_("nội dung"), max_length=200)
    before = fields.TextField(_("trước"), blank=True)
    after = fields.TextField(_("sau"), blank=True)
    search_key = fields.SearchKeyField("record_label", "before", "after")

    is_final = True
    session_through = "addendum__session"
    kept_by = ()
    public_through = ("addendum__session__state",)
    owned_through = "addendum__session__term__organization"
    objects = CorrectionQuerySet.as_manager()

    class Meta(SessionRecord.Meta):
        verbose_name = _("nội dung đính chính")
        verbose_name_plural = _("nội dung đính chính")
        ordering = ["addendum", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")),
                name="correction_changes_something",
                violation_error_message=_("Trước và sau đính chính phải khác nhau."),
            ),
        ]

    def __str__(self):
        return f"{self.record_label}, {self.field_label}"

    @property
    def words(self):
        """The text, word by word, as pairs of "same", "before" or "after" with the words that it is true of."""
        return word_by_word(self.before, self.after)
