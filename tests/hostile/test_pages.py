"""Every page that is asked something in its address, every address that takes something in its path, every small form: never a failure."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import get_resolver, reverse
from hypothesis import given
from hypothesis import strategies as st

from resolutions.views import public
from tests.api.ground import grow
from tests.desk.pages import address
from tests.desk.rows import whole_district
from tests.hostile.ground import asked, case, stored_files, trials, written
from tests.hostile.values import huge, keys, texts, values
from tests.permissions.test_routes import TAKEN, routes
from tests.signing.ground import PASSWORD, account

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]


@pytest.fixture(scope="module")
def standing(shared):
    """A row of everything: published in one organization, not in the other."""
    grow().publish()
    whole_district(1)


LISTS = {
    "sessions": public.SessionList,
    "directives": public.DirectiveList,
    "shortcomings": public.ShortcomingList,
    "resolutions": public.ResolutionList,
}
ASKED = {f"/{name}/": ["page", *page.filterset_class.base_filters] for name, page in LISTS.items()} | {
    "/search/": ["q", "kind"],
    "/calendar.ics": ["organization", "unit", "x"],
    "/feeds/resolutions.atom": ["organization", "x"],
    "/login/": ["next"],
    "/": ["x"],
}
"""What the public pages are asked."""


@pytest.mark.parametrize("page", ASKED)
def test_no_parameter_breaks_a_public_page(page, client):
    @trials("pages", among=4 * len(ASKED), few=6)
    @given(st.dictionaries(st.sampled_from(ASKED[page]), values, min_size=1, max_size=3))
    def ask(parameters):
        with case("pages"):
            answer = client.get(f"{page}?{asked(**parameters)}")
            assert answer.status_code in (200, 302, 400, 404)
            assert b"<script>alert" not in b"".join(answer)

    ask()


DESKS = list(admin.site._registry.items())


def asked_of(model, desk):
    """What the list of a desk is asked: its filters, and what Django asks besides."""
    filters = [_asked_by(one) for one in desk.list_filter]
    looked = [
        f"{name}{lookup}"
        for name in filters
        for lookup in ("", "__exact", "__id__exact", "__in", "__isnull", "__gte")
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
        "password",
        "into",
    ]


def _asked_by(filter):
    if isinstance(filter, tuple):
        return filter[0]
    return filter if isinstance(filter, str) else filter.parameter_name


every_desk = pytest.mark.parametrize(
    ("model", "desk"), DESKS, ids=[model._meta.label_lower for model, _desk in DESKS]
)


@every_desk
def test_no_parameter_breaks_a_list_of_the_desk(model, desk, admin_client):
    @trials("pages", among=2 * len(DESKS), few=2)
    @given(st.dictionaries(st.sampled_from(asked_of(model, desk)), values, min_size=1, max_size=2))
    def ask(parameters):
        with case("pages"):
            answer = admin_client.get(f"{address(model, 'changelist')}?{asked(**parameters)}")
            assert answer.status_code in (200, 302, 400)

    ask()


@every_desk
def test_no_deed_on_a_list_breaks_it(model, desk, admin_client):
    """What is ticked in a list, and done to it; a row that another has deleted, a row that never was."""
    deeds = (
        st.sampled_from(
            ["delete_selected", "publish", "withdraw", "remove_second_factor", "lift_lock_out", "x"]
        )
        | values
    )

    @trials("pages", among=4 * len(DESKS), few=1)
    @given(
        deeds,
        st.lists(keys | values, max_size=3),
        values,
        st.sampled_from([{}, {"post": "yes"}, {"post": "yes", "reason": "thừa"}]),
    )
    def do(deed, ticked, index, more):
        with case("pages"):
            data = {"action": deed, "_selected_action": ticked, "index": index, "select_across": "0", **more}
            answer = admin_client.post(address(model, "changelist"), data)
            assert answer.status_code in (200, 302, 400, 403, 405)

    do()


def test_nothing_typed_into_a_list_of_choices_breaks_it(admin_client):
    names = [(model, field) for model, _desk in DESKS for field in model._meta.fields if field.many_to_one]

    @trials("pages", among=8, few=10)
    @given(
        st.sampled_from(names),
        st.dictionaries(
            st.sampled_from(["term", "app_label", "model_name", "field_name", "page"]), values, max_size=2
        ),
    )
    def ask(link, parameters):
        model, field = link
        named = {
            "app_label": model._meta.app_label,
            "model_name": model._meta.model_name,
            "field_name": field.name,
            "term": "a",
        }
        with case("pages"):
            answer = admin_client.get(f"{reverse('admin:autocomplete')}?{asked(**{**named, **parameters})}")
            assert answer.status_code in (200, 403, 404)

    ask()


ROUTES = sorted(route for route in routes(get_resolver().url_patterns) if TAKEN.search(route))


@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_in_a_path_breaks_an_address(method, admin_client):
    pieces = (keys | texts | st.sampled_from(["minutes", "docx", "x.pdf"])).filter(
        lambda piece: len(piece) < 2000
    )

    @trials("addresses", among=2, few=60)
    @given(
        st.sampled_from(ROUTES),
        st.lists(pieces, min_size=3, max_size=3),
        st.dictionaries(
            st.sampled_from(["_confirm", "state", "remark", "reason", "report", "post", "noun", "line"]),
            values,
            max_size=3,
        ),
    )
    def ask(route, taken, data):
        taken = iter(taken)
        path = "/" + TAKEN.sub(lambda name: asked(x=next(taken))[2:], route)
        with case("addresses"):
            before, kept = written(), stored_files()
            answer = getattr(admin_client, method)(path, data)
            assert answer.status_code < 500
            if method == "get":
                assert written() == before
            assert stored_files() == kept

    ask()


def test_nothing_typed_at_the_door_breaks_it(client):
    account("an")
    sent = st.fixed_dictionaries(
        {"username": values | st.just("an") | huge, "password": values | st.just(PASSWORD)},
        optional={"next": values, "code": values},
    )

    @trials("pages", among=8, few=12)
    @given(sent)
    def come(data):
        with case("pages"):
            answer = Client().post("/login/", data)
            assert answer.status_code in (200, 302, 429)
            if answer.status_code == 302:
                assert (data["username"], data["password"]) == ("an", PASSWORD)
                assert answer["Location"].startswith("/")
                assert not answer["Location"].startswith("//")

    come()


@pytest.mark.parametrize("page", ["second-factor", "password-change", "second-step"])
def test_no_code_or_password_breaks_a_step_of_signing_in(page):
    browser = Client()
    browser.force_login(account("an"))
    sent = st.dictionaries(
        st.sampled_from(
            ["code", "password", "old_password", "new_password1", "new_password2", "remove", "next"]
        ),
        values,
        max_size=5,
    )

    @trials("pages", among=24, few=3)
    @given(sent)
    def come(data):
        with case("pages"):
            browser.get(reverse(page))
            answer = browser.post(reverse(page), data)
            assert answer.status_code in (200, 302, 429)

    come()


def test_nothing_breaks_the_list_of_what_was_deleted(admin_client):
    nouns = st.sampled_from([model._meta.label for model, _desk in DESKS]) | values

    @trials("pages", among=24, few=8)
    @given(nouns, values, keys | values | st.none())
    def ask(noun, page, line):
        with case("pages"):
            at = f"{reverse('admin:deleted')}?{asked(noun=noun, p=page)}"
            if line is None:
                assert admin_client.get(at).status_code == 200
            else:
                before = written()
                assert admin_client.post(at, {"noun": noun, "line": line}).status_code == 404
                assert written() == before

    ask()


def test_no_language_breaks_its_choice(client):
    @trials("pages", among=24, few=4)
    @given(st.dictionaries(st.sampled_from(["language", "next"]), values))
    def choose(data):
        with case("pages"):
            assert client.post(reverse("set_language"), data).status_code in (204, 302)

    choose()
