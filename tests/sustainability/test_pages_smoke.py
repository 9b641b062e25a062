import pytest
from sustainability.services.reporting import refresh_reports
@pytest.mark.django_db
def test_empty(client):
    assert client.get("/sustainability/").status_code == 200
    refresh_reports()
    r = client.get("/sustainability/")
    assert r.status_code == 200
