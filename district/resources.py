"""Records as rows of a spreadsheet."""

from django.utils.text import capfirst
from import_export.resources import ModelResource, modelresource_factory

from district.fields import Derived
from district.text import harmless


class RecordResource(ModelResource):
    """Records as a person reads them: labels above, names for links, words for choices."""

    @classmethod
    def field_from_django_field(cls, field_name, django_field, readonly):
        field = super().field_from_django_field(field_name, django_field, readonly)
        field.column_name = capfirst(django_field.verbose_name)
        return field

    def export_field(self, field, instance, **kwargs):
        name = self.get_field_name(field)
        column = instance._meta.get_field(name)
        if column.many_to_many:
            return harmless("; ".join(str(record) for record in getattr(instance, name).all()))
        if column.is_relation:
            record = getattr(instance, name)
            return "" if record is None else harmless(str(record))
        if column.choices:
            return str(getattr(instance, f"get_{name}_display")())
        value = super().export_field(field, instance, **kwargs)
        return harmless(value) if isinstance(value, str) else value


def resource_of(model):
    """The resource class of one noun, without the columns that follow from others."""
    derived = [field.name for field in model._meta.fields if isinstance(field, Derived)]
    return modelresource_factory(model, RecordResource, meta_options={"exclude": derived})
