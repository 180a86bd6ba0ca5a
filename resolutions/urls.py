"""The addresses of the pages, the feeds and the API: this package knows all three."""

from django.urls import include, path, re_path

from district.api import Docs, Nothing, Router, Schema
from resolutions import feeds
from resolutions.api import Changes, DirectiveStatistics, ShortcomingStatistics, routes
from resolutions.views import office, papers, public, unit

router = Router(
    routes,
    **{
        "changes": "changes",
        "statistics/directives": "directive-statistics",
        "statistics/shortcomings": "shortcoming-statistics",
        "schema": "schema",
        "docs": "docs",
    },
)

api = [
    path("changes/", Changes.as_view(), name="changes"),
    path("statistics/directives/", DirectiveStatistics.as_view(), name="directive-statistics"),
    path("statistics/shortcomings/", ShortcomingStatistics.as_view(), name="shortcoming-statistics"),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
    *router.urls,
]

pages = [
    path("", public.HomePage.as_view(), name="home"),
    path("sessions/", public.SessionList.as_view(), name="sessions"),
    path("sessions/<int:pk>/", public.SessionPage.as_view(), name="session"),
    path("sessions/<int:pk>/prepare/", office.PreparationPage.as_view(), name="preparation"),
    path("sessions/<int:pk>/approval/", office.ApprovalPage.as_view(), name="approval"),
    path(
        "sessions/<int:pk>/papers/<str:kind>.<str:ending>",
        papers.SessionPaper.as_view(),
        name="session-paper",
    ),
    path("terms/<int:pk>/papers/<str:kind>.<str:ending>", papers.TermPaper.as_view(), name="term-paper"),
    path("directives/", public.DirectiveList.as_view(), name="directives"),
    path("directives/<int:pk>/", public.DirectivePage.as_view(), name="directive"),
    path("shortcomings/", public.ShortcomingList.as_view(), name="shortcomings"),
    path("shortcomings/<int:pk>/", public.ShortcomingPage.as_view(), name="shortcoming"),
    path("resolutions/", public.ResolutionList.as_view(), name="resolutions"),
    path("resolutions/<int:pk>/register/", office.RegistrationPage.as_view(), name="registration"),
    path(
        "resolutions/<int:pk>/papers/<str:kind>.<str:ending>",
        papers.ResolutionPaper.as_view(),
        name="resolution-paper",
    ),
    path("templates/<str:kind>.docx", office.StartingTemplate.as_view(), name="starting-template"),
    re_path(r"^seals/(?P<code>[0-9a-fA-F]{12,64})/$", public.SealPage.as_view(), name="seal"),
    path("search/", public.SearchPage.as_view(), name="search"),
    path("calendar.ics", feeds.calendar, name="calendar"),
    path("feeds/resolutions.atom", feeds.ResolutionFeed(), name="resolution-feed"),
    path("drafts/<int:pk>/", office.DraftPage.as_view(), name="draft"),
    path("unit/", unit.UnitPage.as_view(), name="unit"),
    path("unit/directives/<int:pk>/report/", unit.ReportPage.as_view(), name="report"),
    path("reports/", office.ReportsPage.as_view(), name="reports"),
]

urlpatterns = [
    path("api/v1/", include(api)),
    re_path(r"^api/", Nothing.as_view()),
    *pages,
]
