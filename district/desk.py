"""The desk: the admin site, with choices named so that a clerk can tell them apart."""

from functools import partial

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from unfold.sites import UnfoldAdminSite

from district.entrance import SignIn


class Choices(AutocompleteJsonView):
    """What an autocomplete offers, each in the words of its admin's `choice_label()`."""

    def serialize_result(self, obj, to_field_name):
        return {**super().serialize_result(obj, to_field_name), "text": self.model_admin.choice_label(obj)}


class Desk(UnfoldAdminSite):
    """The admin site of the office."""

    def login(self, request, extra_context=None):
        """The site's own door; whoever comes through it from here stays here."""
        if request.method == "GET" and REDIRECT_FIELD_NAME not in request.GET:
            return redirect(f"{request.path}?{REDIRECT_FIELD_NAME}={reverse('admin:index')}")
        return SignIn.as_view()(request)

    def password_change(self, request, extra_context=None):
        return redirect("password-change")

    def admin_view(self, view, cacheable=False):
        return csp_update(settings.DESK_SECURITY_POLICY)(super().admin_view(view, cacheable))

    def each_context(self, request):
        """The colours are in the desk's style sheet: the theme would write them into each page."""
        return {**super().each_context(request), "colors": None}

    def get_app_list(self, request, app_label=None):
        """The list for who looks at it: the first pages do; all others carry it, and show the side bar instead."""
        return SimpleLazyObject(partial(super().get_app_list, request, app_label))

    def autocomplete_view(self, request):
        return Choices.as_view(admin_site=self)(request)
