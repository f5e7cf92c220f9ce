"""Bar charts as SVG inside a page: without a script, a style or an address, so that the page's own style sheet draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

if TYPE_CHECKING:
    from pygal.graph.graph import Graph

LETTER = 15
"""Height of the letters, and width of a Chinese one, in units of the chart."""
WIDTH = 780
MARGIN = 12
TICKS_MOST = 6
_LEFT_OUT = ("defs", "title", "desc")
_PATTERNS = (
    (("rect", {"width": "8", "height": "8"}),),
    (("rect", {"width": "8", "height": "8"}), ("path", {"d": "M-2 2L2-2M0 8L8 0M6 10L10 6"})),
    (("rect", {"width": "8", "height": "8"}), ("circle", {"cx": "4", "cy": "4", "r": "1.6"})),
    (("rect", {"width": "8", "height": "8"}),),
)
"""Of the first, second … series: full, striped, dotted, empty. Colour alone tells nothing apart."""


@dataclass(frozen=True)
class Series:
    title: str
    values: Sequence[int]


def lying_bars(name: str, alternative: str, labels: Sequence[str], series: Sequence[Series], is_stacked: bool = False) -> str:
    """Bars from left to right, a line for each label; `name` tells the charts of one page apart."""
    import pygal  # only here: whoever reads no report needs no charts

    rows = len(labels) * (1 if is_stacked else len(series))
    kind = pygal.HorizontalStackedBar if is_stacked else pygal.HorizontalBar
    drawn = kind(**_look(series, is_stacked), height=90 + rows * (30 if is_stacked else 22) + len(labels) * 8)
    drawn.margin_left = _wider(labels)
    # Its lines go upwards; ours are read downwards.
    return _svg(drawn, name, alternative, labels[::-1], [Series(each.title, each.values[::-1]) for each in series])


def standing_bars(name: str, alternative: str, labels: Sequence[str], series: Sequence[Series]) -> str:
    import pygal

    return _svg(pygal.Bar(**_look(series, False), height=300), name, alternative, labels, series)


def _look(series: Sequence[Series], is_stacked: bool) -> dict[str, object]:
    from pygal.style import Style

    tops = [sum(values) if is_stacked else max(values) for values in zip(*(each.values for each in series), strict=True)]
    style = Style(
        font_family="inherit",
        label_font_size=LETTER,
        major_label_font_size=LETTER,
        value_font_size=LETTER,
        legend_font_size=LETTER,
    )
    return {
        "css": [],
        "js": [],
        "style": style,
        "width": WIDTH,
        "margin": MARGIN,
        "no_prefix": True,
        "disable_xml_declaration": True,
        "print_values": True,
        "print_zeroes": False,
        "print_values_position": "center" if is_stacked else "top",
        "formatter": lambda value: f"{value:.0f}",
        "y_labels": ticks(max(tops, default=0)),
        "legend_at_bottom": True,
        "legend_at_bottom_columns": len(series),
        "legend_box_size": LETTER,
    }


def ticks(top: int) -> list[int]:
    """From 0 to a round number at or above the highest bar, in whole steps of 1, 2 or 5 times ten, a hundred …"""
    step = next(
        factor * 10**power for power in range(12) for factor in (1, 2, 5) if top <= factor * 10**power * (TICKS_MOST - 1)
    )
    return list(range(0, max(top, 1) + step, step))


def _wider(labels: Sequence[str]) -> int:
    """The library takes every letter for a narrow one, and would cut Chinese labels off."""
    wide = max((sum(not sign.isascii() for sign in label) for label in labels), default=0)
    return MARGIN + round(wide * LETTER * 0.45)


def _svg(drawn: "Graph", name: str, alternative: str, labels: Sequence[str], series: Sequence[Series]) -> str:
    drawn.x_labels = list(labels)
    for each in series:
        drawn.add(each.title, list(each.values))

    def as_ours(root: Element) -> Element:
        _clean(root)
        root.attrib |= {"role": "img", "aria-label": alternative, "class": "chart", "id": f"chart-{name}"}
        _pattern(root, name, len(series))
        return root

    drawn.add_xml_filter(as_ours)
    return drawn.render(is_unicode=True)


def _clean(element: Element) -> None:
    for child in list(element):
        is_comment = not isinstance(child.tag, str)
        is_tooltip = not is_comment and child.tag.endswith("g") and "tooltip" in child.get("class", "")
        if is_comment or is_tooltip or child.tag.rpartition("}")[2] in _LEFT_OUT:
            element.remove(child)
            continue
        child.attrib.pop("style", None)
        child.attrib.pop("id", None)
        _clean(child)


def _pattern(root: Element, name: str, series: int) -> None:
    """A pattern for each series, filled and drawn by the style sheet; what has the series' colour is filled with it."""
    defs = Element("defs")
    root.insert(0, defs)
    for serial, shapes in enumerate(_PATTERNS[:series]):
        box = {"width": "8", "height": "8", "patternUnits": "userSpaceOnUse", "class": f"pattern-{serial}"}
        pattern = SubElement(defs, "pattern", {"id": f"{name}-{serial}"} | box)
        for tag, shape in shapes:
            SubElement(pattern, tag, shape)
    for serial in range(series):
        for coloured in root.iter():
            if f"color-{serial}" in coloured.get("class", "").split():
                for bar in coloured.iter():  # itself, where it is a sign of the legend
                    if bar.tag.endswith("rect"):
                        bar.set("fill", f"url(#{name}-{serial})")
