"""Both languages are whole: each string has its words, and no page mixes them."""

import ast
import json
import re
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, ngettext, override, pgettext, templatize

from district.text import nfc

ROOT = Path(settings.BASE_DIR)
OURS = ["district", "meetings", "resolutions", "templates"]
THEIRS = [
    "unfold",
    "import_export",
    "django_filters",
    "django/contrib/admin",
    "django/contrib/auth",
    "django/core",
    "django/db/models",
    "django/forms",
    "django/utils",
]
ALIKE = {"Email", "IPv4", "IPv6"}
"""Strings of the packages that read the same in both languages."""

CATALOGUES = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
every_catalogue = pytest.mark.parametrize(
    "path", CATALOGUES, ids=lambda path: f"{path.parts[-3]}-{path.stem}"
)


# The catalogues


@every_catalogue
def test_compiled_catalogue_says_what_its_source_says(path):
    def said(entries):
        return {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in entries}

    assert said(polib.mofile(path.with_suffix(".mo"))) == said(polib.pofile(path))


@every_catalogue
def test_nothing_in_a_catalogue_is_empty_doubtful_or_dead(path):
    bad = [entry.msgid for entry in polib.pofile(path) if not entry.translated() or entry.obsolete]
    assert not bad


@every_catalogue
def test_placeholders_survive_translation(path):
    def placeholders(text):
        return (
            set(re.findall(r"%\(\w+\)[srd]|%[srd%]|\{\w*\}", text)),
            text[:1].isspace(),
            text[-1:].isspace(),
        )

    bad = [
        entry.msgid
        for entry in polib.pofile(path)
        for words in entry.msgstr_plural.values() or [entry.msgstr]
        if placeholders(words) not in (placeholders(entry.msgid), placeholders(entry.msgid_plural))
    ]
    assert not bad


# What the sources mark for translation, as (context, singular, plural)


def marked(folder, *kinds):
    for path in sorted(path for kind in kinds for path in folder.rglob(f"*.{kind}")):
        source = path.read_text()
        if path.suffix == ".py":
            yield from marked_in_python(source)
        else:
            yield from marked_in_text(templatize(source) if path.suffix != ".js" else source)


def marked_in_python(source):
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call):
            name = getattr(call.func, "id", getattr(call.func, "attr", "")).removesuffix("_lazy")
            words = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
            if name in ARRANGED and words and all(isinstance(word, str) for word in words[:2]):
                yield ARRANGED[name](*words)


def marked_in_text(source):
    string = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
    for name, words in re.findall(rf"\b(_|n?p?gettext)\(((?:{string}(?:,\s*)?)+)", source):
        yield ARRANGED[name](*ast.literal_eval(f"[{words}]"))


ARRANGED = {
    "_": lambda singular, *rest: (None, singular, None),
    "gettext": lambda singular, *rest: (None, singular, None),
    "pgettext": lambda context, singular, *rest: (context, singular, None),
    "ngettext": lambda singular, plural, *rest: (None, singular, plural),
    "npgettext": lambda context, singular, plural, *rest: (context, singular, plural),
}


def test_every_string_of_ours_has_its_english():
    english = {
        (entry.msgctxt, entry.msgid, entry.msgid_plural or None)
        for entry in polib.pofile(ROOT / "locale/en/LC_MESSAGES/django.po")
    }
    ours = {string for name in OURS for string in marked(ROOT / name, "py", "html", "txt")}
    assert len(ours) > 300
    missing = ours - english
    assert not missing


@pytest.mark.parametrize("name", THEIRS)
def test_every_string_of_the_packages_has_its_vietnamese(name):
    package, _, inner = name.partition("/")
    theirs = set(marked(Path(find_spec(package).origin).parent / inner, "py", "html"))
    assert len(theirs) > 10
    with override("vi"):
        left = {string for string in theirs if is_left_in_english(*string)}
    assert not left


def is_left_in_english(context, singular, plural):
    if singular in ALIKE or not re.search("[A-Za-z]", re.sub(r"%\(\w+\)s|%s", "", singular)):
        return False
    if plural:
        return ngettext(singular, plural, 2) == plural
    return (pgettext(context, singular) if context else gettext(singular)) == singular


@pytest.mark.parametrize("name", ["unfold", "django/contrib/admin"])
def test_every_string_of_a_script_has_its_vietnamese(admin_client, name):
    script = admin_client.get(reverse("admin:jsi18n")).text
    known = json.loads(re.search(r"newcatalog = (\{.*?\});\n", script, re.DOTALL)[1])
    package, _, inner = name.partition("/")
    theirs = set(marked(Path(find_spec(package).origin).parent / inner, "js"))
    assert len(theirs) > 5
    assert not {f"{context}\x04{text}" if context else text for context, text, _ in theirs} - set(known)


# What a clerk sees


