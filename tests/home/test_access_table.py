"""Who may open which address: every pattern, for every kind of reader, against the table in `access.tsv`.

A new address fails until somebody decided who may see it and wrote its row; the message says what it answers now. No
answer may be a fault of the server.
"""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from common import roles
from common.models import User
from tests.home.addresses import address_of, patterns

TABLE = Path(__file__).with_name("access.tsv")
READERS = {
    "stranger": None,
    "newcomer": (),
    "sponsor": (roles.SPONSORS,),
    "writer": (roles.WRITERS,),
    "maintainer": (roles.MAINTAINERS,),
    "treasurer": (roles.TREASURERS,),
    "operator": (roles.OPERATORS,),
}
NAMES = {200: "reads", 204: "reads", 400: "asks", 401: "no", 403: "no", 404: "none", 405: "posts", 422: "asks"}


def said(answer: HttpResponse) -> str:
    """What the answer means to whoever asked."""
    if answer.status_code not in {301, 302}:
        return NAMES.get(answer.status_code, str(answer.status_code))
    there = answer["Location"]
    if "/login/" in there:
        return "sign in"
    return "no" if there == "/admin/" else "goes on"


def is_signed_in(client: Client) -> bool:
    kept = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return bool(kept and kept.value and "_auth_user_id" in client.session)


def table() -> dict[str, dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["address"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert set(table()) == set(patterns())


@pytest.mark.parametrize("reader", READERS)
def test_each_may_see_what_the_table_says(reader: str, harbor: Any, make_user: Any) -> None:
    client = Client(raise_request_exception=False)
    user: User | None = None if READERS[reader] is None else make_user(f"{reader}1", *READERS[reader])
    rows, wrong = table(), []
    for pattern in sorted(set(patterns())):
        if user is not None and not is_signed_in(client):
            client.force_login(user)  # an address before this one signs out
        answer = said(client.get(address_of(pattern)))
        if answer.isdigit() or answer != rows.get(pattern, {}).get(reader):
            wrong.append(f"{pattern}\t{answer}")
    assert not wrong, f"{reader}:\n" + "\n".join(wrong)
