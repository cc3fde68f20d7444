"""Deflating the parts of a document that change."""

from __future__ import annotations

from dataclasses import dataclass, field

from iomreport.word.deflate import Deflater
from iomreport.word.package import Member, pack

SMALL = 16_384
"""Parts below this size, in bytes, are worth keeping deflated: in a batch many documents have the same."""
_KEPT = 256


@dataclass(slots=True)
class Packer:
    """Deflates changed parts, and keeps small ones deflated, since a batch makes the same ones again and again."""

    deflater: Deflater
    _kept: dict[tuple[str, bytes], Member] = field(default_factory=dict[tuple[str, bytes], Member])

    def member(self, name: str, part: bytes | str) -> Member:
        content = part.encode() if isinstance(part, str) else part
        if len(content) > SMALL:
            return pack(name, content, self.deflater)
        known = self._kept.get((name, content))
        if known is None:
            if len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)))
            known = self._kept[name, content] = pack(name, content, self.deflater)
        return known
