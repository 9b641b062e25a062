"""The database keeps twins of a name out."""

from django.db import migrations, models

import common.name_keys


class Migration(migrations.Migration):
    dependencies = [("sustainability", "0006_names_joined")]

    operations = [
        migrations.AlterField("funder", "name_key", common.name_keys.NameKeyField(of="name", unique=True)),
        migrations.AddConstraint(
            "fundingsource",
            models.UniqueConstraint(fields=("name_key", "funder", "funding_class"), name="funding_source_one_name"),
        ),
        migrations.AddConstraint(
            "fundingsource",
            models.UniqueConstraint(
                condition=models.Q(("funder__isnull", True)),
                fields=("name_key", "funding_class"),
                name="funding_source_one_bare_name",
            ),
        ),
        migrations.AddConstraint(
            "reserve",
            models.UniqueConstraint(fields=("account_key", "currency", "as_of"), name="reserve_one_a_day_and_account"),
        ),
    ]
