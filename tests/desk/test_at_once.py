"""Two pages are saved in the same moment: one goes first, the other sees what it wrote."""

from threading import Event, Thread

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from district.admin import RecordAdmin
from meetings.models import Shortcoming
from resolutions.views.office import PreparationPage
from tests.desk.pages import address, sent
from tests.desk.rows import session

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("page", ["session", "shortcoming"])
def test_of_two_saves_at_once_the_second_sees_the_first(monkeypatch, page):
    """The first has looked whether anything changed, but not committed, while the second comes."""
    whole = session()
    weak = whole.shortcomings.create(text="cũ")
    pages = [(address(type(whole), "change", whole.pk), "shortcomings-0-text", "của người thứ nhất")]
    record, name = (whole, "shortcomings-0-text") if page == "session" else (weak, "text")
    pages.append((address(type(record), "change", record.pk), name, "của người thứ hai"))
    looked, done, answers = Event(), Event(), {}
    save_related = RecordAdmin.save_related

    def slowly(*args):
        if not looked.is_set():
            looked.set()
            done.wait(0.5)
        save_related(*args)

    monkeypatch.setattr(RecordAdmin, "save_related", slowly)

    def send(client, address, data):
        answers[data["who"]] = client.post(address, data)
        connection.close()

    threads = []
    for who, (address_, name, text) in enumerate(pages):
        client = Client()
        client.force_login(get_user_model().objects.create_superuser(f"clerk-{who}"))
        data = sent(client.get(address_)) | {name: text, "who": who}
        threads.append(Thread(target=send, args=(client, address_, data)))
    threads[0].start()
    looked.wait()
    threads[1].start()
    threads[1].join(0.5)
    done.set()
    for thread in threads:
        thread.join()

    assert [answers[who].status_code for who in (0, 1)] == [302, 200]
    assert Shortcoming.objects.get().text == "của người thứ nhất"
    (clash,) = answers[1].context["clashes"]
    (difference,) = clash.differences.values()
    assert (difference.theirs, difference.mine) == ("của người thứ nhất", "của người thứ hai")
    assert "clerk-0" in difference.signature


def test_page_of_a_record_deleted_in_that_moment_is_not_found(monkeypatch, admin_client):
    whole = session()
    get_object = PreparationPage.get_object

    def then_deleted(page):
        found = get_object(page)
        type(found).objects.get(pk=found.pk).delete()
        return found

    monkeypatch.setattr(PreparationPage, "get_object", then_deleted)
    assert admin_client.post(f"/sessions/{whole.pk}/prepare/").status_code == 404
