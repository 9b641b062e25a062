from django.urls import path

from contributors.views import people

app_name = "people"
urlpatterns = [
    path("", people.people, name="list"),
    path("<slug:slug>/", people.person, name="detail"),
]
