"""Every truth about a row is refused twice: by the form, in words for a clerk, and by the database itself.

Each case changes a valid row. A constraint without a case fails the suite; choices and unique fields make
their own cases.
"""

from datetime import date, time

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from district.models import Record
from meetings.models import Attachment, Session
from resolutions.models import Directive
from tests.factories import FACTORIES, OrganizationFactory, SessionFactory, UserFactory

NOUNS = [model for model in apps.get_models() if issubclass(model, Record)]
CONSTRAINTS = {constraint.name: (noun, constraint) for noun in NOUNS for constraint in noun._meta.constraints}
CHOICES = [
    (field, value)
    for noun in NOUNS
    for field in noun._meta.fields
    if field.choices
    for value in ("?", "")
    if value or not field.blank
]
CODES = [field for noun in NOUNS for field in noun._meta.fields if field.unique and not field.primary_key]


def another(row, *shared, **values):
    """A second valid row, which shares some links with the first."""
    return FACTORIES[type(row)](**{name: getattr(row, name) for name in shared}, **values)


BAD = {
    "organization_ends_after_founding": {"founded_on": date(2025, 7, 1), "dissolved_on": date(2025, 6, 30)},
    "organization_successor_needs_end": lambda row: {"successor": OrganizationFactory()},
    "organization_not_its_own_kin": lambda row: {"parent": row},
    "term_number_once": lambda row: another(row, "organization", number=7),
    "term_number_from_one": {"number": 0},
    "term_years_in_order": {"start_year": 2025, "end_year": 2020},
    "term_days_in_order": {
        "start_year": 2025,
        "starts_on": date(2025, 8, 2),
        "ends_on": date(2025, 8, 1),
    },
    "term_days_in_its_years": {"starts_on": date(2019, 12, 31), "ends_on": date(2025, 8, 1)},
    "membership_single_seat": lambda row: another(row, "term", post="secretary"),
    "membership_days_in_order": {"starts_on": date(2022, 2, 2), "ends_on": date(2022, 2, 1)},
    "role_once": lambda row: another(row, "user", "organization", kind="chief"),
    "api_key_name_once": lambda row: another(row, "organization", name="Cổng tỉnh"),
    "api_key_allowance_within_reason": {"allowance": 101},
    "api_key_revoked_for_a_reason": lambda row: {"revoked_at": row.created_at},
    "sector_not_its_own_parent": lambda row: {"parent": row},
    "session_ordinal_once_in_term": lambda row: another(row, "term", ordinal=16),
    "session_ordinal_from_one": {"ordinal": 0},
    "session_days_in_order": {"ends_on": date(2023, 9, 28)},
    "session_period_assessed_in_order": {"assessed_ends_on": date(2022, 12, 31)},
    "session_period_ahead_in_order": {"ahead_ends_on": date(2023, 9, 30)},
    "session_period_assessed_whole": {"assessed_ends_on": None},
    "session_period_ahead_whole": {"ahead_starts_on": None},
    "session_targets_whole": {"targets_met": 22},
    "session_targets_met_within_total": {"targets_met": 44, "targets_total": 43},
    "session_published_at_iff_published": lambda row: {"state": "published", "approved_at": row.created_at},
    "session_approved_at_iff_approved": {"state": "approved"},
    "session_approved_by_another": lambda row: (
        dict.fromkeys(["submitted_by", "approved_by"], UserFactory())
        | {"state": "approved", "approved_at": row.created_at}
    ),
    "session_closes_after_opening": {"opens_at": time(8), "closes_at": time(7, 59)},
    "addendum_number_once_a_session": lambda row: another(row, "session"),
    "addendum_number_from_one": {"number": 0},
    "addendum_gives_a_reason": {"reason": ""},
    "correction_changes_something": {"after": "22/43 chỉ tiêu"},
    "seal_number_once_in_organization": lambda row: another(row, "organization", session=row.session),
    "seal_number_from_one": {"number": 0},
    "attachment_has_file_or_caption": {"caption": ""},
    "attendance_once_a_session": lambda row: another(row, "session"),
    "attendance_excuse_has_reason": {"status": "excused"},
    "draft_accepted_iff_session": {"status": "accepted"},
    "indicator_name_once": another,
    "indicator_value_once_a_session": lambda row: another(row, "session"),
    "indicator_value_percent_from_zero": {"planned": None, "actual": None, "percent_of_plan": -1},
    "indicator_value_says_something": {"planned": None, "actual": None},
    "indicator_value_percent_is_the_ratio": {"percent_of_plan": 51},
    "shortcoming_percent_from_zero": {"percent": -1},
    "shortcoming_not_its_own_repeat": lambda row: {"repeats": row},
    "shortcoming_resolved_in_only_if_resolved": lambda row: {
        "resolved_in": SessionFactory(later=True, term=row.session.term)
    },
    "statement_has_a_speaker": {"person": None},
    "resolution_number_once_in_term": lambda row: another(row, "session"),
    "resolution_number_from_one": {"number": 0},
    "resolution_votes_within_incumbents": {"incumbents": 37, "votes_for": 36, "votes_other": 2},
    "resolution_issued_within_incumbents": {"incumbents": 37, "ballots_issued": 38},
    "resolution_collected_within_issued": {"ballots_issued": 37, "ballots_collected": 38},
    "resolution_valid_within_collected": {"ballots_collected": 37, "ballots_valid": 38},
    "resolution_votes_are_the_valid_ballots": {"ballots_valid": 37, "votes_for": 30, "votes_against": 6},
    "resolution_numbered_only_if_carried": {"incumbents": 36, "votes_for": 18},
    "resolution_issued_with_number": lambda row: {"number": None, "issued_at": row.created_at},
    "resolution_withdrawn_with_reason": {"withdrawn_on": date(2023, 11, 1)},
    "reserved_opinion_once": lambda row: another(row, "resolution"),
    "reserved_opinion_says_something": {"text": ""},
    "resolution_not_replacing_itself": lambda row: {"replaces": row},
    "directive_quarter_form": {"quarter": "2023-Q5"},
    "directive_percent_fits_status": {"status": "in_progress", "percent": 100},
    "directive_completed_with_day_and_outcome": {"status": "completed", "percent": 100},
    "progress_report_percent_to_100": {"percent": 101},
    "progress_report_returned_with_remark": {"state": "returned"},
    "personnel_decision_collected_within_issued": {"ballots_issued": 37, "ballots_collected": 38},
    "personnel_decision_valid_within_collected": {"ballots_collected": 37, "ballots_valid": 38},
    "personnel_decision_votes_within_incumbents": {"incumbents": 37, "votes_for": 36, "votes_other": 2},
    "personnel_decision_issued_within_incumbents": {"incumbents": 37, "ballots_issued": 38},
    "personnel_decision_votes_are_the_valid_ballots": {
        "ballots_valid": 37,
        "votes_for": 30,
        "votes_against": 8,
    },
    "personnel_decision_levels_for_confidence_only": {"confidence_low": 1},
    "personnel_decision_levels_are_the_valid_ballots": {
        "kind": "confidence",
        "ballots_valid": 37,
        "confidence_high": 30,
        "confidence_medium": 5,
        "confidence_low": 1,
    },
    "remedy_once": lambda row: another(row, "directive"),
    "layout_sizes_readable": {"body_size": 7},
    "layout_margins_on_the_sheet": {"margin_left": 61},
    "layout_distances_on_the_sheet": {"first_line": 51},
    "layout_lines_apart": {"line_pitch": 13},
    "paper_template_once_a_day": lambda row: another(row, "organization", in_force_on=date(2021, 1, 1)),
    "reminder_once_a_day": lambda row: another(row, "organization", sent_on=date(2023, 11, 2)),
    "review_once_a_session": lambda row: another(
        row, "directive", session=SessionFactory(term=row.session.term, ordinal=17, held_on=date(2024, 3, 29))
    ),
    "review_gives_a_reason": {"reason": ""},
    "review_new_deadline_only_if_carried_over": {"outcome": "dropped", "new_due_on": date(2024, 3, 31)},
    "supporting_unit_once_a_directive": lambda row: another(row, "directive"),
}
"""For each constraint, what makes a valid row a bad one: new values, or another row to be the same as."""

