from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DistrictConfig(AppConfig):
    """Who."""

    name = "district"
    verbose_name = _("Tổ chức và con người")
