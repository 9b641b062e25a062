"""Where the first account of a site is made; for all others there is nothing here."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from common.errors import ConflictError
from home.services.first_account import is_first_key, make_first_account
from home.setup.forms import FirstAccountForm

BACKEND = "django.contrib.auth.backends.ModelBackend"


@sensitive_post_parameters()
@never_cache
def first_account(request: HttpRequest) -> HttpResponse:
    """Answers 404 to whoever does not hold the key, and to everybody once it was used."""
    key = request.GET.get("key", "")
    if not is_first_key(key):
        raise Http404
    form = FirstAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user = make_first_account(
                key=key, username=data["username"], email=data["email"], password=data["password1"]
            )
        except ConflictError as error:
            raise Http404 from error
        login(request, user, backend=BACKEND)
        return redirect("setup_start")
    return render(request, "home/first_account.html", {"form": form}, status=422 if form.errors else 200)
