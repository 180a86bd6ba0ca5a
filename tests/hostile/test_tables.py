"""Tables that come in: each column of each noun, and files that are no tables. Tables that go out: no cell is a formula."""

import csv
import io
import re
from contextlib import suppress

import openpyxl
import pytest
from django.contrib import admin
from django.db import IntegrityError, models, transaction
from django.db.models import Value
from django.db.models.functions import Cast, Concat
from django.utils.text import capfirst
from hypothesis import given
from hypothesis import strategies as st

from district.fields import Derived
from district.models import Person, Record
from district.text import harmed, harmless
from meetings.models import Result
from resolutions.api import routes
from tests.api.ground import grow
from tests.desk.pages import address, sent
from tests.desk.rows import whole_district
from tests.hostile.ground import case, trials, written
from tests.hostile.values import (
    ALIKE,
    CONTROLS,
    FORMULAS,
    PILES,
    SNIPPETS,
    UNSEEN,
    files,
    numbers,
    texts,
    values,
)
from tests.imports.pages import column, excel, exported, look, table
from tests.permissions.test_routes import free_texts

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("standing"),
    pytest.mark.filterwarnings("ignore:Generating overly large repr"),
]

IMPORTED = [
    model
    for model, desk in admin.site._registry.items()
    if issubclass(model, Record) and hasattr(desk, "import_formats")
]


@pytest.fixture(scope="module")
def standing(shared):
    """A district with a row of every noun."""
    whole_district(1)


CELLS = st.one_of(
    values.filter(lambda value: isinstance(value, str)),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.none(),
)
"""What one cell may hold, in Excel or as text."""


def as_excel(rows):
    """The book, or None where Excel itself would not hold such a cell."""
    try:
        return excel(*rows)
    except (openpyxl.utils.exceptions.IllegalCharacterError, ValueError):
        return None


def as_csv(rows, encoding="utf-8-sig", delimiter=";"):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding, "replace")


def test_no_cell_breaks_an_import(admin_client):
    known = {}

    def stored(model):
        """A row as it is exported, and the labels of the columns that may be typed; none where nobody imports."""
        if model not in known:
            if admin_client.get(address(model, "import")).status_code == 403:
                known[model] = {}, []
            else:
                head, row, *_more = table(exported(admin_client, model))
                known[model] = dict(zip(head, row, strict=True)), sorted({*head} & {*labels(model)})
        return known[model]

    forms = st.sampled_from([as_excel, as_csv])

    @trials("cells", few=10)
    @given(st.sampled_from(IMPORTED), st.booleans(), forms, st.data())
    def bring(model, is_new, form, data):
        row, typed = stored(model)
        if not typed:
            return
        cells = data.draw(st.dictionaries(st.sampled_from(typed), CELLS, min_size=1, max_size=3))
        filled = {name: value for name, value in row.items() if name in typed or name == "ID"} | cells
        if is_new:
            filled.pop("ID")
        with case("cells"):
            before = written()
            preview = look(admin_client, model, form([[*filled], [*filled.values()]]) or b"")
            assert preview.status_code == 200
            assert written() == before
            if "confirm_form" in preview.context:
                assert admin_client.post(address(model, "process_import"), sent(preview)).status_code == 302
            else:
                assert refused(preview), "no reason is told"

    bring()


def labels(model):
    """What the columns are called that somebody might type."""
    for field in model._meta.get_fields():
        if hasattr(field, "verbose_name") and not isinstance(field, (Derived, models.FileField)):
            yield str(capfirst(field.verbose_name))


def refused(preview):
    """Whether the page says what is wrong."""
    result = preview.context.get("result")
    if result is None:
        return bool(preview.context["form"].errors)
    assert not result.error_rows or all(
        "Traceback" not in str(row.errors[0].error) for row in result.error_rows
    )
    return bool(result.base_errors or result.refusals or result.error_rows)


