"""The way into the admin: through the site's own sign-in, which knows GitHub."""

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def admin_entrance(request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends whoever may not enter; whoever is signed in and still may not is told so."""
    asked = request.GET.get(REDIRECT_FIELD_NAME, "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    target = asked if is_ours else reverse("wagtailadmin_home")
    if not request.user.is_authenticated:
        return redirect_to_login(target)
    if request.user.has_perm("wagtailadmin.access_admin"):
        return redirect(target)
    return render(request, "403.html", status=403)
