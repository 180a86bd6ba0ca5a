"""A form filled in with what nobody would type."""

import re
from html import unescape

from hypothesis import strategies as st

from tests.desk.pages import Controls
from tests.hostile.values import huge, uploads, values

_FILE = re.compile(r'<input[^>]*type="file"[^>]*>')
_NAME = re.compile(r'name="([^"]+)"')


def controls_of(response):
    """What a browser would send for the form, a new row below each inline among it."""
    held = Controls(response.content.decode()).values
    filled = {name: value for name, value in held.items() if name and "__prefix__" not in name}
    for name, value in held.items():
        if name and "__prefix__" in name:
            prefix = name.partition("-__prefix__")[0]
            filled[name.replace("__prefix__", str(rows_of(held, prefix)))] = value
    for name in held:
        if name and name.endswith("-TOTAL_FORMS"):
            prefix = name.removesuffix("-TOTAL_FORMS")
            filled[name] = str(rows_of(held, prefix) + (f"{prefix}-__prefix__-id" in held))
    return filled


def rows_of(held, prefix):
    return int(held[f"{prefix}-TOTAL_FORMS"])


def file_controls(response):
    """The names of the controls that take a file."""
    for control in _FILE.findall(response.content.decode()):
        yield unescape(_NAME.search(control)[1]).replace("__prefix__", "0")


def spoilt(form, files=(), most=3):
    """The form with some of its controls as nobody would send them, and the names of those."""
    names = sorted(form)
    changes = st.dictionaries(
        st.sampled_from(names),
        st.one_of(
            values,
            values,
            values,
            values,
            values,
            values,
            st.none(),
            st.lists(values, max_size=3),
            huge if most else values,
        ),
        min_size=1,
        max_size=most,
    )
    if not files:
        return changes.map(lambda change: (change, _with(form, change)))
    sent = st.dictionaries(st.sampled_from(sorted(files)), uploads, min_size=0, max_size=2)
    return st.tuples(changes, sent).map(lambda both: (both[0] | both[1], _with(form, both[0] | both[1])))


def _with(form, change):
    return {name: value for name, value in (form | change).items() if value is not None}