def test_no_file_breaks_an_import(admin_client):
    wide = as_csv([[f"Cột {number}" for number in range(10_000)], ["1"] * 10_000])
    name = column(Person, "name")
    rows = [[name], ["Lò Văn An"], ["Cà Thị Bình"]]
    torn = {
        "wide": wide,
        **{
            encoding: as_csv(rows, encoding)
            for encoding in ("cp1258", "utf-16", "utf-32", "utf-7", "cp932", "latin-1")
        },
        "quotes": f'{name}\n"Lò "Văn" An\n"'.encode(),
        "no end": f'{name}\n"{"x" * 100_000}'.encode(),
        "one line": (f"{name};" * 5000).encode(),
        "returns": f"{name}\rA\rB\r".encode(),
        "separators": f"sep=;\n{name}\nA".encode(),
        "headers": as_csv([[name, "", name, "=1+1", "\u202e"], [1, 2, 3, 4, 5]]),
        "deep": as_excel([[name], ["=" + "(" * 5000 + "1" + ")" * 5000]]),
        "blank rows": as_excel([[name]] + [[None]] * 2000),
    }
    names = [*torn, *files()]

    @trials("tables", among=4, few=14)
    @given(
        st.sampled_from(names),
        st.sampled_from(["bang.xlsx", "bang.csv", "bang.svg", "../x", "a\u202exslx.exe"]),
        st.sampled_from(["0", "1", "-1", "x"]),
        st.integers(0, 300),
    )
    def bring(what, called, format, cut):
        data = {**files(), **torn}[what]
        with case("tables"):
            before = written()
            preview = look(admin_client, Person, data[: len(data) - cut], called, format=format)
            assert preview.status_code == 200
            assert "confirm_form" in preview.context or refused(preview)
            assert written() == before

    bring()


def test_no_answer_to_the_preview_breaks_the_import(admin_client):
    preview = look(admin_client, Person, excel([column(Person, "name")], ["Lò Văn An"]))
    form = sent(preview)

    @trials("tables", among=4, few=5)
    @given(st.dictionaries(st.sampled_from([*form, "into"]), values, min_size=1, max_size=2))
    def confirm(changes):
        with case("tables"):
            before = written()
            answer = admin_client.post(address(Person, "process_import"), form | changes)
            assert answer.status_code in (200, 302, 400)
            if not Person.objects.filter(name="Lò Văn An").exists():
                assert written() == before

    confirm()


FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
NUMBER = re.compile(r"-?\d+([.,]\d+)?")


def computes(cell):
    """Whether a spreadsheet would take the cell of text for a formula."""
    return isinstance(cell, str) and bool(FORMULA.match(cell)) and not NUMBER.fullmatch(cell)


def spoil(text):
    """Write the text into every column that somebody types freely and the database lets hold it: so it may lie there."""
    for noun in IMPORTED:
        for name in free_texts(noun):
            length = noun._meta.get_field(name).max_length
            spoilt = Concat(Value(text[: length and length - 10]), Cast("pk", models.CharField()))
            with suppress(IntegrityError), transaction.atomic():
                models.QuerySet(noun).update(**{name: spoilt})


def test_what_lies_there_already_leaves_as_no_formula_by_any_table(admin_client, client):
    pieces = st.sampled_from([*FORMULAS, *SNIPPETS, *CONTROLS, *UNSEEN, *ALIKE, *PILES]).filter(
        lambda text: "\0" not in text
    )
    grow(breadth=2).publish()

    @trials("tables", among=4, few=3)
    @given(
        pieces,
        st.sampled_from(IMPORTED),
        st.sampled_from([name for name, _viewset in routes if name != "search"]),
    )
    def leave(text, model, name):
        with case("tables"):
            spoil(text)
            if admin_client.get(address(model, "export")).status_code != 403:
                for row in table(exported(admin_client, model)):
                    assert not any(map(computes, row)), row
                told = exported(admin_client, model, index=0).decode("utf-8-sig")
                for row in csv.reader(io.StringIO(told, newline="")):
                    assert not any(map(computes, row)), row
            book = b"".join(client.get(f"/api/v1/{name}/?format=xlsx"))
            for row in table(book):
                assert not any(map(computes, row)), row
            told = b"".join(client.get(f"/api/v1/{name}/?format=csv")).decode("utf-8-sig")
            for row in csv.reader(io.StringIO(told, newline="")):
                assert not any(map(computes, row)), row

    leave()


@trials("tables", among=4, few=60)
@given(texts | numbers)
def test_a_text_comes_back_from_a_cell_as_it_went(text):
    with_case = harmless(text)
    assert not FORMULA.match(with_case)
    assert harmed(with_case) == re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


def test_a_text_longer_than_a_cell_is_not_cut_by_a_round_trip(admin_client):
    """Excel holds 32,767 characters in a cell: what lies beyond stays where it is."""
    row = Result.objects.first()
    long = "kết quả " * 6_000
    row.text = long
    row.save()
    book = exported(admin_client, Result)
    preview = look(admin_client, Result, book)
    assert "Thêm mới 0, sửa 0" in preview.content.decode()
    head, cells = table(book)[0], table(book)[1]
    cells[head.index(column(Result, "text"))] = "x" + cells[head.index(column(Result, "text"))][1:]
    preview = look(admin_client, Result, excel(head, cells))
    assert "dài hơn một ô" in preview.content.decode()
    row.refresh_from_db()
    assert row.text == long
