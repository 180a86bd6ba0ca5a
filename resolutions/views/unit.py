"""The pages of somebody who reports for one or more units."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView
from django.views.generic.detail import SingleObjectMixin

from district.models import Door, Organization, noting
from resolutions.forms import ReportForm
from resolutions.models import Directive


class UnitMixin(LoginRequiredMixin):
    """A page for somebody who reports for one or more units, and sees only what those lead or support."""

    def dispatch(self, request, *args, **kwargs):
        with noting(door=Door.UNIT):
            return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        self.units = Organization.objects.reported_by(self.request.user)
        return Directive.objects.of_units(self.units).for_rows().with_past()


class UnitPage(UnitMixin, ListView):
    """What my unit has to do: open directives by deadline, then the closed ones."""

    template_name = "pages/unit.html"
    context_object_name = "directives"

    def get_queryset(self):
        return super().get_queryset().open_first()

    def get_context_data(self, **kwargs):
        return super().get_context_data(units=self.units, **kwargs)


class ReportPage(UnitMixin, SingleObjectMixin, FormView):
    """A unit reports on one directive, from a phone, in under a minute."""

    template_name = "pages/report.html"
    form_class = ReportForm
    success_url = reverse_lazy("unit")

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {
            **super().get_form_kwargs(),
            "directive": self.object,
            "unit": self.object.reporting_unit(self.units),
        }

    def form_valid(self, form):
        form.save()
        messages.success(self.request, _("Đã gửi báo cáo tới văn phòng."))
        return super().form_valid(form)
