"""Attendance."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district import fields
from district.models import Person
from meetings.models.part import SessionPart
from meetings.models.session import Session


class Attendance(SessionPart):
    """Whether a person was at a session (thành phần): present, excused with a reason, absent, invited."""

    class Status(models.TextChoices):
        PRESENT = "present", _("Có mặt")
        EXCUSED = "excused", _("Vắng có lý do")
        ABSENT = "absent", _("Vắng không lý do")
        INVITED = "invited", _("Khách mời")

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances", verbose_name=_("kỳ họp"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances", verbose_name=_("đồng chí"))
    status = models.CharField(_("có mặt"), max_length=10, choices=Status, default=Status.PRESENT)
    reason = fields.CharField(_("lý do vắng"), max_length=200, blank=True)

    is_for_the_office = True
    names_publicly = False
    searched = ("person__search_key",)

    class Meta(SessionPart.Meta):
        verbose_name = _("thành phần dự họp")
        verbose_name_plural = _("thành phần dự họp")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                name="attendance_once_a_session",
                violation_error_message=_("Đồng chí này đã có trong danh sách của kỳ họp."),
            ),
            models.CheckConstraint(
                condition=~Q(status="excused") | ~Q(reason=""),
                name="attendance_excuse_has_reason",
                violation_error_message=_("Vắng có lý do thì phải ghi lý do."),
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_status_display()}"
