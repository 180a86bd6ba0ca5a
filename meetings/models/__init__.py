"""The nouns of `meetings`: what was said."""

from meetings.models.agenda_item import AgendaItem
from meetings.models.attachment import Attachment
from meetings.models.attendance import Attendance
from meetings.models.draft import Draft
from meetings.models.indicator import Indicator
from meetings.models.indicator_value import IndicatorValue
from meetings.models.result import Result
from meetings.models.session import Session
from meetings.models.shortcoming import Shortcoming
from meetings.models.source import Source
from meetings.models.statement import Statement

__all__ = [
    "AgendaItem",
    "Attachment",
    "Attendance",
    "Draft",
    "Indicator",
    "IndicatorValue",
    "Result",
    "Session",
    "Shortcoming",
    "Source",
    "Statement",
]
