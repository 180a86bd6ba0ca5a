"""A client that keeps a copy while several people write: in the end it is what the lists show."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.db import connection

from resolutions.models import Directive
from tests.api.ground import grow
from tests.changes.mirror import Mirror, everything, meddle
from tests.factories import while_open

WRITERS, CHANGES = 3, 25


def write(seed):
    """Change this and that, each change in a transaction of its own."""
    random = Random(seed)
    try:
        for _change in range(CHANGES):
            meddle(random)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_copy_that_is_kept_while_others_write_ends_up_equal():
    with while_open():
        grow(breadth=2).publish()
        grow().publish()
    mirrors = [Mirror(size=5), Mirror(size=100)]
    lines = Directive.history.count()
    with ThreadPoolExecutor(WRITERS) as people:
        at_work = [people.submit(write, seed) for seed in range(WRITERS)]
        while not all(work.done() for work in at_work):
            for mirror in mirrors:
                mirror.follow(pages=2)
    for work in at_work:
        work.result()
    for mirror in mirrors:
        mirror.follow()
        assert mirror.records == everything()
        assert mirror.follow() == []
    assert Directive.history.count() > lines
