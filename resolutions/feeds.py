"""What calendars and feed readers subscribe to; published records only."""

from datetime import timedelta

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from district.models import Organization
from meetings.models import Session
from resolutions.models import Directive, Resolution


@require_safe
def calendar(request):
    """Sessions and the deadlines of open directives as an iCalendar (RFC 5545).

    `?unit=` (id or code of an organization) keeps the deadlines of the directives that it leads or supports.
    """
    directives = Directive.objects.published().open().filter(due_on__isnull=False).for_rows()
    name = _("Kỳ họp và nhiệm vụ")
    if key := request.GET.get("unit"):
        unit = Organization.objects.published().by_key(key).first()
        if unit is None:
            raise Http404
        directives, name = directives.of_units([unit]), f"{name} – {unit.name}"
    feed = Calendar()
    feed.add("prodid", "-//Ky hop va nhiem vu//VI")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", name)
    feed.add("x-wr-timezone", timezone.get_default_timezone_name())
    for session in Session.objects.published().for_rows():
        feed.add_component(
            _day(
                request, session, session.held_on, session.ends_on, f"{session.name}, {session.organization}"
            )
        )
    for directive in directives:
        summary = _("Hạn: %(text)s") % {"text": directive.text}
        feed.add_component(_day(request, directive, directive.due_on, None, summary))
    response = HttpResponse(feed.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return response


def _day(request, record, first, last, summary):
    """An all-day event of a record; its uid stays the same when the record changes."""
    event = Event()
    event.add("uid", f"{record._meta.model_name}-{record.pk}@{request.get_host()}")
    event.add("dtstamp", record.modified_at)
    event.add("last-modified", record.modified_at)
    event.add("dtstart", first)
    event.add("dtend", (last or first) + timedelta(days=1))
    event.add("summary", summary)
    event.add("url", request.build_absolute_uri(record.get_absolute_url()))
    event.add("transp", "TRANSPARENT")
    return event


class ResolutionFeed(Feed):
    """The newest published resolutions, as Atom (RFC 4287)."""

    feed_type = Atom1Feed
    title = gettext_lazy("Văn bản mới ban hành")
    subtitle = gettext_lazy("Nghị quyết, kết luận, thông báo mới công khai")
    link = reverse_lazy("resolutions")

    def items(self):
        published = Resolution.objects.published().select_related("session__term__organization")
        return published.order_by("-session__published_at", "-id")[:50]

    def item_title(self, item):
        return f"{item.name} {item.title}"

    def item_description(self, item):
        return item.text or item.title

    def item_author_name(self, item):
        return item.session.organization.name

    def item_pubdate(self, item):
        return item.session.published_at

    def item_updateddate(self, item):
        return item.modified_at
