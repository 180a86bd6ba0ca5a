"""The Content-Security-Policy in force, and signing in with two factors, in a real browser."""

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice

from resolutions.models import Directive
from tests.desk.rows import whole_district
from tests.signing.ground import code_of

pytestmark = pytest.mark.django_db(transaction=True)

INJECT = """() => new Promise(resolve => {
  document.addEventListener("securitypolicyviolation", event => resolve(event.effectiveDirective), { once: true });
  const script = document.createElement("script");
  script.textContent = "window.injected = true";
  document.body.append(script);
})"""


def refuses_what_is_injected(page):
    """The policy stops a script written into the page, and the browser says so where the tests listen."""
    before = len(page.complaints)
    assert page.evaluate(INJECT) == "script-src-elem"
    assert page.evaluate("window.injected") is None
    assert "Content Security Policy" in page.complaints[before]
    del page.complaints[before:]


def test_pages_and_desk_work_under_their_policies(clerk):
    whole = whole_district(1)
    directive = Directive.objects.first()
    for address in (
        "/",
        "/sessions/",
        "/directives/",
        "/search/?q=huyen",
        "/unit/",
        "/reports/",
        f"/sessions/{whole.pk}/approval/",
        f"/sessions/{whole.pk}/prepare/",
        "/admin/meetings/session/",
        f"/admin/resolutions/directive/{directive.pk}/history/",
        "/admin/district/organization/import/",
        "/admin/district/organization/export/",
        "/admin/auth/user/",
    ):
        clerk.goto(address)
    refuses_what_is_injected(clerk)
    clerk.goto("/sessions/")
    refuses_what_is_injected(clerk)

    clerk.goto("/api/v1/docs/")
    clerk.wait_for_selector(".opblock")

    clerk.goto(f"/admin/meetings/session/{whole.pk}/change/")
    colour = "getComputedStyle(document.documentElement).getPropertyValue('--color-primary-600')"
    assert clerk.evaluate(colour), "the theme has its colours without a style in the page"
    clerk.click("#tabs-items a:has-text('Nhiệm vụ')")
    clerk.wait_for_selector("#directives-group", state="visible")
    clerk.click("#directives-group .add-row")
    clerk.goto("/admin/resolutions/directive/add/")
    clerk.click("#id_due_on + .datetimeshortcuts a:last-child")
    clerk.click(".calendarbox:visible td a:text-is('15')")
    assert clerk.input_value("#id_due_on").startswith("15/")
    clerk.click("[name=lead_unit] + .select2-container")
    clerk.wait_for_selector(".select2-results__option:has-text('Đảng bộ')")


def test_a_device_is_set_up_and_asked_for(clerk, admin_user):
    clerk.goto("/login/second-factor/?next=/admin/")
    box = clerk.locator(".qr svg").bounding_box()
    assert box["width"] == pytest.approx(box["height"], rel=0.05) and box["width"] > 150
    clerk.fill("#id_code", code_of(TOTPDevice.objects.get(user=admin_user)))
    clerk.press("#id_code", "Enter")
    assert clerk.locator(".codes li").count() == 10
    clerk.click("text=Đã cất, làm việc tiếp")
    clerk.wait_for_url("**/admin/")

    clerk.goto("/login/second-factor/")
    clerk.click("text=Đăng xuất")
    clerk.goto("/admin/")
    clerk.fill("#id_username", "admin")
    clerk.fill("#id_password", "password")
    clerk.press("#id_password", "Enter")
    clerk.wait_for_url("**/login/code/**")
    assert clerk.evaluate("document.activeElement.id") == "id_code"
    clerk.keyboard.type(code_of(TOTPDevice.objects.get(user=admin_user), later=1))
    clerk.keyboard.press("Enter")
    clerk.wait_for_url("**/admin/")
