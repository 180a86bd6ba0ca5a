"""The nouns of `district`: who."""

from district.models.api_key import ApiKey
from district.models.arrival import Arrival
from district.models.edition import Edition
from district.models.first_password import FirstPassword
from district.models.history import Door, noting
from district.models.membership import Membership
from district.models.organization import Organization
from district.models.person import Person
from district.models.record import Record, RecordQuerySet
from district.models.role import Role
from district.models.sector import Sector
from district.models.term import Term
from district.models.touch import Touch

__all__ = [
    "ApiKey",
    "Arrival",
    "Door",
    "Edition",
    "FirstPassword",
    "Membership",
    "Organization",
    "Person",
    "Record",
    "RecordQuerySet",
    "Role",
    "Sector",
    "Term",
    "Touch",
    "noting",
]
