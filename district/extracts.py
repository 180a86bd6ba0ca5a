"""The piece of a text around the words searched, as HTML.

Plain Python that knows no table.
"""

from html import escape

from district.queries import Query
from district.text import words_in

WIDTH = 240
"""About how many characters of the text an extract shows."""


def extract(text, words):
    """The part of the text around the first hit, HTML-escaped, with <mark> around every hit.

    Words are found as a search finds them. A text without a hit gives its beginning.

    >>> extract("Huyện Điện Biên Đông", "dien bien")
    'Huyện <mark>Điện</mark> <mark>Biên</mark> Đông'
    """
    hits = spans(text, words)
    start, end = _window(text, hits[0][0] if hits else 0)
    pieces, at = [], start
    for first, last in hits:
        first, last = max(first, at), min(last, end)
        if first < last:
            pieces += [escape(text[at:first]), f"<mark>{escape(text[first:last])}</mark>"]
            at = last
    pieces.append(escape(text[at:end]))
    return ("… " if start else "") + "".join(pieces) + (" …" if end < len(text) else "")


def spans(text, words):
    """Where the words lie in the text: [start, end) pairs in order, none overlapping another.

    Marked is what a search finds: whole words, the beginning of one, phrases as they stand together.
    """
    query = words if isinstance(words, Query) else Query.read(words)
    there = list(words_in(text))
    found = sorted((there[at].start, end) for term in query.terms for at, end in _hits(term, there))
    merged = []
    for start, end in found:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _hits(term, there):
    """The number of the first word and the end of the last, of each place where the term stands."""
    *whole, last = term.words
    for at in range(len(there) - len(whole)):
        final = there[at + len(whole)]
        fits = final.folded.startswith(last) if term.begins else final.folded == last
        if fits and all(there[at + i].folded == word for i, word in enumerate(whole)):
            yield at, final.end


def _window(text, hit):
    """The [start, end) of the extract around the hit, at word borders."""
    if len(text) <= WIDTH:
        return 0, len(text)
    start = max(0, min(hit - WIDTH // 3, len(text) - WIDTH))
    end = start + WIDTH
    if start and " " in text[start:hit]:
        start = text.index(" ", start) + 1
    if end < len(text) and " " in text[hit:end]:
        end = text.rindex(" ", hit, end)
    return start, end
