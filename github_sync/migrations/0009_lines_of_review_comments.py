from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("github_sync", "0008_rows_of_a_tag")]
    operations = [
        *(
            migrations.AddField(
                model_name="reviewcomment", name=name, field=models.PositiveIntegerField(blank=True, null=True)
            )
            for name in ("line", "start_line", "original_line")
        ),
        migrations.AddField(
            model_name="reviewcomment",
            name="side",
            field=models.CharField(blank=True, default="", max_length=5),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reviewcomment",
            name="quoted",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
    ]
