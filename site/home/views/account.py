"""Your own page: tasks, contributions, roles."""

from datetime import timedelta

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from common import roles
from common.models import User
from contributors.domain.lease import MAX_LIVE_CLAIMS
from contributors.models import BoardSettings
from contributors.queries.board import freed_tasks, given_back_for, my_tasks
from contributors.queries.people import person_for
from docs_hub.queries.proposals import proposals_of
from docs_hub.queries.suggestions import suggestions_of
from github_sync.queries.grants import granted_login
from github_sync.queries.outbox import actions_of
from home.services.own_address import allow_address
from home.sign_in import GITHUB

FREED = timedelta(days=60)
"""How long somebody reads why a maintainer freed them of a task."""
DOES = {
    roles.MAINTAINERS: "keep the board and the credits right",
    roles.WRITERS: "edit the documentation",
    roles.SPONSORS: "support this project; its report is public, and you read it as everyone does",
    roles.OPERATORS: "run the site",
    roles.TREASURERS: "record funding",
}


@login_required
def account(request: HttpRequest) -> HttpResponse:
    user = request.user
    connections = SocialAccount.objects.filter(user_id=user.pk)
    mine = [(role, DOES[role]) for role in roles.ALL_ROLES if roles.has_role(user, role)]
    context = {
        "roles": mine,
        "may_enter_admin": user.has_perm("wagtailadmin.access_admin"),
        "person": person_for(user),
        "tasks": my_tasks(user),
        "freed": freed_tasks(user, timezone.now() - FREED),
        "given_back": given_back_for(user),
        "most_claims": MAX_LIVE_CLAIMS,
        "connections": list(connections),
        "acts_as": granted_login(user),
        "tells_claims": BoardSettings.load().telling != BoardSettings.Telling.NOTHING,
        "sent": actions_of(user),
        "suggestions": suggestions_of(user),
        "proposals": proposals_of(user),
        "has_github": bool(get_adapter().list_apps(request, provider=GITHUB)),
    }
    return render(request, "home/account.html", context)


@login_required
@require_POST
def share_address(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, User):
        allow_address(user=request.user, is_public=request.POST.get("share") == "yes")
    return redirect("/account/#address")
