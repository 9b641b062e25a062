from wagtail import hooks

from github_sync.viewsets import GitHubViewSetGroup


@hooks.register("register_admin_viewset")
def register_github() -> GitHubViewSetGroup:
    return GitHubViewSetGroup()
