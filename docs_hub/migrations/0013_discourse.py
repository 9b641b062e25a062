"""One more dialect to choose from; the table stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("docs_hub", "0012_why_undone")]

    operations = [
        migrations.AlterField(
            model_name="docsource",
            name="dialect",
            field=models.CharField(
                blank=True,
                choices=[
                    ("mkdocs", "MkDocs (Python-Markdown)"),
                    ("docusaurus", "Docusaurus (MDX)"),
                    ("gfm", "GitHub-like Markdown"),
                    ("sphinx", "Sphinx (reStructuredText and MyST)"),
                    ("discourse", "Discourse (topics in Markdown)"),
                ],
                help_text="Empty: found out at each import.",
                max_length=20,
            ),
        ),
    ]
