"""What every test begins with."""

import pytest
from django.conf import settings
from django.utils import translation


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Begin in the site's language, whatever page the test before has read."""
    translation.activate(settings.LANGUAGE_CODE)
