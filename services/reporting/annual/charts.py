"""Bars drawn as SVG: told apart by pattern and label, never by colour alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from textwrap import wrap
from typing import Literal

type Pattern = Literal["hatched", "dotted", "solid"]

WIDTH, ROW, BAR = 240.0, 19.0, 12.0
LABELS, DIGIT = 62.0, 5.5  # room for the words before a bar, for a digit after it
LINE, LETTERS = 13.0, 44  # of the title: the height of a line, the letters on one
FONT = "Libertinus Serif"
INK, DARK, LIGHT = "#1d2b33", "#0b3c49", "#e6eef0"

FILLS: dict[Pattern, str] = {
    "hatched": "url(#hatched)",
    "dotted": "url(#dotted)",
    "solid": DARK,
}

DEFINITIONS = f"""<defs>
<pattern id="hatched" width="5" height="5" patternUnits="userSpaceOnUse">
<rect width="5" height="5" fill="{LIGHT}"/>
<path d="M-1 1 L1 -1 M0 5 L5 0 M4 6 L6 4" stroke="{DARK}" stroke-width="0.7"/>
</pattern>
<pattern id="dotted" width="4" height="4" patternUnits="userSpaceOnUse">
<rect width="4" height="4" fill="#ffffff"/>
<circle cx="2" cy="2" r="0.8" fill="{DARK}"/>
</pattern>
</defs>"""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, the word beside it and the number at its end."""

    label: str
    value: Decimal
    told: str
    pattern: Pattern


def bar_chart(title: str, unit: str, bars: Sequence[Bar]) -> str:
    """Horizontal bars on one scale that always includes zero."""
    lines = wrap(title, LETTERS)
    top = LINE * (len(lines) + 1) + 7
    height = top + ROW * len(bars) + 2
    size = f'width="{WIDTH:.0f}" height="{height:.0f}"'
    box = f'viewBox="0 0 {WIDTH:.0f} {height:.0f}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box}>',
            DEFINITIONS,
            *(
                _text(0, LINE * place, line, size=10.5, weight="bold")
                for place, line in enumerate(lines, 1)
            ),
            _text(0, LINE * (len(lines) + 1) - 1, unit),
            *_rows(bars, top),
            "</svg>",
        ]
    )


def _rows(bars: Sequence[Bar], first: float) -> list[str]:
    low = min(Decimal(0), *(bar.value for bar in bars))
    high = max(Decimal(0), *(bar.value for bar in bars))
    numbers = DIGIT * (2 + max(len(bar.told) for bar in bars))
    scale = (WIDTH - LABELS - numbers) / (float(high - low) or 1.0)
    zero = LABELS - float(low) * scale
    drawn: list[str] = []
    for place, bar in enumerate(bars):
        top = first + place * ROW
        length = float(bar.value) * scale
        left, right = min(zero, zero + length), max(zero, zero + length)
        middle = top + BAR / 2 + 3.2  # the baseline of text as high as the bar
        drawn += [
            _text(LABELS - 5, middle, bar.label, anchor="end"),
            _bar(left, top, right - left, FILLS[bar.pattern]),
            _text(right + 5, middle, bar.told, weight="bold"),
        ]
    bottom = first + ROW * len(bars) - 3
    drawn.append(
        f'<path d="M{zero:.2f} {first - 4:.2f} V{bottom:.2f}" '
        f'stroke="{INK}" stroke-width="0.8"/>'
    )
    return drawn


def _bar(x: float, y: float, width: float, fill: str) -> str:
    return (
        f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{BAR:.2f}" '
        f'fill="{fill}" stroke="{DARK}" stroke-width="0.7"/>'
    )


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 9,
    weight: str = "normal",
    anchor: str = "start",
) -> str:
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-family="{FONT}" font-size="{size}" '
        f'font-weight="{weight}" text-anchor="{anchor}" fill="{INK}">'
        f"{escape(words)}</text>"
    )
