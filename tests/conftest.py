"""What every test begins with."""

import pytest
from django.conf import settings
from django.utils import translation


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Begin in the site's language, whatever page the test before has read."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def before_approval():
    """Rows are written as if their session had not been approved yet."""
    from tests.factories import while_open

    with while_open():
        yield
