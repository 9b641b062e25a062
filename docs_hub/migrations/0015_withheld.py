"""What a documentation hides is kept back: parts of pages, pages in no list, and what is shown all the same."""

from django.db import migrations, models

OUT_OF = [("search", "the search"), ("lists", "the search and all lists")]


def _fields(model: str, **options: bool) -> list[migrations.AddField]:
    return [
        migrations.AddField(model, "withheld", models.JSONField(default=list, **options)),
        migrations.AddField(model, "has_withheld", models.BooleanField(default=False, **options)),
        migrations.AddField(
            model, "out_of", models.CharField(blank=True, choices=OUT_OF, default="", max_length=10, **options), False
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("docs_hub", "0014_what_was_changed")]

    operations = [
        migrations.AddField(
            "docsource",
            "shown_anyway",
            models.TextField(
                blank=True,
                default="",
                help_text="Files that the documentation hides, or may hide, one a line, as the report names them.",
                verbose_name="show all the same",
            ),
            False,
        ),
        *_fields("docpage", editable=False),
        *_fields("docrender"),
    ]
