"""A session with a row of everything, a clerk who types it and a chief who approves it."""

from datetime import date

import pytest
from django.db import connection

from meetings.models import Session
from tests.factories import (
    AgendaItemFactory,
    AttachmentFactory,
    AttendanceFactory,
    DirectiveFactory,
    IndicatorValueFactory,
    PersonnelDecisionFactory,
    RemedyFactory,
    ReservedOpinionFactory,
    ResolutionFactory,
    ResultFactory,
    ReviewFactory,
    SessionFactory,
    ShortcomingFactory,
    SourceFactory,
    StatementFactory,
    SupportingUnitFactory,
    UserFactory,
)

PARTS = [
    AgendaItemFactory,
    AttachmentFactory,
    AttendanceFactory,
    IndicatorValueFactory,
    PersonnelDecisionFactory,
    ResultFactory,
    SourceFactory,
    StatementFactory,
]


@pytest.fixture
def clerk(db):
    return UserFactory(username="chuyen-vien", is_staff=True, is_superuser=True)


@pytest.fixture
def chief(db):
    return UserFactory(username="chanh-van-phong", is_staff=True, is_superuser=True)


@pytest.fixture
def session(db):
    """A draft with a row of every noun that hangs on a session."""
    session = SessionFactory()
    for part in PARTS:
        part(session=session)
    shortcoming = ShortcomingFactory(session=session)
    resolution = ResolutionFactory(session=session, number=None, incumbents=37, votes_for=36)
    ReservedOpinionFactory(resolution=resolution)
    directive = DirectiveFactory(session=session, resolution=resolution, due_on=date(2023, 12, 31))
    RemedyFactory(directive=directive, shortcoming=shortcoming)
    SupportingUnitFactory(directive=directive)
    earlier = SessionFactory(term=session.term, earlier=True)
    ReviewFactory(session=session, directive=DirectiveFactory(session=earlier))
    return Session.objects.get(pk=session.pk)


@pytest.fixture
def approved(session):
    session.approve()
    return Session.objects.get(pk=session.pk)


@pytest.fixture
def tampered(db):
    """Change a row behind the system's back, in SQL."""

    def alter(row, **values):
        columns = {row._meta.get_field(name).column: value for name, value in values.items()}
        assignments = ", ".join(f"{connection.ops.quote_name(column)} = %s" for column in columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {row._meta.db_table} SET {assignments} WHERE id = %s", [*columns.values(), row.pk]
            )

    return alter
