from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class DistrictConfig(AppConfig):
    """Who."""

    default = True
    name = "district"
    verbose_name = _("Tổ chức và con người")


class DeskConfig(admin.AdminConfig):
    """The admin site of the office."""

    default = False
    default_site = "district.desk.Desk"
