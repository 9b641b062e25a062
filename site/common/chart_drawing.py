"""Charts as SVG, drawn on the server; Altair and vl-convert load on first use, since they are slow to.

Colors go in as placeholders and come out as the site's custom properties, so that one SVG serves light and dark.
"""

import re
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Any

WIDE, NARROW = 820, 280
NAME_LETTERS = {WIDE: 34, NARROW: 17}  # a name is broken into lines, never cut
PLACEHOLDERS = {
    "#010101": "var(--ink)",
    "#020202": "var(--muted)",
    "#030303": "var(--line)",
    "#040404": "var(--accent)",
    "#050505": "var(--amber)",
}
INK, MUTED, LINE, ACCENT, AMBER = PLACEHOLDERS
LABEL_SIZE = 13
MOST_LABELS = 13
CROWDED = 0.14  # of the chart's height: below it two names would touch
DROPPED = re.compile(r' (?:aria-[a-z]+|role|class|xmlns:xlink|font-family|version)="[^"]*"')
COLORED = re.compile(r'(fill|stroke)="(#0[1-5]0[1-5]0[1-5])"')
EMPTY = re.compile(
    r'<path d="(?:M0,0h0v[\d.]+h0Z|)"[^>]*/>|<g></g>| opacity="1"| pointer-events="none"| clip-path="[^"]*"'
    r"|<defs>.*?</defs>"
)
LONG_NUMBER = re.compile(r"(\d+\.\d)\d+")
BACKGROUND = re.compile(r'<rect width="[\d.]+" height="[\d.]+" fill="white"/>')


@dataclass(frozen=True)
class Line:
    """One series; `values` are in the order of the chart's labels, None where not known."""

    name: str
    values: list[float | None]
    color: str = ACCENT


def bars(title: str, description: str, items: list[tuple[str, float]], unit: str) -> str:
    """Horizontal bars from zero with their value written at the end."""
    return _both(title, description, lambda width: _bars_spec(items, unit, width))


def lines(title: str, description: str, labels: list[str], series: list[Line], unit: str) -> str:
    """Lines over time, from zero, each named where it ends."""
    return _both(title, description, lambda width: _lines_spec(labels, series, unit, width))


def _both(title: str, description: str, spec_of: Any) -> str:
    """One drawing for wide screens and one for phones, where the text of the first would be too small to read."""
    wide, narrow = (_svg(spec_of(width), title, description) for width in (WIDE, NARROW))
    return f'<div class="chart chart--wide">{wide}</div><div class="chart chart--narrow">{narrow}</div>'


def _bars_spec(items: list[tuple[str, float]], unit: str, width: int) -> dict[str, Any]:
    import altair as alt

    broken = {name: "\n".join(wrap(name, NAME_LETTERS[width]) or [name]) for name, _ in items}
    values = [{"name": broken[name], "value": value, "text": f"{value:,.0f}{unit}"} for name, value in items]
    data = alt.Data(values=values)
    names = [broken[name] for name, _ in items]
    tallest = max((name.count("\n") for name in names), default=0)
    top = max((value for _, value in items), default=1) or 1
    axis = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        labelColor=INK,
        labelFontSize=LABEL_SIZE,
        labelPadding=8,
        labelExpr="split(datum.value, '\\n')",
        labelLimit=0,
    )
    base = alt.Chart(data).encode(
        y=alt.Y("name:N", sort=names, axis=axis, scale=alt.Scale(paddingInner=0.35)),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, top * (1.25 if width == NARROW else 1.12)])),
    )
    marks = base.mark_bar(color=ACCENT)
    text = base.mark_text(align="left", dx=6, color=INK, fontSize=LABEL_SIZE, fontWeight=600).encode(text="text:N")
    drawn = _chart(marks + text, width, 22 + (36 + 12 * tallest) * max(len(items), 1), side=14)
    return {**drawn, "autosize": {"type": "fit", "contains": "padding"}}


