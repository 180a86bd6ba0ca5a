"""From where a request comes."""

from django.conf import settings


def address_of(request):
    """The address that asks: as the outermost of the PROXIES that are trusted has seen it, or that of the connection."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if settings.PROXIES else []
    seen = [*told, request.META.get("REMOTE_ADDR", "")][-settings.PROXIES - 1 :]
    return seen[0].strip()
