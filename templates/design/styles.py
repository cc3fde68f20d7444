"""The named styles of paragraphs and characters (ECMA-376 part 1, 17.7)."""

from __future__ import annotations

from iomreport.html.palette import AMBER, BLUE, DEEP, INK, RULE, RUST, SLATE
from templates.design.measures import TEXT_WIDTH
from templates.design.numbering import BULLETS, NUMBERS, STEP
from templates.design.table_styles import table_styles
from templates.design.xml import colour, line, root

KEEP = "<w:keepNext/><w:keepLines/>"
DISPLAY = '<w:rFonts w:asciiTheme="majorHAnsi" w:hAnsiTheme="majorHAnsi" w:cstheme="majorBidi"/>'
PLAIN = '<w:b w:val="0"/><w:bCs w:val="0"/>'
BOLD = "<w:b/><w:bCs/>"
ITALIC = "<w:i/><w:iCs/>"
OFF_CONTENTS = '<w:outlineLvl w:val="9"/>'


def _size(points: float) -> str:
    halves = round(points * 2)
    return f'<w:sz w:val="{halves}"/><w:szCs w:val="{halves}"/>'


def _spacing(before: float = 0, after: float = 0, lines: int = 0) -> str:
    """Space in points; lines in hundredths of a single line."""
    leading = f' w:line="{round(lines * 2.4)}" w:lineRule="auto"' if lines else ""
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"{leading}/>'


def _indent(left: int, hanging: int = 0, right: int = 0) -> str:
    pull = f' w:hanging="{hanging}"' if hanging else ' w:firstLine="0"'
    return f'<w:ind w:left="{left}" w:right="{right}"{pull}/>'


def _edge(leader: str = "dot") -> str:
    """A tab stop at the right edge of the text, with what leads up to it."""
    return f'<w:tabs><w:tab w:val="right" w:leader="{leader}" w:pos="{TEXT_WIDTH}"/></w:tabs>'


def _style(
    identity: str, name: str, paragraph: str = "", characters: str = "", *, base: str = "Normal", after: str = ""
) -> str:
    """A paragraph style; `after` is the style of the paragraph that a writer begins behind it."""
    following = f'<w:next w:val="{after}"/>' if after else ""
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    default = ' w:default="1"' if identity == "Normal" else ""
    paragraph_properties = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    run_properties = f"<w:rPr>{characters}</w:rPr>" if characters else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{identity}"><w:name w:val="{name}"/>{based}{following}'
        f'<w:uiPriority w:val="1"/><w:qFormat/>{paragraph_properties}{run_properties}</w:style>'
    )


def _characters(identity: str, name: str, properties: str) -> str:
    return (
        f'<w:style w:type="character" w:styleId="{identity}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="2"/><w:qFormat/>'
        f"<w:rPr>{properties}</w:rPr></w:style>"
    )


def _headings() -> str:
    """Six levels; a numbered heading sets its own indent, so that its title stands clear of the number."""
    looks = (
        (_spacing(0, 14, 92), DISPLAY + PLAIN + colour(DEEP) + _size(28)),
        (_spacing(24, 8, 95), DISPLAY + PLAIN + colour(DEEP) + _size(19)),
        (_spacing(15, 5, 100), BOLD + colour(BLUE) + _size(14.5)),
        (_spacing(15, 4, 100), BOLD + colour(DEEP) + _size(12.5)),
        (_spacing(11, 3, 100), BOLD + colour(RUST) + _size(11)),
        (_spacing(9, 3, 100), ITALIC + colour(DEEP) + _size(11)),
    )
    return "".join(
        _style(
            f"Heading{level}",
            f"heading {level}",
            f'{KEEP}<w:suppressAutoHyphens/>{spacing}<w:outlineLvl w:val="{level - 1}"/>',
            characters,
            after="BodyText",
        )
        for level, (spacing, characters) in enumerate(looks, 1)
    )


def _lists() -> str:
    made: list[str] = []
    for kind, title, number in (("ListBullet", "List Bullet", BULLETS), ("ListNumber", "List Number", NUMBERS)):
        for level in range(3):
            suffix = str(level + 1) if level else ""
            numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
            space = _spacing(0, 4, 116)
            name = f"{title} {suffix}".strip()
            made.append(
                _style(f"{kind}{suffix}", name, numbered + space + _indent(STEP * (level + 1), STEP), base="BodyText")
            )
    for level in range(3):
        suffix = str(level + 1) if level else ""
        name = f"List Continue {suffix}".strip()
        made.append(
            _style(f"ListContinue{suffix}", name, _spacing(0, 4, 115) + _indent(STEP * (level + 1)), base="BodyText")
        )
    return "".join(made)


def _contents() -> str:
    """The levels of the contents; the page number stands at the right edge of the text."""
    edge = _edge()
    return "".join(
        (
            _style("TOCHeading", "TOC Heading", OFF_CONTENTS, base="Heading1", after="BodyText"),
            _style(
                "TOC1",
                "toc 1",
                KEEP + _edge("none") + _spacing(8, 2, 100),
                BOLD + colour(DEEP) + _size(11.5),
            ),
            _style("TOC2", "toc 2", "<w:keepLines/>" + edge + _spacing(0, 1.5, 100) + _indent(227), colour(INK)),
            _style(
                "TOC3",
                "toc 3",
                "<w:keepLines/>" + edge + _spacing(0, 1.5, 100) + _indent(567),
                colour(SLATE) + _size(10),
            ),
            _style("TableofFigures", "table of figures", edge + _spacing(0, 4, 100), colour(INK)),
        )
    )


