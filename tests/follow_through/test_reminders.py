"""Each unit gets one digest a day, the office one summary."""

from datetime import date

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from district.models import Role
from resolutions.models import Directive, Reminder

pytestmark = pytest.mark.usefixtures("before_approval")


@pytest.fixture
def clerk(district, django_user_model):
    user = django_user_model.objects.create_user("chuyen-vien", "van-phong@vidu.vn")
    Role.objects.create(user=user, organization=district.committee, kind=Role.Kind.CLERK)
    return user


def letters():
    return {letter.to[0]: letter for letter in mail.outbox}


def test_unit_gets_what_falls_due_and_what_is_overdue(district, clerk):
    call_command("remind", "--on", "2023-11-25")
    letter = letters()["ubnd@vidu.vn"]
    assert "Đẩy nhanh giải ngân vốn" in letter.body
    assert "30/11/2023" in letter.body
    assert "QUÁ HẠN" not in letter.body
    assert "Tăng cường an ninh" not in letter.body
    mail.outbox.clear()
    call_command("remind", "--on", "2023-12-03")
    assert "chậm 3 ngày" in letters()["ubnd@vidu.vn"].body


def test_office_gets_the_summary_with_the_unit(district, clerk):
    call_command("remind", "--on", "2023-12-03")
    assert "UBND huyện" in letters()["van-phong@vidu.vn"].body


def test_second_run_on_the_same_day_sends_nothing(district, clerk):
    call_command("remind", "--on", "2023-12-03")
    sent = len(mail.outbox)
    call_command("remind", "--on", "2023-12-03")
    assert len(mail.outbox) == sent == 2
    call_command("remind", "--on", "2023-12-04")
    assert len(mail.outbox) == 4


def test_nothing_due_sends_nothing(district, clerk):
    call_command("remind", "--on", "2023-11-01")
    assert mail.outbox == []


def test_unit_without_an_address_is_named(district, clerk, capsys):
    call_command("remind", "--on", "2023-12-03")
    assert "Các xã: chưa có địa chỉ thư nào" in capsys.readouterr().err


def test_drafts_remind_nobody(district, clerk):
    Directive.objects.create(
        session=district.s16, text="Việc mới", lead_unit=district.stranger, due_on=date(2023, 12, 3)
    )
    call_command("remind", "--on", "2023-12-03")
    assert not any("Việc mới" in letter.body for letter in mail.outbox)


def test_letter_that_cannot_be_sent_is_sent_by_the_next_run(district, clerk, settings):
    settings.EMAIL_BACKEND = "tests.follow_through.broken_mail.Backend"
    with pytest.raises(OSError, match="máy thư"):
        call_command("remind", "--on", "2023-12-03")
    assert not Reminder.objects.exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("remind", "--on", "2023-12-03")
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("arguments", [("--on", "3/12/2023"), ("--days", "-1")])
def test_bad_argument_is_named(district, arguments):
    with pytest.raises(CommandError, match=arguments[0]):
        call_command("remind", *arguments)


def test_overdue_counts_from_the_day_after_the_deadline(district):
    on_the_day = district.duty.due_on
    from resolutions.models import Directive

    assert not Directive.objects.overdue(on=on_the_day).exists()
    assert Directive.objects.overdue(on=date(2023, 12, 1)).get() == district.duty
