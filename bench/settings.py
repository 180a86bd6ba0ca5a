"""The settings of a server under the bench: the product's own, or those of plain DRF over the same tables."""

import os

from district.settings import *  # noqa: F403
from district.settings import API_LIMITS

API_LIMITS = dict.fromkeys(API_LIMITS, 0)  # the bench asks as fast as it can, from one address

if os.environ.get("BENCH_URLS"):
    ROOT_URLCONF = os.environ["BENCH_URLS"]
    REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]}
