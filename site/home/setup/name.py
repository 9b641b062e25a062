"""Step 1: what the platform is called."""

from django.http import HttpRequest, HttpResponse

from common.site_name import site_name
from home.models import HomePage
from home.services.setup_progress import name_site
from home.setup.access import go_on, operator_of, operators_only, show
from home.setup.forms import NameForm


@operators_only
def name(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST or None, initial=_present())
    if request.method == "POST":
        if form.is_valid():
            name_site(**form.cleaned_data, actor=operator_of(request))
            return go_on("name")
        return show(request, "name", problem="Something is missing. Look at what is marked below.", form=form)
    return show(request, "name", form=form)


def _present() -> dict[str, str]:
    home = HomePage.objects.first()
    texts = {"tagline": home.tagline, "introduction": home.introduction} if home else {}
    return {"name": site_name(), **texts}
