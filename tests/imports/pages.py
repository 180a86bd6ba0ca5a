"""A table that goes through the desk's door: looked at, then written."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import capfirst

from tests.desk.pages import address, sent


def excel(*rows, formats=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, number_format in dict(formats).items():
        book.active[cell].number_format = number_format
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def comma_separated(text):
    return text.encode("utf-8-sig")


def look(client, model, data, name="bang.xlsx", **typed):
    """The page after a file was chosen: a preview, or what is wrong."""
    file = SimpleUploadedFile(name, data)
    return client.post(
        address(model, "import"), {"import_file": file, "format": "0", "resource": "0", **typed}
    )


def write(client, model, data, name="bang.xlsx", **typed):
    """The page after the preview was confirmed."""
    preview = look(client, model, data, name, **typed)
    assert "confirm_form" in preview.context, refusals(preview)
    return client.post(address(model, "process_import"), sent(preview), follow=True)


def refusals(page):
    """What the page says is wrong: (line, column, reason)."""
    if "result" not in page.context:
        return [
            (None, "import_file", reason) for reason in page.context["form"].errors.get("import_file", [])
        ]
    result = page.context["result"]
    return (
        [(None, None, str(error.error.message)) for error in result.base_errors]
        + [(refusal["line"], refusal["column"], " ".join(refusal["reasons"])) for refusal in result.refusals]
        + [(row.number + 1, None, repr(row.errors[0].error)) for row in result.error_rows]
    )


def exported(client, model, index=1):
    return client.post(address(model, "export"), {"format": index, "resource": 0}).content


def table(data):
    """The rows of an exported book."""
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)]


def column(model, name):
    """The label of a field's column."""
    return str(capfirst(model._meta.get_field(name).verbose_name))
