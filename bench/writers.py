"""Four processes that save sessions of twenty rows at once; `python -m bench.writers NUMBER SESSIONS` is one of them."""

import json
import subprocess
import sys
import time
from datetime import date, timedelta

WRITERS, ROWS = 4, 20


def compete(environment, sessions=50):
    """Let them write; returns a sentence on lost rows, errors and waiting."""
    run = [sys.executable, "-m", "bench.writers"]
    writers = [
        subprocess.Popen(
            [*run, str(number), str(sessions)], env=environment, stdout=subprocess.PIPE, text=True
        )
        for number in range(WRITERS)
    ]
    told = [json.loads(writer.communicate()[0]) for writer in writers]
    times = sorted(moment for one in told for moment in one["times"])
    errors, kept = sum(one["errors"] for one in told), sum(one["kept"] for one in told)
    return (
        f"{WRITERS} writers × {sessions} sessions of {ROWS} rows: {errors} errors, "
        f"{WRITERS * sessions * ROWS - kept} of {WRITERS * sessions * ROWS} rows lost, "
        f"p50 {1000 * times[len(times) // 2]:.0f} ms, p99 {1000 * times[int(len(times) * 0.99)]:.0f} ms"
    )


def write(number, sessions):
    from django.db import OperationalError, transaction

    from district.models import Organization, Term
    from meetings.models import Session
    from resolutions.models import Directive

    code = f"gia-lap-bench-{number}-{time.time_ns()}"
    organization = Organization.objects.create(code=code, name=code, kind="party_committee", level="district")
    term = Term.objects.create(organization=organization, number=1, start_year=2000, end_year=2030)
    times, errors = [], 0
    for ordinal in range(1, sessions + 1):
        began = time.perf_counter()
        try:
            with transaction.atomic():
                held_on = date(2000, 1, 1) + timedelta(days=ordinal)
                session = Session.objects.create(term=term, ordinal=ordinal, held_on=held_on)
                for position in range(1, ROWS):
                    Directive.objects.create(
                        session=session, position=position, text="Đẩy nhanh tiến độ giải ngân."
                    )
        except OperationalError:
            errors += 1
        times.append(time.perf_counter() - began)
    kept = term.sessions.count() + Directive.objects.filter(session__term=term).count()
    print(json.dumps({"times": times, "errors": errors, "kept": kept}))


if __name__ == "__main__":
    import django

    django.setup()
    write(*map(int, sys.argv[1:]))
