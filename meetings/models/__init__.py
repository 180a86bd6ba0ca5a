"""The nouns of `meetings`: what was said."""

from meetings.models.addendum import Addendum
from meetings.models.agenda_item import AgendaItem
from meetings.models.attachment import Attachment
from meetings.models.attendance import Attendance
from meetings.models.correction import Correction
from meetings.models.draft import Draft
from meetings.models.indicator import Indicator
from meetings.models.indicator_value import IndicatorValue
from meetings.models.result import Result
from meetings.models.seal import Seal
from meetings.models.session import Session
from meetings.models.session_record import SessionRecord
from meetings.models.shortcoming import Shortcoming
from meetings.models.source import Source
from meetings.models.statement import Statement

__all__ = [
    "Addendum",
    "AgendaItem",
    "Attachment",
    "Attendance",
    "Correction",
    "Draft",
    "Indicator",
    "IndicatorValue",
    "Result",
    "Seal",
    "Session",
    "SessionRecord",
    "Shortcoming",
    "Source",
    "Statement",
]
