"""Every address of the site, asked what it does not mean: an answer, or a refusal that names what is wrong, never a failure."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils.encoding import force_bytes
from hypothesis import example, given
from hypothesis import strategies as st

from district.admin import WrittenAdmin
from resolutions.views import public
from tests.api.ground import grow
from tests.api.test_openapi import PATHS, described
from tests.desk.pages import address
from tests.desk.rows import whole_district
from tests.hostile.ground import asked, case, stored_files, trials, written
from tests.hostile.values import keys, texts, values
from tests.permissions.test_routes import TAKEN, routes
from tests.signing.ground import PASSWORD, account

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("standing"),
    pytest.mark.filterwarnings("ignore:Generating overly large repr"),
]


@pytest.fixture(scope="module")
def standing(shared):
    """A row of everything, public and not; told by the feed of changes once, which then need not be made again."""
    grow().publish()
    whole_district(1)
    Client().get("/api/v1/changes/")


def parameters_of(path):
    """The parameters that the description has for an address of the API."""
    told = described()["paths"][path]["get"].get("parameters", ())
    return [one for one in told if one.get("in") == "query"]


def questions(path):
    """Some parameters of an address of the API as nobody means them, and a key where it takes one."""
    names = [one["name"] for one in parameters_of(path)]
    some = st.dictionaries(st.sampled_from(names) if names else texts, values, min_size=1, max_size=2)
    return st.tuples(st.just(path), some, values if "{id}" in path else st.just(""))


def test_the_api_names_the_parameter_that_it_cannot_read(client):
    @trials("api", few=80)
    @given(st.sampled_from(PATHS).flatmap(questions))
    def ask(question):
        path, parameters, key = question
        with case("api"):
            at = path.replace("{id}", asked(x=key)[2:].replace("/", "%2F"))
            answer = client.get(f"{at}?{asked(**parameters)}")
            assert answer.status_code in (200, 301, 304, 400, 404, 406)
            told = b"".join(answer) if answer.streaming else answer.content
            assert b"Traceback" not in told
            if answer.status_code == 400 and "{id}" not in path:
                blamed = {error["parameter"] for error in answer.json()["errors"]}
                required = {one["name"] for one in parameters_of(path) if one.get("required")}
                assert blamed
                assert blamed <= {name.replace("\0", "\ufffd") for name in parameters} | required

    ask()


LISTS = {
    "/sessions/": public.SessionList,
    "/directives/": public.DirectiveList,
    "/shortcomings/": public.ShortcomingList,
    "/resolutions/": public.ResolutionList,
}
ASKED = {at: ["page", *page.filterset_class.base_filters] for at, page in LISTS.items()} | {
    "/search/": ["q", "kind"],
    "/calendar.ics": ["organization", "unit"],
    "/feeds/resolutions.atom": ["organization"],
    "/login/": ["next"],
}
"""What the public pages are asked."""


def test_no_parameter_breaks_a_public_page(client):
    @trials("public", few=16)
    @given(st.sampled_from([*ASKED]), st.data())
    def ask(page, data):
        names = st.sampled_from(ASKED[page])
        parameters = data.draw(st.dictionaries(names, values, min_size=1, max_size=3))
        with case("public"):
            answer = client.get(f"{page}?{asked(**parameters)}")
            assert answer.status_code in (200, 302, 400, 404)
            assert b"<script>alert" not in b"".join(answer)

    ask()


DESKS = [*admin.site._registry.items()]


def asked_of(desk):
    """What the list of a desk is asked: by its filters, and what Django asks besides."""
    looked = [
        f"{name}{how}"
        for name in map(asked_by, desk.list_filter)
        for how in ("", "__id__exact", "__in", "__gte")
    ]
    days = (
        [f"{desk.date_hierarchy}__{part}" for part in ("year", "month", "day")] if desk.date_hierarchy else []
    )
    return [
        *looked,
        *days,
        "q",
        "p",
        "o",
        "all",
        "_popup",
        "_to_field",
        "_changelist_filters",
        "e",
        "pk",
        "into",
    ]


def asked_by(filter):
    """The name under which a filter of a list is asked."""
    if isinstance(filter, tuple):
        return filter[0]
    return filter if isinstance(filter, str) else filter.parameter_name


def test_no_parameter_breaks_a_list_of_the_desk(admin_client):
    @trials("lists", among=2, few=14)
    @given(st.sampled_from(DESKS), st.data())
    def ask(model_and_desk, data):
        model, desk = model_and_desk
        names = st.sampled_from(asked_of(desk))
        parameters = data.draw(st.dictionaries(names, values, min_size=1, max_size=2))
        with case("lists"):
            answer = admin_client.get(f"{address(model, 'changelist')}?{asked(**parameters)}")
            assert answer.status_code in (200, 302, 400)

    ask()


def test_nothing_that_an_address_fills_into_a_new_form_breaks_it(admin_client):
    models = st.sampled_from([model for model, desk in DESKS if not isinstance(desk, WrittenAdmin)])

    @trials("lists", among=2, few=6)
    @given(models, st.data())
    def ask(model, data):
        names = [field.name for field in model._meta.get_fields()] + [
            "after",
            "_changelist_filters",
            "_popup",
            "_to_field",
        ]
        parameters = data.draw(st.dictionaries(st.sampled_from(names), values, min_size=1, max_size=2))
        with case("lists"):
            answer = admin_client.get(f"{address(model, 'add')}?{asked(**parameters)}")
            assert answer.status_code in (200, 302, 400)

    ask()


DEEDS = ["delete_selected", "publish", "withdraw", "remove_second_factor", "lift_lock_out"]


def test_no_deed_on_a_list_breaks_it(admin_client):
    """What is ticked in a list and done to it: a row that another has deleted, a row that never was."""
    models = st.sampled_from([model for model, _desk in DESKS])
    confirmed = st.sampled_from([{}, {"post": "yes"}, {"post": "yes", "reason": "thừa"}])

    @trials("deeds", few=8)
    @given(models, st.sampled_from(DEEDS) | values, st.lists(keys | values, max_size=3), values, confirmed)
    def do(model, deed, ticked, index, more):
        with case("deeds"):
            data = {"action": deed, "_selected_action": ticked, "index": index, "select_across": "0", **more}
            answer = admin_client.post(address(model, "changelist"), data)
            assert answer.status_code in (200, 302, 400, 403, 405)

    do()


def test_nothing_typed_into_a_list_of_choices_breaks_it(admin_client):
    links = [field for model, _desk in DESKS for field in model._meta.fields if field.many_to_one]
    names = st.sampled_from(["term", "app_label", "model_name", "field_name", "page"])

    @trials("choices", few=8)
    @given(st.sampled_from(links), st.dictionaries(names, values, max_size=2))
    def ask(link, parameters):
        noun = link.model._meta
        named = {
            "app_label": noun.app_label,
            "model_name": noun.model_name,
            "field_name": link.name,
            "term": "a",
        }
        with case("choices"):
            answer = admin_client.get(f"{reverse('admin:autocomplete')}?{asked(**named | parameters)}")
            assert answer.status_code in (200, 403, 404)

    ask()


ROUTES = sorted(route for route in routes(get_resolver().url_patterns) if TAKEN.search(route))
PIECES = (keys | texts | st.sampled_from(["minutes", "docx", "x.pdf"])).filter(
    lambda piece: len(piece) < 2000
)
TYPED = ["_confirm", "state", "remark", "reason", "report", "post"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_in_a_path_breaks_an_address(method, admin_client):
    pieces = st.lists(PIECES, min_size=3, max_size=3)

    @trials("paths", among=2, few=20)
    @given(st.sampled_from(ROUTES), pieces, st.dictionaries(st.sampled_from(TYPED), values, max_size=3))
    def ask(route, taken, data):
        taken = iter(taken)
        path = "/" + TAKEN.sub(lambda name: asked(x=next(taken))[2:], route)
        with case("paths"):
            before, kept = written(), stored_files()
            answer = getattr(admin_client, method)(path, data)
            assert answer.status_code < 500
            assert method == "post" or written() == before
            assert stored_files() == kept

    ask()


def test_nothing_typed_at_the_door_breaks_it():
    account("an")
    much = st.sampled_from(["a" * 256, "ệ" * 5000, "a" * 1_000_000])
    names, passwords = values | much | st.just("an"), values | much | st.just(PASSWORD)

    @trials("door", among=5, few=8)
    @given(names, passwords, st.dictionaries(st.sampled_from(["next", "code"]), values))
    @example("a" * 256, "b", {})
    def come(name, password, more):
        with case("door"):
            answer = Client().post("/login/", {"username": name, "password": password, **more})
            assert answer.status_code in (200, 302, 429)
            if answer.status_code == 302:
                assert (name, password) == ("an", PASSWORD)
                assert answer["Location"].startswith("/")
                assert not answer["Location"].startswith("//")

    come()


HEADERS = [
    "user-agent",
    "accept",
    "accept-language",
    "accept-encoding",
    "referer",
    "origin",
    "x-forwarded-for",
]
HEADERS += [
    "if-none-match",
    "if-match",
    "if-modified-since",
    "range",
    "authorization",
    "x-request-id",
    "content-type",
]
COOKIES = ["sessionid", "csrftoken", "django_language", "messages"]
CARRIED = values.map(lambda value: re.sub(rb"[\0\r\n]", b"", force_bytes(value))[:8000].decode("latin-1"))
"""What a header may carry: no server lets a NUL or the end of a line through."""


def test_no_header_and_no_cookie_breaks_a_page():
    pages = st.sampled_from(
        ["/", "/api/v1/sessions/", "/api/v1/changes/", "/admin/", "/login/", "/media/x.pdf", "/nowhere/"]
    )

    @trials("door", among=5, few=10)
    @given(
        pages,
        st.dictionaries(st.sampled_from(HEADERS), CARRIED, max_size=3),
        st.sampled_from(COOKIES),
        CARRIED,
    )
    @example("/admin/", {}, "sessionid", r'"\000' + "a" * 31 + '"')
    def come(page, headers, name, cookie):
        with case("door"):
            headers = {**headers, "cookie": f"{name}={cookie}"}
            for answer in (
                Client().get(page, headers=headers),
                Client().post(page, {"username": "a", "password": "b"}, headers=headers),
            ):
                assert answer.status_code < 500

    come()


STEPS = ["second-factor", "password-change", "second-step"]
SECRETS = ["code", "password", "old_password", "new_password1", "new_password2", "remove", "next"]


def test_no_code_and_no_password_breaks_a_step_of_signing_in():
    browser = Client()
    browser.force_login(account("an"))

    @trials("door", among=5, few=6)
    @given(st.sampled_from(STEPS), st.dictionaries(st.sampled_from(SECRETS), values, max_size=5))
    def come(step, data):
        with case("door"):
            browser.get(reverse(step))
            assert browser.post(reverse(step), data).status_code in (200, 302, 429)

    come()


def test_nothing_breaks_the_list_of_what_was_deleted(admin_client):
    nouns = st.sampled_from([model._meta.label for model, _desk in DESKS]) | values

    @trials("door", among=5, few=6)
    @given(nouns, values, keys | values | st.none())
    def ask(noun, page, line):
        with case("door"):
            at = f"{reverse('admin:deleted')}?{asked(noun=noun, p=page)}"
            before = written()
            answer = (
                admin_client.get(at) if line is None else admin_client.post(at, {"noun": noun, "line": line})
            )
            assert answer.status_code == (200 if line is None else 404)
            assert written() == before

    ask()


def test_no_language_breaks_its_choice(client):
    @trials("door", among=5, few=3)
    @given(st.dictionaries(st.sampled_from(["language", "next"]), values))
    def choose(data):
        with case("door"):
            assert client.post(reverse("set_language"), data).status_code in (204, 302)

    choose()
