"""From a newspaper article to the session, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from meetings.models import Draft, Session
from tests.browser.test_chain import WCAG
from tests.drafts import article

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = (
    "Ngày 29/9/2023, Ban Chấp hành Đảng bộ huyện Điện Biên Đông khóa VI, nhiệm kỳ 2020-2025 tổ chức kỳ họp thứ 15.\n\n"
    "Hạn chế: 😀 giải ngân vốn còn chậm; một số trường học xuống cấp. Phòng Dân tộc chưa có trụ sở mới.\n\n"
    "Nhiệm vụ 3 tháng cuối năm: Phòng Dân tộc sửa chữa trường học.\n"
)


@pytest.fixture
def review(clerk):
    """The review page of a short report, open in the clerk's browser."""
    article.district_before()
    draft = Draft.objects.create(title="Báo cáo", text=TEXT)
    clerk.goto(draft.get_absolute_url())
    return clerk


def test_pasted_article_becomes_the_sample_session_with_at_most_three_corrections(clerk, capsys):
    """What a correction is, and when two sessions are equal: `tests.drafts.article.CORRECTIONS`."""
    text = article.text()
    article.district_before()
    clerk.goto("/admin/meetings/draft/add/")
    clerk.fill("#id_text", text)
    clerk.click("[name=_save]")
    clerk.wait_for_url("**/drafts/*/")
    for name, value in article.CORRECTIONS.items():
        clerk.fill(f"[name={name}]", value)
    clerk.click("[name=accept]")
    clerk.wait_for_url("**/admin/meetings/session/*/change/")
    session = Session.objects.get(ordinal=15)
    assert article.differences(session) == []
    with capsys.disabled():
        print(f"\nIn the browser the article took {session.draft.corrections} corrections.")
    assert session.draft.corrections == len(article.CORRECTIONS) <= 3


def test_touching_one_side_shows_the_other(review):
    review.click(".piece.shortcomings >> nth=0")
    assert review.evaluate("document.activeElement.id") == "shortcomings-0"
    review.click("#shortcomings-1 legend a")
    assert review.locator(".piece.lit").all_inner_texts() == ["một số trường học xuống cấp"]
    review.focus("#id_session-ordinal")
    assert review.locator(".piece.lit").all_inner_texts() == ["15"]


def test_row_is_added_from_what_was_selected(review):
    select(review, "Phòng Dân tộc chưa có trụ sở mới")
    review.click("[data-add=results]")
    assert review.input_value("#id_results-0-text") == "Phòng Dân tộc chưa có trụ sở mới"
    review.click("[name=accept]")
    review.wait_for_url("**/change/")
    session = Session.objects.get(ordinal=15)
    assert [one.text for one in session.results.all()] == ["Phòng Dân tộc chưa có trụ sở mới"]
    (row,) = [row for row in session.draft.provenance if row["kind"] == "results"]
    start, end = row["passages"][""]
    assert session.draft.text[start:end] == "Phòng Dân tộc chưa có trụ sở mới"


def test_return_key_checks_and_accepts_nothing(review):
    review.fill("#id_term-organization", "Chưa từng có")
    review.press("#id_term-organization", "Enter")
    review.wait_for_selector("[name=new][value='organization:Chưa từng có']")
    assert not Session.objects.filter(ordinal=15).exists()


def test_the_page_works_without_a_script(chromium, review, live_server):
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=review.context.storage_state()
    )
    page = context.new_page()
    page.goto(review.url)
    page.click(".piece.shortcomings >> nth=0")
    assert page.url.endswith("#shortcomings-0")
    page.click("button[name=add][value=results]")
    page.fill("#id_results-0-text", "Thu đạt kế hoạch.")
    page.click("[name=accept]")
    page.wait_for_url("**/change/**")  # the place on the page before is kept behind it
    context.close()
    assert Session.objects.get(ordinal=15).results.get().text == "Thu đạt kế hoạch."


def test_everyone_can_use_the_page_on_any_screen(review):
    has_no_fault(review)
    assert (
        review.locator("#text").bounding_box()["y"]
        < review.locator("#id_session-ordinal").bounding_box()["y"]
    )
    review.fill("#id_session-held_on", "?")
    review.click("[name=accept]")
    review.wait_for_selector(".errorlist")
    has_no_fault(review)
    review.fill("#id_session-held_on", "29/09/2023")
    review.click("[name=accept]")
    review.wait_for_url("**/change/")
    review.goto(Draft.objects.get().get_absolute_url())
    has_no_fault(review)


def has_no_fault(page):
    """Nothing that WCAG 2.2 AA forbids, and nothing wider than the screen: of a desk by day, of a phone by night."""
    for width, scheme in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, options=WCAG).response["violations"]
        assert [(fault["id"], [node["html"] for node in fault["nodes"]][:3]) for fault in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def select(page, words):
    """Select words of the text, as a mouse would."""
    page.evaluate(
        """words => {
          const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0) continue;
            getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
            return;
          }
          throw new Error(`not in one piece: ${words}`);
        }""",
        words,
    )
    page.wait_for_selector(".picked:not([hidden])")
