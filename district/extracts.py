"""The piece of a text around the words searched, as HTML.

Plain Python that knows no table.
"""

from html import escape

from district.queries import Query
from district.text import standing

WIDTH = 240
"""About how many characters of the text an extract shows."""


def extract(words, *texts):
    """The part, around its first hit, of the text with the most hits: HTML-escaped, with <mark> around every hit.

    Words are found as a search finds them. Texts without a hit give the beginning of the first.

    >>> extract("dien bien", "Huyện Điện Biên Đông")
    'Huyện <mark>Điện</mark> <mark>Biên</mark> Đông'
    """
    query = Query.read(words)
    hits, text = max(((spans(text, query), text) for text in texts), key=lambda pair: len(pair[0]))
    start, end = _window(text, hits[0][0] if hits else 0)
    pieces, at = [], start
    for first, last in hits:
        first, last = max(first, at), min(last, end)
        if first < last:
            pieces += [escape(text[at:first]), f"<mark>{escape(text[first:last])}</mark>"]
            at = last
    pieces.append(escape(text[at:end]))
    return ("… " if start else "") + "".join(pieces) + (" …" if end < len(text) else "")


def spans(text, query):
    """Where the words of a query lie in the text: [start, end) pairs in order, none overlapping another.

    Marked is what a search finds: whole words, the beginning of one, phrases as they stand together.
    """
    merged = []
    hits = (hit for term in query.terms for hit in standing(text, term.words, term.begins))
    for start, end in sorted(hits):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


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
