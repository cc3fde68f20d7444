"""Numbering definitions, tied to the list styles of the same level (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

from iomreport.html.palette import DEEP, RUST
from templates.design.xml import colour, root

BULLETS, NUMBERS = 1, 2
STEP = 340


def _level(level: int, style: str, form: str, text: str, mark: str) -> str:
    name = style if level == 0 else f"{style}{level + 1}"
    linked = f'<w:pStyle w:val="{name}"/>' if level < 3 else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{STEP * (level + 1)}" w:hanging="{STEP}"/></w:pPr><w:rPr>{mark}</w:rPr></w:lvl>'
    )


def _definition(number: int, identity: str, *levels: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="{identity}"/>'
        f'<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="{identity[::-1]}"/>{"".join(levels)}</w:abstractNum>'
    )


def numbering_part() -> str:
    """Two definitions of nine levels, of which the styles name three; a list in a document gets its own instance."""
    dots, dash = colour(RUST), colour(DEEP)
    forms = (("decimal", "."), ("lowerLetter", "."), ("lowerRoman", "."))
    bullets = [
        _level(level, "ListBullet", "bullet", "•–"[level % 2], dots if level % 2 == 0 else dash) for level in range(9)
    ]
    numbers = [
        _level(level, "ListNumber", forms[level % 3][0], f"%{level + 1}{forms[level % 3][1]}", "<w:b/>" + colour(DEEP))
        for level in range(9)
    ]
    return root(
        "numbering",
        _definition(BULLETS, "4B1F0A61", *bullets),
        _definition(NUMBERS, "4B1F0A62", *numbers),
        *(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in (BULLETS, NUMBERS)),
    )
