"""The words of Popolo (popoloproject.com) for what we write: which a class has, and what stands under each."""

from jsonschema import Draft202012Validator

DAY = {"type": ["string", "null"], "pattern": r"^[0-9]{4}(-[0-9]{2}){0,2}$"}
INSTANT = {"type": ["string", "null"], "format": "date-time"}
TEXT = {"type": ["string", "null"]}
ADDRESS = {"type": ["string", "null"], "format": "uri", "pattern": "^https?://"}

TEXTS = {
    "person": "id name family_name given_name additional_name honorific_prefix honorific_suffix patronymic_name sort_name "
    "email gender summary biography national_identity",
    "organization": "id name classification parent_id area_id abstract description",
    "membership": "id label role person_id organization_id post_id on_behalf_of_id area_id",
    "post": "id label role organization_id area_id",
    "event": "id name description location status classification organization_id parent_id",
    "identifier": "identifier scheme",
    "other_name": "name note family_name given_name",
    "link": "note",
}
DAYS = {
    "person": "birth_date death_date",
    "organization": "founding_date dissolution_date",
    "membership": "start_date end_date",
    "post": "start_date end_date",
    "event": "start_date end_date",
    "other_name": "start_date end_date",
}
LISTS = {
    "identifiers": "identifier",
    "links": "link",
    "memberships": "membership",
    "other_names": "other_name",
    "posts": "post",
    "sources": "link",
}
ONES = {"organization": "organization", "person": "person", "post": "post"}
NEEDED = {"identifier": ["identifier"], "link": ["url"], "other_name": ["name"]}

ADDED = {"membership": {"legislative_period_id": TEXT}}
"""What EveryPolitician says beyond Popolo."""


def _class(name):
    record = {"created_at": INSTANT, "updated_at": INSTANT}
    many = {word: {"type": "array", "items": {"$ref": f"#/$defs/{of}"}} for word, of in LISTS.items()}
    one = {word: {"$ref": f"#/$defs/{of}"} for word, of in ONES.items() if word != name}
    words = {
        **dict.fromkeys(TEXTS[name].split(), TEXT),
        **dict.fromkeys(DAYS.get(name, "").split(), DAY),
        **({"url": ADDRESS} if name == "link" else {}),
        **({} if name in NEEDED else record | many | one),
        **ADDED.get(name, {}),
    }
    return {
        "type": "object",
        "properties": words,
        "additionalProperties": False,
        "required": NEEDED.get(name, ["id"]),
    }


CLASSES = {name: _class(name) for name in TEXTS}


def check(record, name):
    """Fail unless the record is one of the class, in no other words."""
    Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": CLASSES}).validate(record)
