"""Deflating the parts of a document that change."""

from __future__ import annotations

from dataclasses import dataclass, field

from iomreport.word.deflate import Deflater
from iomreport.word.package import Member, pack

SMALL = 16_384
"""Parts below this size, in characters, are worth keeping deflated: in a batch many documents have the same."""
_KEPT = 256


@dataclass(slots=True)
class Packer:
    """Deflates changed parts, and keeps small ones deflated, since a batch makes the same ones again and again."""

    deflater: Deflater
    _kept: dict[tuple[str, str], Member] = field(default_factory=dict[tuple[str, str], Member])

    def member(self, name: str, text: str) -> Member:
        if len(text) > SMALL:
            return pack(name, text.encode(), self.deflater)
        known = self._kept.get((name, text))
        if known is None:
            if len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)))
            known = self._kept[name, text] = pack(name, text.encode(), self.deflater)
        return known
