from django.urls import URLPattern

app_name = "docs_hub"
urlpatterns: list[URLPattern] = []
