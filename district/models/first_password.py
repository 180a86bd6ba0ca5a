"""FirstPassword."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FirstPassword(models.Model):
    """That an account still has the password that somebody else chose for it (mật khẩu được cấp)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="first_password",
        verbose_name=_("tài khoản"),
    )
    must_change = models.BooleanField(_("phải đổi khi đăng nhập"))
    """Whether nothing opens before the account has a password of its own; otherwise the desk only asks for it."""

    class Meta:
        verbose_name = _("mật khẩu được cấp")
        verbose_name_plural = _("mật khẩu được cấp")

    def __str__(self):
        return str(self.user)
