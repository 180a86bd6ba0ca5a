"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from district import entrance, views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("login/", entrance.SignIn.as_view(), name="login"),
    path("login/code/", entrance.SecondStep.as_view(), name="second-step"),
    path("login/password/", entrance.OwnPassword.as_view(), name="password-change"),
    path("login/second-factor/", entrance.SecondFactor.as_view(), name="second-factor"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("media/<path:path>", views.media),
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path("", include("resolutions.urls")),
]

if settings.METRICS_TOKEN:
    from district import metrics

    urlpatterns.insert(0, path("metrics", metrics.page))

handler500 = views.failed
