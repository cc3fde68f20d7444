"""Sections, running headers and footers, and the settings of the document."""

from __future__ import annotations

from typing import Literal

from templates.design.drawing import Frame, band
from templates.design.measures import (
    FOOTER,
    HEADER,
    LANDSCAPE_SIDE,
    MARGIN_BOTTOM,
    MARGIN_SIDE,
    MARGIN_TOP,
    PAGE_HEIGHT,
    PAGE_WIDTH,
)
from templates.design.xml import field, paragraph, root, run

Running = Literal["part", "chapter"]

COVER_TOP = 7090
OPENER_BAND = 23
_REFERENCE = '<w:{part}Reference w:type="{place}" r:id="{identity}"/>'


def _references(first: str, odd: str, even: str, footer: str) -> str:
    return "".join(
        _REFERENCE.format(part=part, place=place, identity=identity)
        for part, place, identity in (
            ("header", "first", first),
            ("header", "default", odd),
            ("header", "even", even),
            ("footer", "first", footer),
            ("footer", "default", footer),
            ("footer", "even", footer),
        )
    )


def _page(top: int = MARGIN_TOP, *, landscape: bool = False) -> str:
    if landscape:
        size = f'<w:pgSz w:w="{PAGE_HEIGHT}" w:h="{PAGE_WIDTH}" w:orient="landscape"/>'
        side, top, bottom = LANDSCAPE_SIDE, 1474, 1134
    else:
        size = f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
        side, bottom = MARGIN_SIDE, MARGIN_BOTTOM
    return (
        f'{size}<w:pgMar w:top="{top}" w:right="{side}" w:bottom="{bottom}" w:left="{side}"'
        f' w:header="{HEADER}" w:footer="{FOOTER}" w:gutter="0"/>'
    )


def cover_section() -> str:
    """The cover: no header, no number, its text below the band."""
    blank = _references("rIdHeaderBlank", "rIdHeaderBlank", "rIdHeaderBlank", "rIdFooterBlank")
    return _ended(f'<w:sectPr>{blank}<w:type w:val="nextPage"/>{_page(COVER_TOP)}</w:sectPr>')


def section(
    running: Running,
    *,
    opener: bool = False,
    start: int = 0,
    roman: bool = False,
    landscape: bool = False,
    last: bool = False,
) -> str:
    """The end of a section: what is before it, back to the end before, has these pages.

    An opener's first page carries the band of colour. `start` is the printed number of the first page; without it the
    numbers run on. The last section's properties stand at the end of the body, not in a paragraph (17.6.17, 17.6.18).
    """
    odd = "rIdHeaderPart" if running == "part" else "rIdHeaderChapter"
    first = "rIdHeaderOpener" if opener else "rIdHeaderBlank"
    form = ' w:fmt="lowerRoman"' if roman else ""
    numbers = f'<w:pgNumType{form} w:start="{start}"/>' if start else f"<w:pgNumType{form}/>" if form else ""
    title = "<w:titlePg/>" if opener or roman else ""
    properties = (
        f"<w:sectPr>{_references(first, odd, 'rIdHeaderEven', 'rIdFooter')}"
        f'<w:type w:val="nextPage"/>{_page(landscape=landscape)}{numbers}{title}</w:sectPr>'
    )
    return properties if last else _ended(properties)


def _ended(properties: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="SectionEnd"/>{properties}</w:pPr></w:p>'


def cover_band() -> str:
    """The paragraph that carries the cover's band of colour."""
    return paragraph("CoverBand", band(112, Frame(88, 12, 98, 88), 1.5, 1))


def headers(title: str) -> dict[str, str]:
    """The parts of headers and footers by name; `title` is what a word processor without STYLEREF shows."""
    number = field("PAGE", "1", "PageNumber")
    publisher = "{{ strategy.publisher.acronym or strategy.publisher.name }}"
    edition = publisher + "  ·  {{ strategy.title }} {{ strategy.period }}"
    return {
        "header-blank": root("hdr", paragraph("BandHeader")),
        "header-opener": root(
            "hdr",
            paragraph("BandHeader", band(OPENER_BAND, Frame(30, 4, 150, 16), 0.8, 901)),
        ),
        "header-part": root("hdr", paragraph("Header", field("STYLEREF 1", title))),
        "header-chapter": root("hdr", paragraph("Header", field("STYLEREF 2", title))),
        "header-even": root("hdr", paragraph("Header", "{{ strategy.title }}")),
        "footer": root("ftr", paragraph("Footer", run(edition), run("   |   "), number)),
        "footer-blank": root("ftr", paragraph("BandHeader")),
    }


RELATIONSHIPS = {
    "rIdHeaderBlank": "header-blank",
    "rIdHeaderOpener": "header-opener",
    "rIdHeaderPart": "header-part",
    "rIdHeaderChapter": "header-chapter",
    "rIdHeaderEven": "header-even",
    "rIdFooter": "footer",
    "rIdFooterBlank": "footer-blank",
}


def settings_part() -> str:
    """The settings: odd and even headers, notes' separators, no hyphenation of ragged lines, Word 2013's rules."""
    kept = "".join(f'<w:{note} w:id="{number}"/>' for note in ("footnote",) for number in (-1, 0))
    kept_at_end = kept.replace("w:footnote ", "w:endnote ")
    modern = (
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        + "".join(
            f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>'
            for name in (
                "overrideTableStyleFontSizeAndJustification",
                "enableOpenTypeFeatures",
                "doNotFlipMirrorIndents",
                "differentiateMultirowTableHeaders",
            )
        )
    )
    return root(
        "settings",
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:autoHyphenation w:val="0"/>'
        '<w:consecutiveHyphenLimit w:val="2"/><w:hyphenationZone w:val="425"/><w:doNotHyphenateCaps/>'
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
        f"<w:footnotePr>{kept}</w:footnotePr><w:endnotePr>{kept_at_end}</w:endnotePr>"
        f"<w:compat>{modern}</w:compat>"
        '<w:themeFontLang w:val="en-GB"/>'
        '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1"'
        ' w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6"'
        ' w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>',
    )


def notes_part(kind: Literal["footnote", "endnote"]) -> str:
    """A notes part that holds only its two separators (17.11.23, 17.11.1)."""
    plain = '<w:p><w:pPr><w:spacing w:after="60" w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:{mark}/></w:r></w:p>'
    return root(
        f"{kind}s",
        *(
            f'<w:{kind} w:type="{mark}" w:id="{number}">{plain.format(mark=mark)}</w:{kind}>'
            for number, mark in ((-1, "separator"), (0, "continuationSeparator"))
        ),
    )
