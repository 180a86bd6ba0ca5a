"""The piece of a text around the words searched, as HTML.

Plain Python that knows no table.
"""

from html import escape

from district.queries import Query

WIDTH = 240
"""About how many characters of the text an extract shows."""


def extract(words, *texts):
    """The part, around its first hit, of the text with the most hits: HTML-escaped, with <mark> around every hit.

    Words are found as a search finds them. Texts without a hit give the beginning of the first.

    >>> extract("dien bien", "Huyện Điện Biên Đông")
    'Huyện <mark>Điện</mark> <mark>Biên</mark> Đông'
    """
    query = Query.read(words)
    found = [(spans(text, query), text) for text in texts if text] or [([], "")]
    hits, text = max(found, key=lambda pair: len(pair[0]))
    start, end = _window(text, hits[0][0] if hits else 0)
    html = escape if escape(text) != text else str
    pieces, at = [], start
    for first, last in hits:
        first, last = max(first, at), min(last, end)
        if first < last:
            pieces.append(f"{html(text[at:first])}<mark>{html(text[first:last])}</mark>")
            at = last
    return f"{'… ' if start else ''}{''.join(pieces)}{html(text[at:end])}{' …' if end < len(text) else ''}"


def spans(text, query):
    """Where the words of a query lie in the text: [start, end) pairs in order, none overlapping another.

    Marked is what a search finds: whole words, the beginning of one, phrases as they stand together.
    """
    merged = []
    for start, end in query.standing(text):
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
