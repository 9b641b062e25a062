"""The form for a version of a documentation in the admin."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm

from common.errors import MainstayError
from docs_hub.models import DocVersion
from docs_hub.services.versions import check_version, version_slug


class DocVersionForm(WagtailAdminModelForm):
    """The address follows from label and language; folders of the server itself are named by command only."""

    instance: DocVersion

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        source = data.get("doc_source")
        if source is not None and not source.repository and {"doc_source", "path"} & set(self.changed_data):
            raise ValidationError(
                f"{source} comes from a local folder. Its versions are imported with the import_docs command."
            )
        return data

    def _post_clean(self) -> None:
        super()._post_clean()
        version = self.instance
        if self.errors or version.doc_source_id is None:
            return
        try:
            version.slug = version.slug or version_slug(version.doc_source, version.version_label, version.language)
            check_version(version)
        except MainstayError as error:
            self.add_error("version_label", str(error))
