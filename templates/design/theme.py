"""The document's theme: its colours and typefaces, which the styles refer to (ECMA-376 part 1, 14.2.7)."""

from __future__ import annotations

from iomreport.html.palette import AMBER, BLUE, DEEP, INK, LINK, MIST, NIGHT, PALE, RUST, SLATE, VISITED, WHITE
from templates.design.measures import BODY_FONT, DISPLAY_FONT, TWINS
from templates.design.xml import PROLOGUE, root

SLOTS = {
    "dk1": INK,
    "lt1": WHITE,
    "dk2": NIGHT,
    "lt2": MIST,
    "accent1": DEEP,
    "accent2": AMBER,
    "accent3": BLUE,
    "accent4": SLATE,
    "accent5": RUST,
    "accent6": PALE,
    "hlink": LINK,
    "folHlink": VISITED,
}
LINES = "".join(
    f'<a:ln w="{width}" cap="flat" cmpd="sng" algn="ctr"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    '<a:prstDash val="solid"/></a:ln>'
    for width in (6350, 12700, 19050)
)
FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def _typeface(name: str) -> str:
    return f'<a:latin typeface="{name}"/><a:ea typeface=""/><a:cs typeface=""/>'


def theme_part() -> str:
    """The whole part."""
    colours = "".join(f'<a:{slot}><a:srgbClr val="{colour.value}"/></a:{slot}>' for slot, colour in SLOTS.items())
    return (
        f'{PROLOGUE}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Report">'
        f'<a:themeElements><a:clrScheme name="Report">{colours}</a:clrScheme><a:fontScheme name="Report">'
        f"<a:majorFont>{_typeface(DISPLAY_FONT)}</a:majorFont><a:minorFont>{_typeface(BODY_FONT)}</a:minorFont>"
        f'</a:fontScheme><a:fmtScheme name="Report"><a:fillStyleLst>{FILL * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{LINES}</a:lnStyleLst><a:effectStyleLst>{EFFECT * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def font_table_part() -> str:
    """The typefaces, each with the one that Word takes where it is missing (17.8.3)."""
    families = {BODY_FONT: "swiss", DISPLAY_FONT: "roman"}
    return root(
        "fonts",
        *(
            f'<w:font w:name="{name}"><w:altName w:val="{TWINS[name]}"/><w:family w:val="{family}"/>'
            '<w:pitch w:val="variable"/></w:font>'
            for name, family in families.items()
        ),
    )
