"""The WSGI application that the server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "district.settings")

application = get_wsgi_application()

# What is loaded by now stays, and a page of a list makes thousands of objects that go with it: the garbage collector
# need not look through the former for the latter.
gc.freeze()
gc.set_threshold(10_000, 20, 20)
