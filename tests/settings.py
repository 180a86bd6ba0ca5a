"""The settings of the tests: those of the site, over a folder of their own that goes when they end."""

import atexit
import os
import shutil
import tempfile

os.environ["SITE_DATA"] = tempfile.mkdtemp(prefix="district-tests-")
atexit.register(shutil.rmtree, os.environ["SITE_DATA"], ignore_errors=True)

from district.settings import *  # noqa: E402, F403
from district.settings import API_LIMITS, DATABASES, SITE_DATA, SQLITE, STATIC_ROOT, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"] == SQLITE:
    # A file, as in the office: several threads and processes of a test see the same rows.
    DATABASES["default"]["TEST"] = {"NAME": SITE_DATA / "db.sqlite3"}
STATIC_ROOT.mkdir()
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
API_LIMITS = dict.fromkeys(API_LIMITS, 0)
