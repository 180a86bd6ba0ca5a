"""Arrival."""

from django.db import models

from district.models.organization import Organization


class Origins:
    """The keys and file names that the records of a fonds had where they were made."""

    def __init__(self, keys, folder):
        """Take the keys there, by noun and by the key here, and the folder of the files here."""
        self._keys, self._folder = keys, folder

    def key(self, noun, pk):
        """The key of a row of a noun."""
        return self._keys.get((noun._meta.label_lower, pk), pk)

    def file(self, name):
        """The name of the file that lies under a name here."""
        return name.removeprefix(self._folder)

    def stored(self, name):
        """Where the file of a name lies here."""
        return self._folder + name


MADE_HERE = Origins({}, "")
"""The origins of records that were made in this installation."""


class ArrivalQuerySet(models.QuerySet):
    """Arrivals, by fonds."""

    def origins(self, organization):
        """How the records of the organization are called where they were made: as here, if that was here.

        Whoever has not ended keeps what was made here; no look at the database is needed.
        """
        came = self.filter(fonds=organization) if organization.is_dissolved else self.none()
        keys = {(noun, local): origin for noun, local, origin in came.values_list("noun", "local", "origin")}
        return Origins(keys, Arrival.folder(organization.code)) if keys else MADE_HERE


class Arrival(models.Model):
    """That a row came here with the fonds of an organization, and its key where it comes from (bản ghi chuyển đến).

    Seals cover keys, and history names them: both go on saying what they said. What had been deleted before it came has
    a key below zero here, which no row will ever take.
    """

    fonds = models.ForeignKey(Organization, models.CASCADE, related_name="arrivals")
    noun = models.CharField(max_length=60)
    origin = models.BigIntegerField()
    local = models.BigIntegerField()
    made_at = models.DateTimeField(null=True)
    """When the row was made. With noun and origin it says that two archives speak of one person."""

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fonds", "noun", "origin"], name="arrival_once_in_a_fonds"),
            models.UniqueConstraint(fields=["fonds", "noun", "local"], name="arrival_of_one_row"),
        ]
        indexes = [models.Index(fields=["noun", "origin", "made_at"], name="arrival_by_origin")]

    def __str__(self):
        return f"{self.noun} {self.origin} → {self.local}"

    @staticmethod
    def folder(code):
        """Where the files of a fonds lie that came here, by the code of its organization."""
        return f"archives/{code}/"
