"""Truths that many nouns share, as database constraints with a sentence that a clerk understands.

An unknown (NULL) satisfies each of them.
"""

from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _


def one_of_its_choices(field, *, name):
    """The field holds one of its choices; or nothing, where it may be blank."""
    values = [value for value, label in field.flatchoices]
    return CheckConstraint(
        condition=Q(**{f"{field.name}__in": [*([""] if field.blank else []), *values]}),
        name=name,
        violation_error_message=_("Giá trị này không có trong danh mục."),
        violation_error_code="unknown_choice",
    )


def in_order(lower, upper, *, name, message):
    """The first does not exceed the second: a start and its end, or a part and its whole."""
    return CheckConstraint(
        condition=Q(**{f"{upper}__gte": F(lower)}), name=name, violation_error_message=message
    )


def at_least(minimum, field, *, name, message):
    """The number is not below the minimum."""
    return CheckConstraint(
        condition=Q(**{f"{field}__gte": minimum}), name=name, violation_error_message=message
    )


def both_or_neither(first, second, *, name, message):
    """The two fields are known together or not at all."""
    return CheckConstraint(
        condition=Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
        name=name,
        violation_error_message=message,
    )
