"""Line breaks and tabs in values: what docxtpl calls listings.

A new line in a value becomes `w:br` (17.3.3.1) and a tab `w:tab` (17.3.3.32), in the run's own formatting. The rare
form feed and bell of docxtpl's `Listing` become a page break and a new paragraph.
"""

from __future__ import annotations

import re

_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)
_RUN = re.compile(r"<w:r(?: [^>]*)?>.*?</w:r>", re.DOTALL)
_TEXT = re.compile(r"<w:t(?: [^>]*)?>.*?</w:t>", re.DOTALL)
_RUN_PROPERTIES = re.compile(r"<w:rPr>.*?</w:rPr>")
_PARAGRAPH_PROPERTIES = re.compile(r"<w:pPr>.*?</w:pPr>")
_BREAKS = re.compile("[\t\a\n\f]")
SPACED = '<w:t xml:space="preserve">'


def has_breaks(xml: str, start: int = 0) -> bool:
    """Whether there may be anything to do from `start` on; so fast that it is asked of every part."""
    return any(xml.find(each, start) >= 0 for each in "\n\t\a\f")


def write_breaks(xml: str) -> str:
    """The part with the breaks of its texts written as elements."""
    return _PARAGRAPH.sub(_in_paragraph, xml)


def _in_paragraph(paragraph: re.Match[str]) -> str:
    text = paragraph[0]
    if not _BREAKS.search(text):
        return text
    properties = _PARAGRAPH_PROPERTIES.search(text)
    return _RUN.sub(lambda run: _in_run(run[0], properties[0] if properties else ""), text)


def _in_run(run: str, paragraph_properties: str) -> str:
    if not _BREAKS.search(run):
        return run
    found = _RUN_PROPERTIES.search(run)
    properties = found[0] if found else ""
    reopened = f"<w:r>{properties}{SPACED}"
    paragraph = f"</w:t></w:r></w:p><w:p>{paragraph_properties}{reopened}"
    page = f'</w:t></w:r></w:p><w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p>{paragraph_properties}{reopened}'
    replacements = {
        "\t": f"</w:t></w:r><w:r>{properties}<w:tab/></w:r>{reopened}",
        "\n": f"</w:t><w:br/>{SPACED}",
        "\a": paragraph,
        "\f": page,
    }
    return _TEXT.sub(lambda text: _BREAKS.sub(lambda found: replacements[found[0]], text[0]), run)
