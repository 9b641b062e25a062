from django.urls import path
from wagtail.contrib.sitemaps.views import sitemap

from home.sitemaps import SITEMAPS
from home.views import account, acting, health, search, styleguide

app_name = "home"
urlpatterns = [
    path("search/", search.search, name="search"),
    path("account/", account.account, name="account"),
    path("account/github/act/", acting.allow, name="allow_acting"),
    path("account/github/stop/", acting.stop, name="stop_acting"),
    path("account/address/", account.share_address, name="share_address"),
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", health.robots, name="robots"),
    path("favicon.ico", health.favicon, name="favicon"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
