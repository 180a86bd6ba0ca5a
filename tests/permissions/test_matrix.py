"""Who may what: every role, noun and deed, in its own organization and in another, drafts and published alike."""

import json

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.test import Client

from district.models import Organization, Record, Role
from district.permissions import DEEDS, in_sight, permission
from meetings.models import Draft, Session
from resolutions.models import Directive
from tests.desk.pages import address
from tests.desk.rows import session, term, whole_district

pytestmark = pytest.mark.django_db

NOUNS = [noun for noun in apps.get_models() if issubclass(noun, Record)]
every_noun = pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun._meta.label_lower)
every_role = pytest.mark.parametrize("kind", Role.Kind.values)

OFFICE = {"clerk", "chief"}
READERS = OFFICE | {"leader", "auditor"}
SHARED = {"Organization", "Person", "Sector", "Indicator", "Layout"}
"""What every office reads, whoever typed it."""
NOBODYS = {"Role", "Reminder"}
"""What only the installation's own administrator reads."""
OVERSEERS = {"chief", "auditor"}
"""Who reads the keys of an office's clients."""
CHIEFS = {"PaperTemplate", "ApiKey"}
"""What only the chief of an office writes."""
WRITTEN = {"Seal", "Addendum", "Correction", "Layout"}
"""What the system or the administrator writes."""


def expected(kind, noun, deed, *, own):
    """What a role may do to a row of its own organization, or of another that is not below it."""
    name = noun.__name__
    if name in NOBODYS or kind not in READERS:
        return False
    if name == "ApiKey" and kind not in OVERSEERS:
        return False
    if deed == "view":
        return own or name in SHARED
    if name in WRITTEN or kind not in OFFICE or (name in CHIEFS and kind != "chief"):
        return False
    if name in SHARED:
        return deed != "delete" and (own or name != "Organization")
    return own


def holder(kind, code, **values):
    """Somebody who holds the role for the organization of that code."""
    user = User.objects.create_user(f"{kind}-{code}", **values)
    Role.objects.create(user=user, organization=Organization.objects.get(code=code), kind=kind)
    return User.objects.get(pk=user.pk)


@pytest.fixture(scope="module")
def standing(shared):
    """A district with a row of everything, and a stranger beside it."""
    whole = whole_district(1)
    Draft.objects.create(title="Nháp của mình", organization=whole.organization, text="…")
    Organization.objects.create(
        code="huyen-ben", name="Đảng bộ huyện bên", kind="party_committee", level="district"
    )
    return whole


@pytest.fixture(scope="module")
def own(standing):
    """By noun: a row that the committee of the district keeps."""
    committee = standing.organization
    rows = {
        noun: next((row for row in noun.objects.order_by("-pk") if keeps(committee, row)), None)
        for noun in NOUNS
    }
    rows[Organization] = committee
    return rows


def keeps(committee, row):
    return row.owned_through is None or row.owner == committee


@every_noun
@every_role
def test_a_role_may_what_the_rules_say(kind, noun, own):
    row = own[noun]
    for code, is_own in (("huyen-uy", True), ("huyen-ben", False)):
        user = holder(kind, code)
        allowed = {deed: user.has_perm(permission(deed, noun), row) for deed in DEEDS}
        assert allowed == {deed: expected(kind, noun, deed, own=is_own) for deed in DEEDS}, code
        assert (row in in_sight(noun.objects.all(), user)) is allowed["view"]


@every_noun
def test_nobody_and_somebody_without_a_role_may_nothing(noun, own):
    for user in (AnonymousUser(), User.objects.create_user("ai-do")):
        assert not any(user.has_perm(permission(deed, noun), own[noun]) for deed in DEEDS)
        assert not any(user.has_perm(permission(deed, noun)) for deed in DEEDS)
        assert not in_sight(noun.objects.all(), user)