TOLD_SOONER = {
    "addendum_gives_a_reason": "không được để trống",
    "reserved_opinion_says_something": "không được để trống",
    "organization_not_its_own_kin": "Cấp trên trực tiếp tạo thành vòng",
    "sector_not_its_own_parent": "Lĩnh vực cấp trên tạo thành vòng",
    "membership_single_seat": "đang giữ chức vụ này",
    "shortcoming_not_its_own_repeat": "Chỉ lặp lại được hạn chế của một kỳ họp trước",
    "resolution_not_replacing_itself": "Các văn bản thay thế nhau thành vòng",
    "directive_quarter_form": "Viết quý theo mẫu 2023-Q4",
}
"""Where the form says it in other words, since a rule that names the field comes before the constraint."""

BOUND = {(Directive, "status"), (Attachment, "kind"), (Session, "state")}
"""Fields of which another constraint speaks as well, so that either may be the one that refuses."""

MENDED = {"session_published_at_iff_published", "session_approved_at_iff_approved"}
"""What no form can get wrong: the noun itself keeps it true."""


def known(field):
    return f"{field.model._meta.model_name}_{field.name}_known"


def spoiled(row, name):
    """What to change in the row to break the constraint."""
    change = BAD[name](row) if callable(BAD[name]) else BAD[name]
    if isinstance(change, Record):
        return {field: getattr(change, field) for field in CONSTRAINTS[name][1].fields}
    return change