class Page(HTMLParser):
    """What a page says: its text, and the attributes that a browser shows or reads aloud."""

    SPOKEN = ("title", "placeholder", "aria-label", "alt", "data-placeholder")

    def __init__(self, html):
        super().__init__()
        self.said, self.counts, self.silent = [], {}, None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = {name: value or "" for name, value in attributes}
        if attributes.get("name", "").endswith("_FORMS"):
            self.counts[attributes["name"]] = attributes.get("value", "")
        if self.silent:
            return
        self.said += [attributes[name] for name in self.SPOKEN if name in attributes]
        if attributes.get("type") in ("submit", "button", "reset"):
            self.said.append(attributes.get("value", ""))
        if tag in ("script", "style") or "material-symbols" in attributes.get("class", ""):
            self.silent = tag

    def handle_endtag(self, tag):
        if tag == self.silent:
            self.silent = None

    def handle_data(self, data):
        if not self.silent:
            self.said.append(data)

    @property
    def labels(self):
        """The texts that the page says, each whole."""
        return {nfc(" ".join(text.split()).rstrip(" :*").casefold()) for text in self.said}

    @property
    def english(self):
        """The words that can be no Vietnamese: not a syllable without accents, or a word of every screen."""
        said = re.sub(r"\S+@\S+|https?:\S+|\w+\*{3,}", "", nfc(" ".join(self.said)))
        words = re.findall(r"(?<![^\W_])[^\W\d_]{2,}(?![^\W_])", said)
        return {
            word
            for word in words
            if word.isascii()
            and word.lower() not in BORROWED
            and (not SYLLABLE.fullmatch(word) or word.lower() in SCREEN_WORDS)
        }


SYLLABLE = re.compile(
    r"(b|ch|c|d|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x)?[aeiouy]{1,3}(ch|c|m|ng|nh|n|p|t)?",
    re.IGNORECASE,
)
SCREEN_WORDS = {"and", "of", "or", "by", "go", "run", "no", "not", "at", "per", "me", "you"}
BORROWED = {"api", "csv", "xlsx", "docx", "txt", "json", "pdf", "word", "excel", "url", "id", "mb", "email"}
BORROWED |= {
    "english",
    "nq",
    "hu",
    "tu",
    "vi",
    "ubnd",
    "control",
    "command",
    "mac",
    "esc",
    "dd",
    "mm",
    "yyyy",
}
BORROWED |= {"admin", "sha", "hd", "vptw", "tw", "pt", "popolo", "ndjson", "load", "sample", "pytest"}
"""Words and signs that are used as they are, and the names of the account and of the commands behind the rows."""


def test_page_tells_english_from_vietnamese():
    html = '<p title="Close"><b class="material-symbols-outlined">edit</b>Kỳ họp chi thi Run<script>Save</script>'
    assert Page(html).english == {"Close", "Run"}


def admin_pages(client):
    """(what was asked, answer) of each page of each registered noun, and of the pages around them."""
    for name in ("index", "password_change"):
        yield name, client.get(reverse(f"admin:{name}"))
        yield f"{name}, wrong", client.post(reverse(f"admin:{name}"), {})
    for app in sorted({model._meta.app_label for model in admin.site._registry}):
        yield app, client.get(reverse("admin:app_list", args=[app]))
    for number, model in enumerate(admin.site._registry):
        yield from noun_pages(client, model, whole=number == 0)
    yield "logout", client.post(reverse("admin:logout"))
    yield "login", client.get(reverse("admin:login"), follow=True)
    yield "login, wrong", client.post(reverse("admin:login"), {"username": "x", "password": "x"})


def noun_pages(client, model, *, whole):
    """The pages of a noun; as a whole, with those that say of each noun what they say of one."""
    noun = f"{model._meta.app_label}_{model._meta.model_name}"
    first = model._default_manager.first()

    def ask(page, *args, method=client.get, **kwargs):
        try:
            address = reverse(f"admin:{noun}_{page}", args=args)
        except NoReverseMatch:
            return
        yield f"{noun} {page} {kwargs or ''}", method(address, **kwargs)

    yield from ask("changelist")
    if whole:
        yield from ask("changelist", data={"q": "không có gì"})
    for page in ("add", "export", "import"):
        for asked, answer in ask(page):
            yield asked, answer
            if whole or page == "add":
                yield from ask(page, method=client.post, data=Page(answer.text).counts)
    if first:
        for page in ("change", "history", "delete"):
            yield from ask(page, first.pk)
        chosen = {"action": "delete_selected", "_selected_action": first.pk}
        yield from ask("changelist", method=client.post, data=chosen)


def public_pages(client):
    """(address, answer) of what a visitor reaches from the first page by following links."""
    ahead, seen = ["/"], {"/"}
    while ahead and len(seen) < 50:
        answer = client.get(address := ahead.pop(0))
        if "text/html" in answer.headers.get("Content-Type", ""):
            yield address, answer
            for link in re.findall(r'href="(/[^"#?]*)', answer.text):
                if link not in seen and not link.startswith(("/admin/", "/api/", "/static/", "/media/")):
                    seen.add(link)
                    ahead.append(link)


@pytest.fixture
def pages_in(admin_client, client, settings):
    """Every page of the site with the sample loaded, read in a language."""
    call_command("load_sample", verbosity=0)

    def pages_in(language):
        for browser in (client, admin_client):
            browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        answers = dict([*public_pages(client), *admin_pages(admin_client)])
        assert len(answers) > 4 * len(admin.site._registry)
        return {asked: Page(answer.text) for asked, answer in answers.items()}

    return pages_in


def test_no_english_word_is_left_on_a_page(pages_in):
    font = {"Times", "New", "Roman"}, "resolutions_layout history"
    left = {
        word: asked
        for asked, page in pages_in("vi").items()
        for word in page.english
        if not (word in font[0] and asked.startswith(font[1]))
    }
    assert not left


def test_no_vietnamese_label_is_left_on_an_english_page(pages_in):
    ours = {
        entry.msgid.casefold()
        for entry in polib.pofile(ROOT / "locale/en/LC_MESSAGES/django.po")
        if entry.msgid != entry.msgstr
    } - {"tiếng việt"}
    left = {label: asked for asked, page in pages_in("en").items() for label in page.labels & ours}
    assert not left
