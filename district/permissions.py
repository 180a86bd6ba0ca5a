"""Who may what, said once for the desk, the office's pages and the papers.

A role is held for one organization. It lets its holder read what that organization and those below it keep (a province
office reads its districts), and write what the organization itself keeps; each noun says for which roles
(`Record.read_by`, `Record.kept_by`). A permission of Django's own, given to an account or a group, is for the whole
installation.
"""

from django.apps import apps
from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from district.models import Organization, Record

DEEDS = ("view", "add", "change", "delete")


def permission(deed, noun):
    """The permission to view, add, change or delete rows of a noun, as Django names it."""
    return f"{noun._meta.app_label}.{deed}_{noun._meta.model_name}"


def in_sight(rows, user):
    """Those of the rows (a queryset of a noun, or of lines of its history) that the user may read at the desk."""
    noun = getattr(rows.model, "instance_type", rows.model)
    if not issubclass(noun, Record) or any(
        _is_for_all(user, permission(deed, noun)) for deed in ("view", "change")
    ):
        return rows
    seen = _seen(user, noun)
    if noun.owned_through and seen:
        return rows.filter(**{f"{noun.owned_through}__in": seen})
    return rows if seen else rows.none()


def to_bring_back(lines, user):
    """Those of the deletions (lines of history of a noun) that the user may undo: whoever may delete may."""
    noun = lines.model.instance_type
    if _is_for_all(user, permission("delete", noun)):
        return lines
    held = _held(user, noun.kept_by)
    return lines.filter(**{f"{noun.owned_through}__in": held}) if noun.owned_through else lines.none()


def refuse_strangers(user, row):
    """Raise ValidationError if the row, as it stands now, is not the user's to write."""
    if not user.has_perm(permission("add" if row._state.adding else "change", type(row)), row):
        raise ValidationError(
            _("Hồ sơ này không thuộc tổ chức mà bạn giữ vai trò: không ghi được."), code="stranger"
        )


class Roles(BaseBackend):
    """What a user may by its roles: to a row, or (without one) to some row or other."""

    def has_perm(self, user_obj, perm, obj=None):
        deed, noun = _named(perm)
        if noun is None or not user_obj.is_active:
            return False
        if obj is not None and _is_for_all(user_obj, perm):
            return True
        return _may_read(user_obj, noun, obj) if deed == "view" else _may_write(user_obj, noun, deed, obj)

    def has_module_perms(self, user_obj, app_label):
        nouns = apps.get_app_config(app_label).get_models()
        return any(self.has_perm(user_obj, permission("view", noun)) for noun in nouns)


def _may_read(user, noun, row):
    seen = _seen(user, noun)
    if row is None or noun.owned_through is None:
        return bool(seen)
    return row.owner is not None and row.owner.pk in seen


def _may_write(user, noun, deed, row):
    """Entries that all share are not deleted by a role: who names them may be out of its sight."""
    held = _held(user, noun.kept_by)
    if deed == "delete" and noun.owned_through is None:
        return False
    if row is None or row.kept_at is None:
        return bool(held)
    return any(keeper.pk in held for keeper in row.kept_at)


def _is_for_all(user, perm):
    """Whether the user has the permission for the whole installation."""
    return user.is_superuser or perm in ModelBackend().get_all_permissions(user)


def _held(user, kinds):
    """The keys of the organizations for which the user holds a role of one of these kinds."""
    if user.is_anonymous:
        return set()
    if not hasattr(user, "_held_roles"):
        user._held_roles = list(user.roles.values_list("kind", "organization"))
    return {organization for kind, organization in user._held_roles if kind in kinds}


def _seen(user, noun):
    """The keys of the organizations whose rows of the noun the user may read."""
    held = frozenset(_held(user, noun.read_by))
    known = user.__dict__.setdefault("_organizations_below", {})
    if held not in known:
        known[held] = Organization.objects.at_or_below(held)
    return known[held]


def _named(perm):
    """The deed and the noun of a permission; (None, None) where it is not about a noun."""
    app, _dot, codename = perm.partition(".")
    deed, _dash, name = codename.partition("_")
    try:
        noun = apps.get_model(app, name)
    except LookupError:
        return None, None
    return (deed, noun) if issubclass(noun, Record) and deed in DEEDS else (None, None)
