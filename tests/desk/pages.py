"""A form of the desk as a browser sends it back."""

from html.parser import HTMLParser

from django.urls import reverse


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


class Controls(HTMLParser):
    """The names and values of the controls of a page, as they stand in its HTML."""

    def __init__(self, html):
        super().__init__()
        self.values, self.name, self.first, self.text = {}, None, None, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name, kind = attrs.get("name"), attrs.get("type", "text")
        if tag == "input" and name and kind not in ("file", "submit"):
            if kind not in ("checkbox", "radio") or "checked" in attrs:
                self.values[name] = attrs.get("value") or ("on" if kind == "checkbox" else "")
        elif tag == "select":
            self.name, self.first = name, None
            self.values[name] = [] if "multiple" in attrs else None
        elif tag == "option" and self.name:
            self.first = attrs["value"] if self.first is None else self.first
            if "selected" in attrs and isinstance(self.values[self.name], list):
                self.values[self.name].append(attrs["value"])
            elif "selected" in attrs:
                self.values[self.name] = attrs["value"]
        elif tag == "textarea":
            self.name, self.text = name, ""

    def handle_data(self, data):
        if self.text is not None:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.values[self.name], self.text, self.name = self.text.removeprefix("\n"), None, None
        elif tag == "select":
            if self.values[self.name] is None:
                self.values[self.name] = self.first or ""
            self.name = None


def sent(response):
    """What a browser would send for the form in the response."""
    values = Controls(response.content.decode()).values
    return {name: value for name, value in values.items() if name and "__prefix__" not in name}


def rows(data, prefix, *typed):
    """The data with new rows below an inline's other rows."""
    first = int(data[f"{prefix}-TOTAL_FORMS"])
    for index, row in enumerate(typed, first):
        data |= {f"{prefix}-{index}-{name}": value for name, value in ({"position": 0} | row).items()}
    return data | {f"{prefix}-TOTAL_FORMS": first + len(typed)}
