"""Relationships of a part: those that it has, and those that content adds (part 2, 6.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from iomreport.word.fragments import Picture
from iomreport.word.oxml import REL, escape

_ID = re.compile(r'\bId="([^"]+)"')
EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


@dataclass(slots=True)
class Relations:
    """The relationships that a document adds to those of its template."""

    taken: frozenset[str] = frozenset()
    links: dict[str, str] = field(default_factory=dict[str, str])
    pictures: dict[Picture, str] = field(default_factory=dict[Picture, str])
    _last: dict[str, int] = field(default_factory=dict[str, int])

    def link(self, target: str) -> str:
        """The relationship id of an external address."""
        return self.links.get(target) or self.links.setdefault(target, self._free("rIdLink"))

    def picture(self, picture: Picture) -> str:
        """The relationship id of a picture."""
        return self.pictures.get(picture) or self.pictures.setdefault(picture, self._free("rIdPicture"))

    def __bool__(self) -> bool:
        return bool(self.links or self.pictures)

    def _free(self, stem: str) -> str:
        """The next id that neither the template nor this document has."""
        number = self._last.get(stem, 0) + 1
        while f"{stem}{number}" in self.taken:
            number += 1
        self._last[stem] = number
        return f"{stem}{number}"

    def added_to(self, xml: str, media: dict[Picture, str]) -> str:
        """The relationships part with these added; `media` gives each picture's path relative to the part."""
        added = [
            f'<Relationship Id="{identifier}" Type="{REL}/hyperlink" Target="{escape(target)}" TargetMode="External"/>'
            for target, identifier in self.links.items()
        ]
        added += [
            f'<Relationship Id="{identifier}" Type="{REL}/image" Target="{media[picture]}"/>'
            for picture, identifier in self.pictures.items()
        ]
        return insert_before_end(xml or EMPTY, "".join(added), "Relationships")


def relationship_ids(xml: str) -> frozenset[str]:
    return frozenset(_ID.findall(xml))


def insert_before_end(xml: str, added: str, root: str) -> str:
    """XML with more children at the end of its root element; the root may be written as an empty element."""
    head, end, tail = xml.rpartition(f"</{root}>")
    if end:
        return f"{head}{added}{end}{tail}"
    opened = xml.rindex("/>")
    return f"{xml[:opened]}>{added}</{root}>"
