"""The pages on which an account comes in: sign-in, second step, a password of its own, a second factor."""

from base64 import b32encode
from math import ceil

import segno
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LoginView, PasswordChangeView, RedirectURLMixin
from django.db.models import Max
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from django_otp import login as verify
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from district.actions import remove_second_factor, renew_recovery_codes
from district.admission import step_owed
from district.forms import CodeForm, OwnPasswordForm, PasswordForm, SignInForm
from district.models import FirstPassword


def locked_out(request, response, credentials):
    """What somebody sees who has failed too often, whether there is such an account or not."""
    attempts = AccessAttempt.objects.filter(
        username=credentials["username"], ip_address=request.axes_ip_address
    )
    last = attempts.aggregate(at=Max("attempt_time"))["at"] or request.axes_attempt_time
    until = last + settings.AXES_COOLOFF_TIME
    page = render(request, "registration/locked_out.html", {"until": until}, status=429)
    page["Retry-After"] = max(ceil((until - timezone.now()).total_seconds()), 1)
    return page


class SignIn(LoginView):
    """Everybody signs in here; who owes a step after the password is led to it."""

    authentication_form = SignInForm

    def get(self, request, *args, **kwargs):
        if step := step_owed(request.account):
            query = urlencode({REDIRECT_FIELD_NAME: self.get_redirect_url()})
            return redirect(f"{reverse(step)}?{query}")
        return super().get(request, *args, **kwargs)


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class Step(LoginRequiredMixin, RedirectURLMixin):
    """A page for the account that owes this step, or that has come in."""

    step: str
    """The name of the page's address."""

    def dispatch(self, request, *args, **kwargs):
        if step_owed(request.account) == self.step:
            request.user = request.account
        return super().dispatch(request, *args, **kwargs)

    def get_default_redirect_url(self):
        return reverse("admin:index" if self.request.user.is_staff else "unit")

    def get_context_data(self, **kwargs):
        owed = step_owed(self.request.account) == self.step
        return super().get_context_data(owed=owed, next=self.get_redirect_url(), **kwargs)


class SecondStep(Step, FormView):
    """Whoever has a second factor gives its code after the password."""

    step = "second-step"
    template_name = "registration/second_step.html"
    form_class = CodeForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form):
        verify(self.request, form.device)
        return super().form_valid(form)


class OwnPassword(Step, PasswordChangeView):
    """An account chooses its password."""

    step = "password-change"
    form_class = OwnPasswordForm

    def form_valid(self, form):
        response = super().form_valid(form)
        FirstPassword.objects.filter(user=self.request.user.pk).delete()
        messages.success(
            self.request, _("Đã đổi mật khẩu. Các phiên đăng nhập khác của tài khoản đã kết thúc.")
        )
        return response


class SecondFactor(Step, FormView):
    """An account sets its second factor up; later it renews its recovery codes, or gives the factor up."""

    step = "second-factor"
    template_name = "registration/second_factor.html"

    @cached_property
    def device(self):
        """The account's device, or the one that it is about to set up."""
        devices = TOTPDevice.objects.filter(user=self.request.user.pk).order_by("-confirmed", "id")
        return devices.first() or TOTPDevice.objects.create(
            user_id=self.request.user.pk, name="totp", confirmed=False
        )

    def get_form_class(self):
        return PasswordForm if self.device.confirmed else CodeForm

    def get_form_kwargs(self):
        who = {"request": self.request} if self.device.confirmed else {"device": self.device}
        return {**super().get_form_kwargs(), "user": self.request.user, **who}

    def get_context_data(self, **kwargs):
        if self.device.confirmed:
            shown = {"codes_left": StaticToken.objects.filter(device__user=self.request.user.pk).count()}
        else:
            secret = b32encode(self.device.bin_key).decode()
            shown = {
                "picture": mark_safe(
                    segno.make(self.device.config_url).svg_inline(omitsize=True, light="#fff")
                ),
                "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
            }
        return super().get_context_data(device=self.device, **shown, **kwargs)

    def form_valid(self, form):
        if "remove" in self.request.POST:
            remove_second_factor(users=[self.request.user])
            messages.success(self.request, _("Đã gỡ bảo mật hai lớp."))
            return redirect(self.step)
        if not self.device.confirmed:
            form.device.confirmed = True
            form.device.save(update_fields=["confirmed"])
            verify(self.request, form.device)
        codes = renew_recovery_codes(user=self.request.user)
        return render(
            self.request,
            "registration/recovery_codes.html",
            {"codes": codes, "onward": self.get_success_url()},
        )
