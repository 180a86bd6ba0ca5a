"""What the parts of a session share."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.session_record import SessionRecord


class SessionPart(SessionRecord):
    """A row that hangs on one session, in the order that the clerk gave it."""

    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    public_through = ("session__state",)
    owned_through = "session__term__organization"

    class Meta(SessionRecord.Meta):
        abstract = True
        ordering = ["session", "position", "id"]
