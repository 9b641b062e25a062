from django.urls import path

from sustainability.views import downloads, metric, overview, sources

app_name = "sustainability"
urlpatterns = [
    path("", overview.show_overview, name="overview"),
    path("figures.<str:form>", downloads.download_figures, name="figures"),
    path("charts/<slug:name>.<str:form>", downloads.download_chart, name="chart"),
    path("tables/<slug:slug>.<str:form>", downloads.download_table, name="table"),
    path("sources/", sources.show_sources, name="sources"),
    path("sources.<str:form>", sources.download_sources, name="sources_file"),
    path("metrics/", metric.list_metrics, name="metrics"),
    path("metrics/<slug:name>/", metric.show_metric, name="metric"),
    path("metrics/<slug:name>/value.<str:form>", downloads.download_value, name="value"),
    path("metrics/<slug:name>/<slug:family>.<str:form>", downloads.download_rows, name="rows"),
]
