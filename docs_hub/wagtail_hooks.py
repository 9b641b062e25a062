from wagtail import hooks

from docs_hub.viewsets import DocSourceViewSet, documentation_viewset


@hooks.register("register_admin_viewset")
def register_documentation() -> DocSourceViewSet:
    return documentation_viewset
