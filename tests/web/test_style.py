from __future__ import annotations

import re

import pytest

from qa_bot.web.serve import looks

TEXT_ON_GROUND = [
    (text, ground)
    for text, grounds in {
        "ink": ("paper", "sheet", "tint", "mark", "mark-light"),
        "soft": ("paper", "sheet", "tint"),
        "accent": ("paper", "sheet", "tint"),
        "wrong": ("paper", "sheet"),
        "on-mark": ("mark", "mark-light"),
        "on-accent": ("accent",),
    }.items()
    for ground in grounds
]


def colours(selector: str) -> dict[str, str]:
    block = looks().split(f"{selector} {{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--qa-([\w-]+): (#[0-9a-f]{6});", block))


def contrast(a: str, b: str) -> float:
    """Return the contrast ratio of WCAG 2.2 between two colours written as #rrggbb."""
    dark, light = sorted(luminance(each) for each in (a, b))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("selector", [":root", ".dark"])
def test_text_and_borders_have_enough_contrast(selector: str) -> None:
    palette = colours(selector)
    for text, ground in TEXT_ON_GROUND:
        assert contrast(palette[text], palette[ground]) >= 4.5, (text, ground)
    for ground in ("paper", "sheet"):
        assert contrast(palette["edge"], palette[ground]) >= 3, ground
