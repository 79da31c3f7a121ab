from django.db import migrations

NAME = "Curators"


def make(apps, schema_editor):
    apps.get_model("auth", "Group").objects.get_or_create(name=NAME)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("questions", "0004_teachers_desk"),
    ]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
