"""Keys at the desk: made by the chief for the clients of the office, shown once, revoked with a reason."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from district.models import ApiKey, Role
from tests.desk.pages import address, sent
from tests.factories import ApiKeyFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
ADD = reverse("admin:district_apikey_add")


@pytest.fixture
def office():
    return OrganizationFactory()


def signed_in(kind, organization):
    """A browser in which somebody with that role has signed in."""
    user = User.objects.create_user(f"{kind}-{organization.code}")
    Role.objects.create(user=user, organization=organization, kind=kind)
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


@pytest.fixture
def chief(office):
    return signed_in("chief", office)


def typed(client, office, **values):
    page = sent(client.get(ADD))
    return page | {"organization": office.pk, "name": "Cổng tỉnh", "contact": "Tổ cổng", **values}


def test_a_new_key_is_shown_once_and_nowhere_again(chief, office, caplog):
    answer = chief.post(ADD, typed(chief, office, reads_tables="on", expires_on="25/12/2030"))
    shown, key = answer.content.decode(), ApiKey.objects.get()
    assert (key.scopes, key.expires_on) == (["lists", "tables"], date(2030, 12, 25))
    secret = secret_on(shown)
    assert ApiKey.objects.of(secret) == key
    assert "no-store" in answer["Cache-Control"]
    later = [
        chief.get(address(ApiKey, page, *args), follow=True)
        for page, *args in (("changelist",), ("change", key.pk), ("history", key.pk))
    ]
    for page in later:
        assert page.status_code == 200
        assert secret not in page.content.decode()
        assert key.digest not in page.content.decode()
    assert key.prefix in later[0].content.decode()
    assert secret not in caplog.text
    assert chief.post(ADD, typed(chief, office)).status_code == 200, "sent again"
    assert ApiKey.objects.count() == 1


def secret_on(html):
    return html.split('id="secret" value="')[1].split('"')[0]


def test_keys_leave_by_no_table_and_come_by_none(chief, office, admin_client):
    ApiKeyFactory(organization=office)
    for client in (chief, admin_client):
        assert client.post(address(ApiKey, "export"), {"format": 0, "resource": 0}).status_code == 403
        assert client.get(address(ApiKey, "import")).status_code == 403


def test_a_key_is_revoked_with_a_reason_and_then_not_touched(chief, office):
    key = ApiKeyFactory(organization=office)
    revoke = address(ApiKey, "revoke", key.pk)
    assert "lý do thu hồi" in chief.get(revoke).content.decode().lower()
    assert (
        "Mục này bắt buộc" in chief.post(revoke, {"_form_submitted": "True", "reason": " "}).content.decode()
    )
    assert ApiKey.objects.get().state == "live"
    answer = chief.post(revoke, {"_form_submitted": "True", "reason": "Lộ khóa"})
    assert answer["HX-Redirect"] == address(ApiKey, "change", key.pk)
    key.refresh_from_db()
    assert (key.state, key.revocation_reason) == ("revoked", "Lộ khóa")
    page = chief.get(answer["HX-Redirect"]).content.decode()
    assert "Lộ khóa" in page
    assert 'name="_save"' not in page and revoke not in page
    assert chief.post(revoke, {"_form_submitted": "True", "reason": "Nữa"}).status_code == 403
    assert "Lộ khóa" in chief.get(address(ApiKey, "history", key.pk)).content.decode()
    assert "Đã thu hồi" in chief.get(address(ApiKey, "changelist")).content.decode()


def test_only_the_chief_of_the_office_makes_and_revokes_its_keys(chief, office):
    key, other = ApiKeyFactory(organization=office), OrganizationFactory()
    stranger, revoke = signed_in("chief", other), address(ApiKey, "revoke", key.pk)
    for client, read in ((signed_in("clerk", office), 403), (signed_in("auditor", office), 200)):
        assert client.get(address(ApiKey, "changelist")).status_code == read
        assert client.get(address(ApiKey, "change", key.pk)).status_code == read
        assert client.get(ADD).status_code == 403
        assert client.post(revoke, {"_form_submitted": "True", "reason": "…"}).status_code == 403
    assert stranger.post(revoke, {"_form_submitted": "True", "reason": "…"}).status_code == 403
    refused = stranger.post(ADD, typed(stranger, office))
    assert refused.status_code == 200
    assert ApiKey.objects.get().state == "live"
