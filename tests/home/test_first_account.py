"""The very first account is made in the browser by whoever holds the key that the start printed; by nobody else."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from common.models import AuditEntry, User
from common.roles import OPERATORS, has_role
from home.services.first_account import first_address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_root")]

PASSWORD = "nine boats in the harbor"


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def entered(name: str = "olga", password: str = PASSWORD) -> dict[str, str]:
    return {"username": name, "email": f"{name}@example.org", "password1": password, "password2": password}


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    call_command("setup_site")
    return re.findall(r"http\S+/admin/setup/first/\?key=\S+", capsys.readouterr().out)


def test_the_address_makes_an_operator_who_is_signed_in_and_led_to_the_first_step(client, capsys):
    [address] = printed(capsys)
    assert client.get(path_of(address)).status_code == 200
    response = client.post(path_of(address), entered(), follow=True)
    assert response.redirect_chain[-1][0] == "/admin/setup/name/"
    assert "Name your platform" in response.text
    user = User.objects.get()
    assert (user.is_superuser, user.check_password(PASSWORD), has_role(user, OPERATORS)) == (True, True, True)
    assert AuditEntry.objects.filter(action="home.make_first_account").exists()


def test_it_is_gone_after_use_and_printed_no_more(client, capsys):
    [address] = printed(capsys)
    client.post(path_of(address), entered())
    other = Client()
    assert other.get(path_of(address)).status_code == 404
    assert other.post(path_of(address), entered("mallory")).status_code == 404
    assert User.objects.count() == 1
    assert printed(capsys) == []


@pytest.mark.parametrize("query", ["", "?key=", "?key=wrong", "?key=" + "x" * 5000, "?key=%00"])
def test_a_stranger_without_the_key_gets_nothing(client, capsys, query):
    printed(capsys)
    address = f"/admin/setup/first/{query}"
    assert client.get(address).status_code == 404
    assert client.post(address, entered("mallory")).status_code == 404
    assert not User.objects.exists()


def test_no_key_holds_where_none_was_printed(client):
    assert client.post("/admin/setup/first/?key=", entered()).status_code == 404
    assert not User.objects.exists()


def test_a_newer_address_takes_the_place_of_the_older(client, capsys):
    [older], [newer] = printed(capsys), printed(capsys)
    assert client.get(path_of(older)).status_code == 404
    assert client.get(path_of(newer)).status_code == 200


def test_a_weak_password_is_refused_and_the_key_still_holds(client, capsys):
    [address] = printed(capsys)
    refused = client.post(path_of(address), entered(password="password"))
    assert refused.status_code == 422
    assert "too common" in refused.text
    assert not User.objects.exists()
    assert client.post(path_of(address), entered()).status_code == 302


def test_there_is_none_once_somebody_made_a_superuser_in_the_shell(client, capsys):
    [address] = printed(capsys)
    User.objects.create_superuser("root", "root@example.org", PASSWORD)
    assert client.get(path_of(address)).status_code == 404
    assert client.post(path_of(address), entered()).status_code == 404
    assert first_address() == ""


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_made(capsys):
    [address] = printed(capsys)
    barrier = threading.Barrier(4)

    def make(name: str) -> int:
        barrier.wait()
        try:
            return Client().post(path_of(address), entered(name)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(make, ["one", "two", "three", "four"]))
    assert answers == [302, 404, 404, 404]
    assert User.objects.count() == 1
