from django.db import migrations

from resolutions.migrations._layouts import bring, take_back


class Migration(migrations.Migration):
    dependencies = [("resolutions", "0004_layouts_and_templates")]

    operations = [migrations.RunPython(bring, take_back)]
