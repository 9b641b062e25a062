"""The import in the admin: previewed, confirmed once, for treasurers and operators alone."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from common import roles
from sustainability.models import Entry
from sustainability.services.csv_format import TEMPLATE


@pytest.fixture
def treasurer(make_user):
    user = make_user("tara", roles.TREASURERS)
    group = Group.objects.get(name=roles.TREASURERS)
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    group.permissions.add(*Permission.objects.filter(content_type__app_label="sustainability"))
    return user


def _upload(client, content):
    return client.post("/admin/funding-import/", {"file": SimpleUploadedFile("funding.csv", content)})


def test_upload_preview_confirm(client, treasurer):
    client.force_login(treasurer)
    preview = _upload(client, TEMPLATE.encode())
    assert preview.status_code == 302
    assert b"3 rows would be added" in client.get(preview.url).content
    assert not Entry.objects.exists()
    assert client.post(f"{preview.url}confirm/").status_code == 302
    assert Entry.objects.count() == 2
    client.post(f"{preview.url}confirm/")
    assert Entry.objects.count() == 2


def test_wrong_rows_are_listed_and_cannot_be_confirmed(client, treasurer):
    client.force_login(treasurer)
    preview = _upload(client, TEMPLATE.replace("customer", "clients").encode())
    page = client.get(preview.url).content.decode()
    assert "is not known" in page
    client.post(f"{preview.url}confirm/")
    assert not Entry.objects.exists()


def test_a_file_that_is_no_table_is_refused(client, treasurer):
    client.force_login(treasurer)
    answer = _upload(client, b"\xff\xfe")
    assert answer.status_code == 422
    assert b"UTF-8" in answer.content


def test_screens_of_the_ledger_open(client, treasurer):
    client.force_login(treasurer)
    for name in ("funding_entries", "funding_sources", "funders", "reserves", "exchange_rates"):
        assert client.get(f"/admin/{name}/").status_code == 200
        assert client.get(f"/admin/{name}/new/").status_code == 200


@pytest.mark.parametrize("who", ["alice", "charlie", "sam"])
def test_others_stay_out(client, who, request):
    client.force_login(request.getfixturevalue(who))
    for path in ("/admin/funding-import/", "/admin/funding_entries/"):
        assert client.get(path).status_code in (302, 403)
    assert _upload(client, TEMPLATE.encode()).status_code in (302, 403)


def test_the_preview_says_amounts_as_people_read_them(client, treasurer):
    client.force_login(treasurer)
    page = client.get(_upload(client, TEMPLATE.encode()).url).content.decode()
    for words in ("€9,600.00", "<td>Customers</td>", "<td>Support</td>", "<td>no</td>"):
        assert words in page
