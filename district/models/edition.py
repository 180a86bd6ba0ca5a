"""Edition."""

from django.db import models
from django.utils.translation import gettext_lazy as _

BEYOND = 10**12
"""More editions than there will be between a backup and its return."""


class EditionQuerySet(models.QuerySet):
    """Editions, the newest last."""

    def newest(self):
        """The place of the last one; 0 before there is any."""
        return self.aggregate(models.Max("place"))["place__max"] or 0

    def oldest(self):
        """The place of the first one ever; 1 before there is any."""
        return self.aggregate(models.Min("first"))["first__min"] or 1

    def begin_anew(self):
        """Number on from far beyond, in a database that knows less than its readers may: all places so far are void."""
        self.update(place=models.F("place") + BEYOND, first=models.F("first") + BEYOND)


class Edition(models.Model):
    """What strangers last read of a record, and where that stands among all changes (bản công khai).

    A record that was public keeps its edition for good: when it is no longer public, its edition says so.
    """

    class Change(models.TextChoices):
        CREATED = "created", _("Công khai")
        UPDATED = "updated", _("Thay đổi")
        WITHDRAWN = "withdrawn", _("Không còn công khai")

    kind = models.CharField(max_length=40)
    """The kind of the record, as the API calls it."""
    record = models.BigIntegerField()
    place = models.BigIntegerField(unique=True)
    """Editions are numbered in the order in which they became visible; a newer one takes a new number."""
    first = models.BigIntegerField()
    """The place of the first edition that the record ever had."""
    change = models.CharField(max_length=10, choices=Change)
    """What became of the record with this edition: it became public, changed, or ceased to be public."""
    digest = models.CharField(max_length=32)
    """Of the document that strangers read; empty where nobody has looked yet, or it is withdrawn."""
    turns_on = models.DateField(null=True, db_index=True)
    """The last day on which the document reads so, if the clock alone changes it."""
    noted_at = models.DateTimeField()

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["kind", "record"], name="edition_of_a_record")]

    def __str__(self):
        return f"{self.place}: {self.kind} {self.record}"

    @property
    def is_withdrawn(self):
        """Whether the record is not public, for now or for good."""
        return self.change == self.Change.WITHDRAWN

    def concerns(self, place):
        """Whether it says anything to whoever knows the editions up to a place: not if the record came and went since."""
        return not (self.is_withdrawn and self.first > place)
