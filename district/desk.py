"""The desk: the admin site, with choices named so that a clerk can tell them apart."""

from functools import partial, wraps

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from unfold.sites import UnfoldAdminSite

from district.actions import restore
from district.changes import LINES_ON_A_PAGE, of_deleted, read_deleted
from district.entrance import SignIn
from district.forms import DeletionForm, chosen
from district.models import Record
from district.permissions import in_sight, permission
from district.text import sort_key


class Choices(AutocompleteJsonView):
    """What an autocomplete offers, each in the words of its admin's `choice_label()`."""

    def serialize_result(self, obj, to_field_name):
        return {**super().serialize_result(obj, to_field_name), "text": self.model_admin.choice_label(obj)}


@wraps(delete_selected)
def delete_with_a_reason(modeladmin, request, queryset):
    """Delete the selected rows, once it is said why."""
    deletion = DeletionForm(request.POST if request.POST.get("post") else None)
    if deletion.is_bound and not deletion.is_valid():
        request.POST = request.POST.copy()
        del request.POST["post"]
    with deletion.saying_why():
        answer = delete_selected(modeladmin, request, queryset)
    if answer:
        answer.context_data["deletion"] = deletion
    return answer


class Desk(UnfoldAdminSite):
    """The admin site of the office."""

    def __init__(self, name="admin"):
        super().__init__(name)
        self.add_action(delete_with_a_reason, "delete_selected")

    def get_urls(self):
        return [path("deleted/", self.admin_view(self.deleted_view), name="deleted"), *super().get_urls()]

    def deleted_view(self, request):
        """What was deleted, the newest first, and how it comes back."""
        may = request.user.has_perm
        nouns = [
            noun for noun in self._registry if issubclass(noun, Record) and may(permission("view", noun))
        ]
        if request.method == "POST":
            return self._restore(request, {noun._meta.label: noun for noun in nouns})
        chosen = [noun for noun in nouns if noun._meta.label == request.GET.get("noun")]
        page = None
        if nouns:
            places = of_deleted(chosen or nouns, request.user)
            page = Paginator(places, LINES_ON_A_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.each_context(request),
            "title": _("Đã xóa"),
            "nouns": sorted(
                (noun._meta for noun in nouns), key=lambda meta: sort_key(str(meta.verbose_name))
            ),
            "chosen": request.GET.get("noun"),
            "page": page,
            "entries": read_deleted(page or [], request.user),
        }
        return TemplateResponse(request, "district/deleted.html", context)

    def _restore(self, request, nouns):
        noun = nouns.get(request.POST.get("noun"))
        line = noun and chosen(in_sight(noun.history.all(), request.user), request.POST.get("line"))
        if line is None:
            raise Http404
        try:
            record = restore(line=line, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(request.get_full_path())
        messages.success(
            request,
            _("Đã khôi phục %(noun)s “%(record)s”.") % {"noun": noun._meta.verbose_name, "record": record},
        )
        return redirect(f"admin:{noun._meta.app_label}_{noun._meta.model_name}_history", record.pk)

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
