"""Role."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from district.models.organization import Organization
from district.models.record import Record


class Role(Record):
    """What a person who signs in does for one organization (vai trò)."""

    class Kind(models.TextChoices):
        CLERK = "clerk", _("Chuyên viên văn phòng")
        CHIEF = "chief", _("Chánh văn phòng")
        LEADER = "leader", _("Lãnh đạo")
        REPORTER = "reporter", _("Người báo cáo của đơn vị")
        AUDITOR = "auditor", _("Kiểm tra")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="roles", verbose_name=_("tài khoản")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="roles", verbose_name=_("tổ chức")
    )
    kind = models.CharField(_("vai trò"), max_length=10, choices=Kind)

    names_publicly = False
    read_by = kept_by = ()
    moves_with_its_fonds = False
    searched = ("organization__search_key",)

    class Meta(Record.Meta):
        verbose_name = _("vai trò")
        verbose_name_plural = _("vai trò")
        ordering = ["organization__sort_key", "user", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization", "kind"],
                name="role_once",
                violation_error_message=_("Tài khoản này đã có vai trò này ở tổ chức này."),
            ),
        ]

    def save(self, *args, **kwargs):
        """A role in an office opens the desk."""
        super().save(*args, **kwargs)
        if self.kind != self.Kind.REPORTER and not self.user.is_staff:
            self.user.is_staff = True
            self.user.save(update_fields=["is_staff"])

    def __str__(self):
        return f"{self.user} – {self.get_kind_display()}, {self.organization}"
