"""List instances (17.9.15): each numbered list is an instance of its style's definition and starts afresh."""

from __future__ import annotations

from collections.abc import Iterable

from iomreport.word.fragments import FragmentStore
from iomreport.word.relationships import insert_before_end


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