def _lines_spec(labels: list[str], series: list[Line], unit: str, width: int) -> dict[str, Any]:
    import altair as alt

    values: list[dict[str, Any]] = [
        {"at": position, "label": label, "value": value, "name": one.name, "text": f"{one.name} {value:,.0f}{unit}"}
        for one in series
        for position, (label, value) in enumerate(zip(labels, one.values, strict=True))
        if value is not None
    ]
    last = list({row["name"]: row for row in values}.values())
    colors = alt.Scale(domain=[one.name for one in series], range=[one.color for one in series])
    most = MOST_LABELS if width == WIDE else 4
    shown = labels if len(labels) <= most else labels[:: max(1, len(labels) // (most - 1))]
    quiet = {"title": None, "labelColor": MUTED, "labelFontSize": LABEL_SIZE - 1, "ticks": False}
    x_axis = alt.Axis(**quiet, labelAngle=0, labelPadding=8, domainColor=LINE, values=shown)
    y_axis = alt.Axis(**quiet, labelPadding=8, gridColor=LINE, domain=False, tickCount=4)
    x = alt.X("label:N", sort=labels, axis=x_axis, scale=alt.Scale(type="point", padding=0.2, domain=labels))
    y = alt.Y("value:Q", axis=y_axis, scale=alt.Scale(zero=True, nice=True))
    color = alt.Color("name:N", scale=colors, legend=None)
    drawn = (
        alt.Chart(alt.Data(values=values)).mark_line(strokeWidth=2.5, point={"size": 28}).encode(x=x, y=y, color=color)
    )
    if width == NARROW:
        return _chart(alt.layer(drawn, *_names_above(last, color)), width - 78, 190, top=18 * len(last) + 6)
    room = 14 + max((len(part) for row in last for part in _broken(row["text"])), default=0) * 9
    return _chart(alt.layer(drawn, *_names_beside(last, x, y, color)), width - 66 - room, 230)


def _names_beside(last: list[dict[str, Any]], x: Any, y: Any, color: Any) -> list[Any]:
    """Right of the last point, pushed apart where two lines end close together."""
    import altair as alt

    ordered = sorted(last, key=lambda row: -row["value"])
    top = max((row["value"] for row in last), default=0) or 1
    layers = []
    for row, below in zip(ordered, [*ordered[1:], None], strict=True):
        crowded = below is not None and (row["value"] - below["value"]) / top < CROWDED
        text = {**row, "text": _broken(row["text"])}
        mark = alt.Chart(alt.Data(values=[text])).mark_text(
            align="left", baseline="middle", dx=10, dy=-16 if crowded else 0, fontSize=LABEL_SIZE, fontWeight=600
        )
        layers.append(mark.encode(x=x, y=y, color=color, text="text:N"))
    return layers


def _names_above(last: list[dict[str, Any]], color: Any) -> list[Any]:
    """A phone has no room beside the lines, so one line of text each stands above them."""
    import altair as alt

    return [
        alt.Chart(alt.Data(values=[row]))
        .mark_text(align="left", x=0, y=-18 * (len(last) - position) + 4, fontSize=LABEL_SIZE, fontWeight=600)
        .encode(color=color, text="text:N")
        for position, row in enumerate(last)
    ]


def _broken(text: str) -> list[str]:
    """Lines of about a dozen letters."""
    return wrap(text, 16) or [text]


def _chart(layers: Any, width: int, height: int, top: int = 18, side: int = 26) -> dict[str, Any]:
    padding = {"left": side, "right": side, "top": top, "bottom": 4}
    drawn = layers.properties(width=width, height=height, padding=padding)
    return dict(drawn.configure_view(stroke=None).configure_point(filled=True).to_dict())


def _svg(spec: dict[str, Any], title: str, description: str) -> str:
    import vl_convert

    raw = BACKGROUND.sub("", vl_convert.vegalite_to_svg(spec))
    slim = COLORED.sub(lambda found: f'style="{found[1]}:{PLACEHOLDERS[found[2]]}"', DROPPED.sub("", raw))
    slim = EMPTY.sub("", LONG_NUMBER.sub(r"\1", EMPTY.sub("", slim)))
    slim = re.sub(r'style="([^"]*)"([^<>]*) style="([^"]*)"', r'style="\1;\3"\2', slim)
    slim = re.sub(r'<svg ([^>]*?)width="([\d.]+)" height="[\d.]+"', r"<svg \1", slim, count=1)
    label = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return re.sub(r"<svg ([^>]*)>", rf'<svg role="img" \1>{label}', slim, count=1)
