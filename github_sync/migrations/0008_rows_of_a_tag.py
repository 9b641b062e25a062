from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("github_sync", "0007_outbox")]
    operations = [
        migrations.AddField(model_name="etag", name="rows", field=models.PositiveIntegerField(default=0)),
    ]
