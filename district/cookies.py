"""What a browser brings back."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Sessions of visitors. A key that none was ever given is not looked for: no database takes every character."""

    def _validate_session_key(self, key):
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()
