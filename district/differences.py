"""What was and what is, as a person reads it: one value in the words of the screen, two texts word by word.

Plain Python that knows no table.
"""

from datetime import datetime
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import takewhile
from pathlib import PurePath

from django.db.models import FileField
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _

MOST_PAIRS = 4_000_000
"""How many pairs of words are compared at most; of texts that differ in more, the whole is shown before and after."""


def in_words(field, value):
    """The value of a model's field: the word of a choice, the name of a record, 29/09/2023, 1.234,5; "" for none.

    A link is given as its record (or as the name of it), a file as it is stored.
    """
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    if isinstance(value, Decimal):
        value = Decimal(f"{value.normalize():f}")
    if isinstance(value, dict | list):
        return _("%(count)s mục") % {"count": len(value)}
    if isinstance(field, FileField):
        return PurePath(str(value)).name
    return str(value) if isinstance(value, int) else str(localize(value))


def word_by_word(before, after):
    """Two texts as pairs of "same", "before" or "after" with the words that it is true of, in reading order."""
    before, after = before.split(), after.split()
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    gone, come = before[start : len(before) - end], after[start : len(after) - end]
    pieces = [("same", before[:start]), *_pieces(gone, come), ("same", before[len(before) - end :])]
    return [(kind, " ".join(words)) for kind, words in pieces if words]


def _alike(some, others):
    """With how many words that are the same both begin."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False)))


def _pieces(gone, come):
    if len(gone) * len(come) > MOST_PAIRS:
        yield from (("before", gone), ("after", come))
        return
    for kind, start, end, first, last in SequenceMatcher(None, gone, come, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "same", gone[start:end]
        else:
            yield from (("before", gone[start:end]), ("after", come[first:last]))
