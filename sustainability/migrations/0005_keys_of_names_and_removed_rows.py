"""Columns by which names are compared, and what was taken out of the ledger; the keys are filled before they are unique."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.name_keys


class Migration(migrations.Migration):
    dependencies = [
        ("sustainability", "0004_constraints_and_the_window_before"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RemovedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_key", models.CharField(max_length=64, unique=True)),
                ("words", models.CharField(max_length=300)),
                (
                    "why",
                    models.CharField(
                        choices=[("deleted", "was deleted here"), ("repeated", "was left out as said twice")],
                        max_length=10,
                    ),
                ),
                ("removed_at", models.DateTimeField(auto_now_add=True)),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["-removed_at"]},
        ),
        migrations.RemoveConstraint(model_name="fundingsource", name="funding_source_unique"),
        migrations.RemoveConstraint(model_name="fundingsource", name="funding_source_without_funder"),
        migrations.RemoveConstraint(model_name="reserve", name="reserve_one_a_day"),
        migrations.AddField("fundingimport", "decimal_mark", models.CharField(blank=True, max_length=1)),
        migrations.AddField("funder", "name_key", common.name_keys.NameKeyField(of="name")),
        migrations.AddField("fundingsource", "name_key", common.name_keys.NameKeyField(of="name")),
        migrations.AddField("reserve", "account_key", common.name_keys.NameKeyField(of="account")),
    ]
