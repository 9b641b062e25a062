"""The pages for what is not there and for what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    answer = render(request, "429.html", status=429)
    answer["Retry-After"] = "300"
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