def changed(row, change):
    for name, value in change.items():
        setattr(row, name, value)
    return row


def write_past_the_rules(row, change):
    with transaction.atomic():
        models.QuerySet(type(row)).filter(pk=row.pk).update(**change)


def named_by(error, constraint, table):
    """Whether the database's refusal is this constraint's; SQLite names a unique one by its columns."""
    columns = ", ".join(f"{table}.{column}" for column in columns_of(constraint))
    return constraint.name in str(error) or (columns and f"UNIQUE constraint failed: {columns}" in str(error))


def columns_of(constraint):
    noun = CONSTRAINTS[constraint.name][0]
    return [noun._meta.get_field(name).column for name in getattr(constraint, "fields", ())]


def test_every_constraint_has_a_bad_row():
    assert set(BAD) | {known(field) for field, value in CHOICES} == set(CONSTRAINTS)


def test_every_noun_has_a_factory_of_valid_rows(db):
    for noun in NOUNS:
        FACTORIES[noun]().full_clean()


@pytest.mark.parametrize("name", sorted(set(BAD) - MENDED))
def test_form_refuses_in_words_of_its_own(db, name):
    noun, constraint = CONSTRAINTS[name]
    row = FACTORIES[noun]()
    changed(row, spoiled(row, name))
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    expected = TOLD_SOONER.get(name, str(constraint.violation_error_message))
    assert any(expected in message for message in refused.value.messages), refused.value.messages


@pytest.mark.parametrize("name", sorted(BAD))
def test_database_refuses_what_slips_past_the_rules(db, name):
    noun, constraint = CONSTRAINTS[name]
    row = FACTORIES[noun]()
    change = spoiled(row, name)
    with pytest.raises(IntegrityError) as refused:
        write_past_the_rules(row, change)
    assert named_by(refused.value, constraint, noun._meta.db_table)


@pytest.mark.parametrize("name", sorted(CONSTRAINTS))
def test_constraint_speaks_vietnamese(name):
    constraint = CONSTRAINTS[name][1]
    message = str(constraint.violation_error_message)
    assert message != str(constraint.default_violation_error_message)
    assert message[0].isupper() and message.endswith(".") and not message.isascii()


@pytest.mark.parametrize(("field", "value"), CHOICES, ids=lambda part: str(part) or "blank")
def test_unknown_choice_is_refused_by_form_and_database(db, field, value):
    row = FACTORIES[field.model]()
    with pytest.raises(ValidationError) as refused:
        changed(row, {field.name: value}).full_clean()
    assert field.name in refused.value.error_dict
    with pytest.raises(IntegrityError) as refused:
        write_past_the_rules(row, {field.name: value})
    if (field.model, field.name) not in BOUND:
        assert known(field) in str(refused.value)


@pytest.mark.parametrize("field", CODES, ids=str)
def test_code_is_used_once(db, field):
    if field.name == "session":
        row, taken = (FACTORIES[field.model](status="accepted", session=SessionFactory()) for _ in range(2))
    else:
        row, taken = FACTORIES[field.model](), FACTORIES[field.model]()
    change = {field.name: getattr(taken, field.name)}
    with pytest.raises(ValidationError) as refused:
        changed(row, change).full_clean()
    assert field.name in refused.value.error_dict
    with pytest.raises(IntegrityError):
        write_past_the_rules(row, change)


def test_unknown_satisfies_every_shared_constraint(db):
    """What an article does not say stays empty, and is no error."""
    SessionFactory(
        assessed_starts_on=None, assessed_ends_on=None, ahead_starts_on=None, ahead_ends_on=None
    ).full_clean()
    FACTORIES[CONSTRAINTS["resolution_votes_within_incumbents"][0]](votes_for=30, number=None).full_clean()
