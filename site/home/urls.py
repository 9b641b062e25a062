from django.urls import path

from home.views import account, health, search, styleguide

app_name = "home"
urlpatterns = [
    path("search/", search.search, name="search"),
    path("account/", account.account, name="account"),
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", health.robots, name="robots"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
