"""Who asks the API, and how much: keys, and limits by the minute for each key and each address.

Counts are kept in the site's cache. A minute is a fixed one of the clock, so one addition answers every question; at
its turn a client may ask twice the limit in quick succession, which no limit here minds.
"""

import logging
from functools import lru_cache
from ipaddress import ip_address, ip_network
from time import monotonic, time

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, Throttled

from district.addresses import address_of
from district.models import ApiKey
from district.problems import problem_response

log = logging.getLogger("district.api")

MINUTE = 60
"""Seconds of it."""

REST = 10
"""Seconds for which nothing is counted after the cache has failed: who asks does not wait for it again."""

NOT_LIVE = {
    ApiKey.State.EXPIRED: "This API key has expired.",
    ApiKey.State.REVOKED: "This API key was revoked.",
    ApiKey.State.ENDED: "The organization that gave this API key has ended.",
}
"""Why a key no longer opens, for its client."""


class Clients:
    """Middleware in front of the API, kept answers included: refuses wrong keys and who asks too much.

    A key is looked up at every request, so that a revoked one is refused at once in every process. Answers do not
    depend on who asks.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        request.api_key, request.limit = None, {}
        try:
            identify(request)
            count(request, "changes" if request.path_info.endswith("/changes/") else "lists")
        except (AuthenticationFailed, PermissionDenied, Throttled) as refusal:
            response = problem_response(refusal, {"request": request})
        else:
            response = self.get_response(request)
        for name, value in request.limit.items():
            response[name] = value
        return response


def identify(request):
    """Note the key that the request bears, if any; another scheme (a proxy's own, such as Basic) is not ours.

    Raise AuthenticationFailed for one that does not open: who guesses is counted as an address all the same.
    """
    scheme, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() != "bearer":
        return
    key = ApiKey.objects.of(secret.strip())
    if key is None or key.state != ApiKey.State.LIVE:
        count(request, "lists")
        refusal = AuthenticationFailed(NOT_LIVE[key.state] if key else "This API key is not known.")
        refusal.auth_header = 'Bearer realm="api", error="invalid_token"'
        raise refusal
    if key.last_used_on != timezone.localdate():
        ApiKey.objects.filter(pk=key.pk).note_use(timezone.localdate())
    request.api_key = key


def count(request, scope):
    """Count one more request for a scope, and tell the request how many are left.

    Raise PermissionDenied if the key lacks the scope, Throttled if the key, or the address, has asked too much.
    """
    key = request.api_key
    if key and scope not in key.scopes:
        raise PermissionDenied(f"This API key lacks the scope {scope}.")
    most = settings.API_LIMITS[scope] * (key.allowance if key else 1)
    who = f"key-{key.pk}" if key else client_network(address_of(request))
    if not (most and who):
        return
    minute, gone = divmod(int(time()), MINUTE)
    left = most - counts.one_more(f"api-{scope}-{who}-{minute}")
    request.limit = {
        "RateLimit-Policy": f'"{scope}";q={most};w={MINUTE}',
        "RateLimit": f'"{scope}";r={max(left, 0)};t={MINUTE - gone}',
    }
    if left < 0:
        one = "key" if key else "address"
        refusal = Throttled(detail=f"One {one} may ask for {scope} {most} times a minute: wait for the next.")
        refusal.wait = MINUTE - gone
        raise refusal


@lru_cache(maxsize=10_000)
def client_network(address):
    """What counts as one address: an IPv6 client has all of a /64. Whoever has no readable address shares one.

    None for the machine itself, which has no limits: behind a proxy on the same machine, PROXIES must say so.
    """
    try:
        known = ip_address(address)
    except ValueError:
        return "unknown"
    if known.is_loopback:
        return None
    if known.version == 6:
        known = known.ipv4_mapped or ip_network((int(known), 64), strict=False)
    return str(known).replace("/", "-")


class Counts:
    """Counts in the cache. While it does not answer, nothing is counted and nobody is refused: the site goes on."""

    rests_until = 0.0

    def one_more(self, name):
        """The count, this one included; 0 while the cache does not answer."""
        if monotonic() < self.rests_until:
            return 0
        try:
            try:
                return cache.incr(name)
            except ValueError:
                cache.add(name, 0, 2 * MINUTE)
                return cache.incr(name)
        except Exception as failure:  # each backend has errors of its own
            self.rests_until = monotonic() + REST
            log.warning("The cache does not answer: for %s seconds the API has no limits. %r", REST, failure)
            return 0


counts = Counts()
