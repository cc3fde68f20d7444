"""Forms of a PDF (ISO 32000-1, 8.10), such as transparent groups, mended.

LibreOffice tears marked sequences apart at their edges, gives them all the resources of the document, themselves
included, and does not say that a group is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name

from iomreport.pdf.structure_tree import Place
from iomreport.pdf.tagged_content import SplitContent, unmarked_form

_NAMES = re.compile(rb"/([^\s<>\[\]()/%{}]+)")


@dataclass(slots=True)
class Forms:
    """The forms of a PDF. Pages share them, so each is mended once."""

    _torn: dict[Place, SplitContent | None] = field(default_factory=dict[Place, "SplitContent | None"])
    _by_resources: dict[Place, dict[bytes, SplitContent]] = field(
        default_factory=dict[Place, dict[bytes, SplitContent]]
    )

    def mend(self, page: Any) -> dict[bytes, SplitContent]:
        """Mend the forms that a page may paint; what was torn in them, by name."""
        resources: Any = page.get("/Resources", Dictionary())
        # LibreOffice gives all pages the same resources.
        if resources.is_indirect and resources.objgen in self._by_resources:
            return self._by_resources[resources.objgen]
        found: dict[bytes, SplitContent] = {}
        for name, form in resources.get("/XObject", Dictionary()).items():
            torn = self._mend_form(form) if form.get("/Subtype") == "/Form" else None
            if torn is not None:
                found[name.encode()] = torn
        if resources.is_indirect:
            self._by_resources[resources.objgen] = found
        return found

    def _mend_form(self, form: Any) -> SplitContent | None:
        if form.objgen not in self._torn:
            stream = form.read_bytes()
            torn = self._torn[form.objgen] = unmarked_form(stream)
            if torn is not None:
                form.write(torn.stream)
            if "/Group" in form:
                form.Group.Type = Name.Group
            form.Resources = _used(form.get("/Resources", Dictionary()), stream)
        return self._torn[form.objgen]


def _used(resources: Any, stream: bytes) -> Dictionary:
    """The resources that a stream names."""
    names = sorted({f"/{name.decode('latin-1')}" for name in _NAMES.findall(stream)})
    used = Dictionary()
    for kind, entries in resources.items():
        # The list of procedure sets (14.2) is the only one without names.
        if isinstance(entries, Array):
            used[kind] = entries
        elif kept := {name: entries[name] for name in names if name in entries}:
            used[kind] = Dictionary(kept)
    return used
