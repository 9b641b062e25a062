"""The content security policy, by part of the site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.urls import reverse


class PolicyMiddleware(ContentSecurityPolicyMiddleware):
    """Wagtail starts its date and time choosers from scripts inside the page, without a nonce; readers have none."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path.startswith(reverse("wagtailadmin_home")) and not hasattr(response, "_csp_config"):
            setattr(response, "_csp_config", settings.ADMIN_CSP)  # noqa: B010 - the name that the base class reads
        return super().process_response(request, response)
