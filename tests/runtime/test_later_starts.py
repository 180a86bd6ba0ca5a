"""What the first start brings does not come back."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model

from district.management.commands.serve import Command
from district.models import Organization
from tests.factories import OrganizationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def command():
    return Command(stdout=StringIO())


def test_sample_that_the_office_deleted_is_not_loaded_again(command):
    OrganizationFactory().delete()
    command.load_the_sample()
    assert not Organization.objects.exists()


def test_first_admin_is_made_only_where_there_is_no_user(command):
    password = command.make_the_first_admin()
    assert get_user_model().objects.get(username="admin").check_password(password)
    assert command.make_the_first_admin() is None


def test_passwords_differ():
    users = get_user_model().objects
    made = set()
    for _ in range(2):
        made.add(Command().make_the_first_admin())
        users.all().delete()
    assert len(made) == 2