def _cover() -> str:
    return "".join(
        (
            _style("CoverBand", "Cover Band", _spacing(0, 0) + OFF_CONTENTS, colour(SLATE) + _size(9)),
            _style("CoverEyebrow", "Cover Eyebrow", KEEP + _spacing(0, 8, 100), BOLD + colour(RUST) + _size(12)),
            _style(
                "Title",
                "Title",
                KEEP + "<w:suppressAutoHyphens/>" + _spacing(0, 14, 90),
                DISPLAY + colour(DEEP) + _size(33),
                after="Subtitle",
            ),
            _style("Subtitle", "Subtitle", KEEP + _spacing(0, 6, 100), colour(BLUE) + _size(16), after="BodyText"),
            _style("CoverNote", "Cover Note", "<w:keepLines/>" + _spacing(0, 2, 105), colour(INK) + _size(11)),
            _style(
                "CoverImprint",
                "Cover Imprint",
                "<w:keepLines/>" + _spacing(0, 2, 105),
                colour(SLATE) + _size(10),
            ),
            _style("CoverLabel", "Cover Label", KEEP + _spacing(14, 1, 100), colour(SLATE) + _size(9.5)),
        )
    )


def _pieces() -> str:
    """Styles for what is neither prose nor heading."""
    return "".join(
        (
            _style(
                "Lead", "Lead", KEEP + _spacing(0, 12, 112), colour(BLUE) + _size(13), base="BodyText", after="BodyText"
            ),
            _style("Eyebrow", "Eyebrow", KEEP + _spacing(0, 4, 100), BOLD + colour(RUST) + _size(11)),
            _style("TableText", "Table Text", _spacing(2, 2, 105), colour(INK) + _size(10)),
            _style("TableHeading", "Table Heading", KEEP + _spacing(2, 2, 100), BOLD + _size(10)),
            _style("FactLabel", "Fact Label", _spacing(3, 3, 100), colour(SLATE) + _size(10)),
            _style("FactValue", "Fact Value", _spacing(3, 3, 100), BOLD + colour(DEEP) + _size(11)),
            _style("CardTitle", "Card Title", _spacing(3, 2, 102), BOLD + colour(DEEP) + _size(11), after="BodyText"),
            _style("CardNumber", "Card Number", _spacing(3, 2, 102), BOLD + colour(RUST) + _size(11)),
            _style("ContactLabel", "Contact Label", _spacing(5, 0, 100), colour(SLATE) + _size(9.5)),
            _style("ContactText", "Contact Text", _spacing(0, 1, 100), colour(INK) + _size(10.5)),
            _style("GridTitle", "Grid Title", KEEP + _spacing(12, 4, 100), BOLD + colour(BLUE) + _size(11)),
            _style("Signature", "Signature", "<w:keepLines/>" + _spacing(0, 0, 110), colour(SLATE)),
            _style("SignatureName", "Signature Name", KEEP + _spacing(18, 0, 110), BOLD + colour(DEEP)),
            _style(
                "SectionEnd",
                "Section End",
                '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>',
                _size(1),
            ),
            _style("Figure", "Figure", _spacing(12, 6)),
            _style(
                "Header",
                "header",
                "<w:pBdr>" + line("bottom", RULE, 4, 5) + "</w:pBdr>" + _spacing(0, 0),
                colour(SLATE) + _size(9),
            ),
            _style("Footer", "footer", _spacing(0, 0) + '<w:jc w:val="end"/>', colour(SLATE) + _size(9)),
            _style("BandHeader", "Band Header", _spacing(0, 0), colour(SLATE) + _size(9)),
        )
    )


def _text() -> str:
    return "".join(
        (
            _style("Normal", "Normal", base=""),
            _style("BodyText", "Body Text", "<w:widowControl/>" + _spacing(0, 6.5, 116), colour(INK)),
            _style(
                "Quote",
                "Quote",
                "<w:pBdr>" + line("left", AMBER, 18, 12) + "</w:pBdr>" + _spacing(6, 10, 116) + _indent(340, 0, 340),
                ITALIC + colour(DEEP),
                base="BodyText",
            ),
            _style(
                "Caption",
                "caption",
                "<w:keepLines/>" + _spacing(10, 6, 100),
                BOLD + colour(BLUE) + _size(10),
                after="BodyText",
            ),
            _style(
                "FootnoteText",
                "footnote text",
                "<w:keepLines/>" + _spacing(0, 2, 100) + _indent(227, 227),
                colour(INK) + _size(9),
            ),
            _style("EndnoteText", "endnote text", _spacing(0, 3, 100) + _indent(283, 283), colour(INK) + _size(9.5)),
        )
    )


def styles_part() -> str:
    """The whole part."""
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:hAnsiTheme="minorHAnsi"'
        ' w:cstheme="minorBidi"/>'
        f'{_size(11)}<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"
    )
    raised = '<w:vertAlign w:val="superscript"/>'
    characters = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
        + _characters("Hyperlink", "Hyperlink", colour(BLUE) + '<w:u w:val="single"/>')
        + _characters("FootnoteReference", "footnote reference", BOLD + colour(RUST) + raised)
        + _characters("EndnoteReference", "endnote reference", BOLD + colour(RUST) + raised)
        + _characters("OpenerTitle", "Opener Title", _size(28))
        + _characters("OpenerNumber", "Opener Number", colour(RUST) + _size(28))
        + _characters("HeadingNumber", "Heading Number", colour(RUST))
        + _characters("PageNumber", "page number", BOLD + colour(DEEP) + _size(10))
        + _characters("Strong", "Strong", BOLD)
        + _characters("Letter", "Priority Letter", BOLD + colour(RUST))
        + _characters("Muted", "Muted", colour(SLATE))
    )
    numbering = (
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
    )
    return root(
        "styles",
        defaults,
        _text(),
        _headings(),
        _lists(),
        _contents(),
        _cover(),
        _pieces(),
        characters,
        numbering,
        table_styles(),
    )
