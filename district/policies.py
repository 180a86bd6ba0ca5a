"""What a browser may load, run and use for a page of this site."""

from csp.middleware import CSPMiddleware
from django.conf import settings


class Policies(CSPMiddleware):
    """Middleware: each answer says its Content-Security-Policy, unless its view has, and that it uses no device."""

    def process_response(self, request, response):
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        # A PDF runs nothing of the site's, and Chromium's own viewer obeys the policy to the point of showing nothing.
        response._csp_exempt = response.get("Content-Type") == "application/pdf"
        return super().process_response(request, response)
