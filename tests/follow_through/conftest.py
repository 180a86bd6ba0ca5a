"""The small district, and who works in it."""

import pytest
from django.contrib.auth import get_user_model

from district.models import Role
from tests.follow_through.ground import small_district


@pytest.fixture
def district(db):
    return small_district()


@pytest.fixture
def office(client, admin_user):
    """A browser in which the office is signed in."""
    client.force_login(admin_user)
    return client


@pytest.fixture
def reporter_of(district, client):
    """Sign somebody in who reports for an organization."""

    def sign_in(organization, name="can-bo"):
        user = get_user_model().objects.create_user(name, f"{name}@vidu.vn", "mat-khau-dai")
        Role.objects.create(user=user, organization=organization, kind=Role.Kind.REPORTER)
        client.force_login(user)
        return client

    return sign_in
