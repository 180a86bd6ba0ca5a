"""The indexes behind the orders in which a list can be read."""

from django.db.models import Index


def listed_by(noun, *names):
    """Indexes, named after the noun, that give its rows by each of these fields, ties broken by id."""
    return [Index(fields=[name, "id"], name=f"{noun}_by_{name}") for name in names]