@pytest.mark.parametrize(
    "noun", [noun for noun in NOUNS if noun.__name__ not in SHARED], ids=lambda noun: noun._meta.label_lower
)
def test_the_desk_shows_a_stranger_no_row(noun, own):
    """The list with its counts, its search and its export; every other page is asked by test_routes."""
    client = Client()
    client.force_login(holder("chief", "huyen-ben"))
    listed = client.get(address(noun, "changelist"))
    assert listed.status_code in (200, 403)
    if listed.status_code == 200:
        assert not listed.context["cl"].result_list
        assert listed.context["cl"].full_result_count == 0
        export = client.post(address(noun, "export"), {"format": 0, "resource": 0})
        assert export.status_code == 403 or len(export.content.decode("utf-8-sig").strip().splitlines()) <= 1


def test_choices_offer_nothing_of_another_organization(standing):
    mine, strange = Client(), Client()
    mine.force_login(holder("clerk", "huyen-uy"))
    strange.force_login(holder("clerk", "huyen-ben"))
    for noun, link in (
        (Directive, "session"),
        (Directive, "resolution"),
        (apps.get_model("resolutions.Review"), "directive"),
    ):
        asked = {"app_label": noun._meta.app_label, "model_name": noun._meta.model_name, "field_name": link}
        offered = [
            json.loads(who.get("/admin/autocomplete/", asked).content)["results"] for who in (mine, strange)
        ]
        assert offered[0] and not offered[1]


@pytest.mark.parametrize("page", ["approval", "prepare", "papers/minutes.docx"])
def test_pages_of_the_office_do_not_exist_for_strangers(standing, page):
    strange, reader = Client(), Client()
    strange.force_login(holder("chief", "huyen-ben"))
    reader.force_login(holder("auditor", "huyen-uy"))
    at = f"/sessions/{standing.pk}/{page}{'' if '.' in page else '/'}"
    assert strange.get(at).status_code == 404
    assert reader.get(at).status_code == (200 if "papers" in page else 403)


def test_a_province_reads_its_districts_and_writes_only_its_own(standing):
    user = holder("chief", "tinh-uy")
    assert user.has_perm("meetings.view_session", standing)
    assert not user.has_perm("meetings.change_session", standing)
    assert standing in in_sight(Session.objects.all(), user)
    client = Client()
    client.force_login(user)
    page = client.get(address(Session, "change", standing.pk))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert client.post(address(Session, "change", standing.pk), {}).status_code == 403


def test_a_record_is_not_moved_to_another_organization(standing):
    other = session(term=term(organization=Organization.objects.get(code="huyen-ben")))
    client = Client()
    client.force_login(holder("clerk", "huyen-uy"))
    typed = {"session": other.pk, "text": "Việc gửi nhầm", "status": "not_started", "percent": 0}
    answer = client.post(address(Directive, "add"), typed)
    assert answer.status_code == 200
    assert "session" in answer.context["adminform"].form.errors
    assert not Directive.objects.filter(text="Việc gửi nhầm").exists()


def test_who_holds_a_role_in_an_office_may_enter_and_a_reporter_may_not(standing):
    for kind in Role.Kind.values:
        client = Client()
        client.force_login(holder(kind, "huyen-uy"))
        assert client.get("/admin/").status_code == (302 if kind == "reporter" else 200)


def test_the_clerk_submits_and_the_chief_approves(standing):
    session = Session.objects.get(pk=standing.pk)
    clerk, chief = holder("clerk", "huyen-uy"), holder("chief", "huyen-uy")
    session.submit(by=clerk)
    another = User.objects.create_user("viết-hộ")
    Role.objects.create(user=another, organization=session.organization, kind="clerk")
    assert Session.State.APPROVED not in session.states_open_to(another)
    assert Session.State.APPROVED in session.states_open_to(chief)


def test_a_permission_of_the_installation_is_for_every_organization(standing):
    user = User.objects.create_user("quan-tri", is_staff=True)
    user.user_permissions.add(
        Permission.objects.get(codename="view_session", content_type__app_label="meetings")
    )
    user = User.objects.get(pk=user.pk)
    assert user.has_perm("meetings.view_session", standing)
    assert not user.has_perm("meetings.change_session", standing)
    assert standing in in_sight(Session.objects.all(), user)
