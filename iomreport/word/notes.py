"""The notes part: footnotes (17.11.15) or endnotes (17.11.8), written once with those that the document cites.

List instances (17.9.15): each numbered list is an instance of its style's definition and starts afresh.
"""

from __future__ import annotations

from collections.abc import Iterable

from iomreport.word.fragments import FragmentStore
from iomreport.word.oxml import DECLARATION, R, W
from iomreport.word.relationships import insert_before_end

SEPARATORS = (
    '<w:{kind} w:type="separator" w:id="-1"><w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
    "<w:r><w:separator/></w:r></w:p></w:{kind}>"
    '<w:{kind} w:type="continuationSeparator" w:id="0"><w:p><w:pPr>'
    '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
    "<w:r><w:continuationSeparator/></w:r></w:p></w:{kind}>"
)


def empty_notes(kind: str) -> str:
    """A notes part with its two separators; `kind` is `footnote` or `endnote`."""
    separators = SEPARATORS.format(kind=kind)
    return f'{DECLARATION}<w:{kind}s xmlns:w="{W}" xmlns:r="{R}">{separators}</w:{kind}s>'


def write_notes(part: str, kind: str, notes: Iterable[tuple[int, str]], reference_style: str) -> str:
    """The notes part of the template with the document's notes added, by id."""
    mark = (
        f'<w:r><w:rPr><w:rStyle w:val="{reference_style}"/></w:rPr><w:{kind}Ref/></w:r>'
        '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
    )
    added = "".join(
        # The mark opens the note's first paragraph, behind its properties.
        f'<w:{kind} w:id="{number}">{text.replace("</w:pPr>", f"</w:pPr>{mark}", 1)}</w:{kind}>'
        for number, text in notes
    )
    return insert_before_end(part or empty_notes(kind), added, f"w:{kind}s")


def write_instances(part: str, lists: Iterable[tuple[int, int]], store: FragmentStore) -> str:
    """The numbering part with an instance for each list of the document: pairs of index in the store and numId."""
    added: list[str] = []
    for index, number in lists:
        instance = store.lists[index]
        style = store.styles.list_style(instance.role)
        abstract, level = (style.abstract, style.level) if style else (0, 0)
        added.append(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>'
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{instance.start}"/></w:lvlOverride></w:num>'
        )
    instances = "".join(added)
    # numIdMacAtCleanup stands behind all instances in the schema.
    head, mark, tail = part.partition("<w:numIdMacAtCleanup")
    return f"{head}{instances}{mark}{tail}" if mark else insert_before_end(part, instances, "w:numbering")
