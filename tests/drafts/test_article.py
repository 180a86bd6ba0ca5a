"""The article becomes the sample session, without a browser."""

from decimal import Decimal

import pytest

from meetings.models import Draft, Session
from resolutions.proposals import Proposal
from tests.drafts import article
from tests.drafts.typing import as_sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    text = article.text()
    article.district_before()
    return Draft.objects.create(title="Bài báo", text=text)


def test_the_article_becomes_the_sample_session_with_at_most_three_corrections(
    draft, admin_client, admin_user, capsys
):
    sent = as_sent(draft, admin_user, **article.CORRECTIONS)
    admin_client.post(draft.get_absolute_url(), {**sent, "accept": ""})
    session = Session.objects.get(ordinal=15)
    assert article.differences(session) == []
    draft.refresh_from_db()
    with capsys.disabled():
        print(f"\nThe article took {draft.corrections} corrections to become the sample session.")
    assert draft.corrections == len(article.CORRECTIONS) <= 3


def test_what_was_read_differs_from_the_sample_in_just_the_corrected_fields(draft, admin_client, admin_user):
    admin_client.post(draft.get_absolute_url(), {**as_sent(draft, admin_user), "accept": ""})
    assert len(article.differences(Session.objects.get(ordinal=15))) == len(article.CORRECTIONS)


def test_shortcomings_that_session_14_named_are_proposed_as_their_repeats(draft, admin_user):
    rows = Proposal(draft, admin_user).rows["shortcomings"].forms
    earlier = {
        row.text.partition(" ")[0]: str(row.pk) for row in Session.objects.get(ordinal=14).shortcomings.all()
    }
    assert [row["repeats"].value() or "" for row in rows] == [
        earlier["Trồng"], "", earlier["Vốn"], "", "", "", "",
    ]  # fmt: skip


def test_every_name_in_the_article_is_known_in_the_sample_district(draft, admin_user):
    assert Proposal(draft, admin_user).offers == []


def test_bound_is_kept_as_a_bound(draft, admin_client, admin_user):
    admin_client.post(draft.get_absolute_url(), {**as_sent(draft, admin_user), "accept": ""})
    slow = Session.objects.get(ordinal=15).shortcomings.get(percent=50)
    assert (slow.qualifier, slow.percent, slow.measure) == (
        "under",
        Decimal(50),
        "Đạt dưới 50% kế hoạch vốn giao",
    )
