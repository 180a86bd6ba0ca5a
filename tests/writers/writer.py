"""One of several processes that write at once: `python -m tests.writers.writer NUMBER`.

It says that it is ready, waits for a line, and then enters the sessions of one term.
"""

import sys
from datetime import date, timedelta

import django

SESSIONS, DIRECTIVES = 25, 4


def write(number):
    from django.db import transaction

    from district.models import Organization, Term
    from meetings.models import Session, Shortcoming
    from resolutions.models import Directive, Remedy

    term = Term.objects.get(organization=Organization.objects.get(), number=number)
    print("ready", flush=True)
    sys.stdin.readline()
    for ordinal in range(1, SESSIONS + 1):
        with transaction.atomic():
            held_on = date(term.start_year, 1, 5) + timedelta(days=60 * ordinal)
            session = Session.objects.create(term=term, ordinal=ordinal, held_on=held_on)
            shortcoming = Shortcoming.objects.create(session=session, text="Giải ngân chậm")
            for position in range(1, DIRECTIVES + 1):
                directive = Directive.objects.create(session=session, text="Đẩy nhanh", position=position)
            Remedy.objects.create(directive=directive, shortcoming=shortcoming)


if __name__ == "__main__":
    django.setup()
    write(int(sys.argv[1]))
