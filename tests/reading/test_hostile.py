"""Texts that nobody would write, and some that somebody might: the reader neither raises nor takes long."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meetings.parsing import TooLong, read
from meetings.parsing.lexicon import PHRASES
from meetings.parsing.prose import LONGEST_SENTENCE, Page
from meetings.parsing.report import LONGEST
from tests.reading.evaluation import KINDS

WORDS = sorted({phrase.strip() for phrases in PHRASES.values() for phrase in phrases.split(",")})
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(
        ["114,62%", "1.234,5 tỷ đồng", "22/43 chỉ tiêu", "ngày 29/9/2023", "quý IV", "năm 2023", "9 tháng đầu năm", "3 tháng cuối năm",
         "Hội nghị lần thứ 15", "khóa VI", "nhiệm kỳ 2020-2025", "Ban Chấp hành Đảng bộ huyện Điện Biên", "Ảnh:", "Nguồn:", "Tin, ảnh:",
         "http://a.vn/b", "đạt", "so với cùng kỳ", "(", ")", ";", ":", ".", ",", "…", "\n", "\n- ", "\nI. ", "\n1.1. ", "\na) ", "\n* ",
         "như:", "trong đó", "lũy kế", "vượt 10%", "0%", "99999999999999999999,9%", "ngày 99/99"]
    ),
    st.text(max_size=8),
)  # fmt: skip


@example("Ảnh: \n- ")
@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_any_text_is_read_and_every_span_lies_in_it(text):
    report = read(text)
    proposed = report.as_json()
    for item in (item for kind in KINDS for item in proposed[kind]):
        start, end = item["span"]
        assert 0 <= start < end <= len(report.text)
        assert 0 <= item["confidence"] <= 1
        if words := item.get("text") or item.get("caption"):
            assert report.text[start:end] == words
    for fact in [*report.head.values(), *report.source.values()]:
        assert fact is None or 0 <= fact.span[0] < fact.span[1] <= len(report.text)


def test_a_text_longer_than_any_report_is_refused_with_a_sentence():
    with pytest.raises(TooLong, match=r"2\.000\.000 ký tự"):
        read("a" * (LONGEST + 1))


@pytest.mark.parametrize(
    "unit",
    [
        "tình hình còn chậm ",
        "đạt 1,",
        "((((",
        "1.1.1.",
        "a",
        "hội nghị ",
        "tháng ",
        "....",
        "như: ",
        "năm 2023 - ",
        "; ",
    ],
)
def test_no_rule_sees_more_than_a_sentence_of_bounded_length(unit):
    text = unit * (30_000 // len(unit))
    page = Page(text)
    assert all(end - start <= LONGEST_SENTENCE for start, end in page.sentences(0, len(text)))
    read(text)


def test_the_work_grows_with_the_length_not_with_its_square(monkeypatch):
    """Counted, not timed: the sentences and hits that the rules are given for twice the text are twice as many."""
    counts = []
    hits = Page.hits
    monkeypatch.setattr(
        Page, "hits", lambda page, start, end: counts.append(end - start) or hits(page, start, end)
    )

    def work(times):
        counts.clear()
        read(
            "Kết quả: thu ngân sách đạt 12,4 tỷ đồng; tuy nhiên, tiến độ còn chậm.\n- Giao UBND huyện rà soát.\n"
            * times
        )
        return sum(counts)

    assert work(400) <= 2.2 * work(200)


@pytest.mark.parametrize(
    "words",
    [
        "trong của cần còn để và",
        "và ,",
        "như là",
        "đạt ước là",
        "9 tháng của năm",
        "bế mạc",
        "tăng giảm từ lên",
    ],
)
def test_small_words_without_end_are_read_like_any_others(words):
    line = f"{words} " * (LONGEST_SENTENCE // len(words))
    report = read(
        f"Hội nghị lần thứ 5\n\nNgày 2/3, họp {line}\n\nHạn chế {line}\n\nNhiệm vụ {line}\n\n- {line}"
    )
    assert report.head["ordinal"].value == 5
