"""Before the database holds them: one statement an account and day, dates within 1970 to 2200, rates of two currencies."""

import datetime
from collections import defaultdict

from django.db import migrations

FIRST_DAY, LAST_DAY = datetime.date(1970, 1, 1), datetime.date(2200, 12, 31)
DATES = {
    "Entry": ("occurred_on", "period_start", "period_end"),
    "Reserve": ("as_of",),
    "ExchangeRate": ("on",),
}


def within_years(apps, schema_editor):
    """A day outside becomes the nearest one inside, so that an open end stays one."""
    for model, names in DATES.items():
        rows = apps.get_model("sustainability", model).objects
        for name in names:
            rows.filter(**{f"{name}__lt": FIRST_DAY}).update(**{name: FIRST_DAY})
            rows.filter(**{f"{name}__gt": LAST_DAY}).update(**{name: LAST_DAY})


def one_statement_a_day(apps, schema_editor):
    """Of several rows for one account and day each part is that of the latest row that has it."""
    Reserve = apps.get_model("sustainability", "Reserve")
    groups = defaultdict(list)
    for one in Reserve.objects.order_by("pk"):
        groups[one.account, one.currency, one.as_of].append(one)
    for first, *others in groups.values():
        for one in others:
            first.unrestricted_minor = one.unrestricted_minor or first.unrestricted_minor
            first.restricted_minor = one.restricted_minor or first.restricted_minor
        if others:
            Reserve.objects.filter(pk__in=[one.pk for one in others]).delete()
            first.save()


def no_rate_of_one_currency(apps, schema_editor):
    rates = apps.get_model("sustainability", "ExchangeRate").objects
    for one in rates.all():
        if one.currency == one.into:
            one.delete()


class Migration(migrations.Migration):
    dependencies = [("sustainability", "0002_plain_amount_names")]

    operations = [
        migrations.RunPython(within_years, migrations.RunPython.noop),
        migrations.RunPython(one_statement_a_day, migrations.RunPython.noop),
        migrations.RunPython(no_rate_of_one_currency, migrations.RunPython.noop),
    ]
