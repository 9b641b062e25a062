from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contributors", "0005_organization_key"),
    ]

    operations = [
        migrations.AlterField(
            model_name="organization",
            name="key",
            field=models.CharField(editable=False, max_length=255, unique=True),
        ),
        migrations.AlterField(
            model_name="affiliation",
            name="source",
            field=models.PositiveSmallIntegerField(
                choices=[(10, "GitHub profile"), (20, "Verified address"), (30, "A maintainer"), (40, "The person")],
                default=30,
            ),
        ),
    ]
