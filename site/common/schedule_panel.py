"""When a page goes live and ends, in the browser's own fields: Wagtail's replace a day not understood by now."""

from typing import Any

from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.models import Page

from common.admin_inputs import MinuteInput

OF_THE_DIALOG = {
    "data-controller": "w-action",
    "data-action": "w-dialog:hidden->w-action#reset",
    "data-w-dialog-target": "notify",
}


class SchedulePanel(PublishingPanel):
    def __init__(self, **kwargs: Any) -> None:
        fields = [FieldPanel(name, widget=MinuteInput(OF_THE_DIALOG)) for name in ("go_live_at", "expire_at")]
        super().__init__(**{"children": fields, **kwargs})


SETTINGS_PANELS = [SchedulePanel(), *Page.settings_panels[1:]]
