"""What every test begins with."""

import gc
from collections import Counter
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_migrate
from django.test import client
from django.utils import translation


def pytest_configure():
    post_migrate.connect(_layouts_come_back, dispatch_uid="tests.layouts")


def _layouts_come_back(app_config, **flushed):
    """A test with transactions of its own ends by emptying every table: what the migrations brought comes back."""
    if app_config.label == "resolutions" and not apps.get_model("resolutions", "Layout").objects.exists():
        import_module("resolutions.migrations._layouts").bring(apps, None)


def pytest_collection_modifyitems(items):
    """The largest file comes first, then those of few tests, which take long: at the end no process waits for another's
    last file.
    """
    size = Counter(item.path for item in items)
    largest = max(size.values(), default=0)
    items.sort(key=lambda item: (size[item.path] < largest, size[item.path]))


def pytest_collection_finish():
    """What is loaded by now stays: the garbage collector need not look through it after every few rows."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _of_the_page(store, signal, sender, template, context, **kwargs):
    """`response.context` is that of the page, without copies for the thousands of pieces that it includes."""
    if "context" not in store:
        _of_every_piece(store, signal, sender, template, context, **kwargs)


_of_every_piece = client.store_rendered_templates
client.store_rendered_templates = _of_the_page


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Begin in the site's language, whatever page the test before has read."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="module")
def shared(django_db_setup, django_db_blocker):
    """The tables while a module shares rows: what its fixtures write stays for its tests, and goes with the module.

    A test that writes takes its own writes back. A test with transactions of its own lives in another module.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def before_approval():
    """Rows are written as if their session had not been approved yet."""
    from tests.factories import while_open

    with while_open():
        yield
