"""The nouns of `resolutions`: what must be done."""

from resolutions.models.directive import Directive
from resolutions.models.evidence import Evidence
from resolutions.models.layout import Layout
from resolutions.models.paper_template import PaperTemplate
from resolutions.models.personnel_decision import PersonnelDecision
from resolutions.models.progress_report import ProgressReport
from resolutions.models.remedy import Remedy
from resolutions.models.reminder import Reminder
from resolutions.models.reserved_opinion import ReservedOpinion
from resolutions.models.resolution import Resolution
from resolutions.models.review import Review
from resolutions.models.supporting_unit import SupportingUnit

__all__ = [
    "Directive",
    "Evidence",
    "Layout",
    "PaperTemplate",
    "PersonnelDecision",
    "ProgressReport",
    "Remedy",
    "Reminder",
    "ReservedOpinion",
    "Resolution",
    "Review",
    "SupportingUnit",
]
