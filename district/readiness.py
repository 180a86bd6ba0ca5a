"""What a site that is up may still lack: each lack in a sentence, for whoever watches it."""

import logging
from shutil import disk_usage

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage

from district import replicas

log = logging.getLogger(__name__)

LOW = 500 * 2**20
"""Bytes of free disk below which the office should act: a backup, an upload or the journal may not fit any more."""

BEHIND = 60
"""Seconds by which a replica that is at work may be behind."""


def lacks():
    """The sentences, each of what is out of reach or running out. Nobody waits longer than the parts' own patience."""
    parts = {
        "The cache does not answer.": lambda: cache.get("readyz"),
        "The store of uploaded files does not answer.": lambda: default_storage.exists("readyz"),
    }
    for sentence, reach in parts.items():
        try:
            reach()
        except Exception:  # each store fails in its own way
            log.warning(sentence, exc_info=True)
            yield sentence
    if replicas.REPLICA in settings.DATABASES:
        lag = replicas.lag()
        if lag is None:
            yield "The replica does not answer: everything is read from the primary."
        elif lag > BEHIND:
            yield f"The replica is {lag} seconds behind: everything is read from the primary."
    if disk_usage(settings.SITE_DATA).free < LOW:
        yield f"Less than {LOW // 2**20} MB are free on the disk of the site."
