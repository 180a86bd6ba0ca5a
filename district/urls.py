"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from district import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("media/<path:path>", views.media),
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path("", include("resolutions.urls")),
]
