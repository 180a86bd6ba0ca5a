"""Touch."""

from django.db import models


class Touch(models.Model):
    """That a row was written, until the feed of changes has taken it up (dấu thay đổi).

    It is committed with the row, so that whoever sees the row sees this.
    """

    MANY = 0
    """The `row` that stands for many new rows of many nouns: whoever loads them need not name each."""

    noun = models.CharField(max_length=60)
    row = models.BigIntegerField()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.noun} {self.row}"

    @classmethod
    def note(cls, noun, rows):
        """Note that these rows of a noun, by their keys, were created, changed or deleted."""
        cls.objects.bulk_create(cls(noun=noun._meta.label, row=row) for row in rows)
